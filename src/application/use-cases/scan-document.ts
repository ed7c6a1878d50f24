import { Inject, Injectable } from '@nestjs/common';
import { competitionById } from '../../competition/index.js';
import { postNotice } from '../../notice/index.js';
import { CONFIG, Database, Files, scan, type Config } from '../../platform/index.js';
import { documentById, markDestroyed, markScanned } from '../store/document-store.js';

/** Shows a document that waits to the scanner. What is infected is destroyed; where the scanner is away it goes on waiting. */
@Injectable()
export class ScanDocument {
  constructor(
    private readonly database: Database,
    private readonly files: Files,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws ScannerAwayError, so that the job is tried again. */
  async run(documentId: string): Promise<void> {
    const { tx } = this.database;
    const document = await documentById(tx, documentId);
    const { scanner } = this.config;
    if (document?.state !== 'waiting' || !scanner) return;
    const verdict = await scan(scanner, await this.files.get(documentId));
    const wasRefused = await this.database.transaction(async (within) => {
      const isNews = await markScanned(within, documentId, verdict);
      if (!isNews || verdict === 'clean') return false;
      const competition = await competitionById(within, document.competitionId);
      await postNotice(within, {
        kind: 'document-infected',
        personId: document.personId,
        about: documentId,
        details: { competition: competition?.title ?? {} },
        path: `/competitions/${document.competitionId}/apply/${document.ruleCode}`,
      });
      return true;
    });
    if (!wasRefused) return;
    await this.files.delete(documentId);
    await markDestroyed(tx, documentId);
  }
}
