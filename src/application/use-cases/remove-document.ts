import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { Database, Files, KeyRing, type Principal } from '../../platform/index.js';
import { documentById, markDestroyed, markRemoved } from '../store/document-store.js';
import { lockForm } from '../store/form-store.js';
import { notOpen } from './save-answers.js';

/**
 * A candidate takes a document back while the application may be changed.
 * Refusals: APPLICATION.NO_DOCUMENT, APPLICATION.NOT_CHANGEABLE.
 */
@Injectable()
export class RemoveDocument {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly files: Files,
  ) {}

  async run(principal: Principal, documentId: string): Promise<Result<{ ruleCode: string }>> {
    const removed = await this.database.attempt(async (tx) => {
      const document = await documentById(tx, documentId);
      if (!document || document.personId !== principal.personId || document.state === 'arriving') {
        return noDocument();
      }
      const form = await lockForm(tx, this.keys, document.competitionId, document.personId);
      if (!form?.changeable) return notOpen();
      if (!(await markRemoved(tx, documentId, 'candidate'))) return noDocument();
      return ok({ ruleCode: document.ruleCode });
    });
    if (!removed.ok) return removed;
    // Should this fail, the sweeper finds it.
    await this.files.delete(documentId);
    await markDestroyed(this.database.tx, documentId);
    return removed;
  }
}

export const noDocument = () => refuse('not-found', 'APPLICATION.NO_DOCUMENT', 'There is no such document.');
