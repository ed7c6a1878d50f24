import { Injectable } from '@nestjs/common';
import { Database, Files, rows } from '../../platform/index.js';
import { abandonedDocuments, leftDocuments, markDestroyed, markRemoved } from '../store/document-store.js';
import { isPastTerm } from '../store/kept-term.js';

const AT_ONCE = 200;

/** Of competitions that were concluded longer ago than their profile keeps applications. */
const PAST = `
  FROM application a JOIN competition c ON c.id = a.competition_id WHERE ${isPastTerm('c')}`;

/**
 * Destroys what need not be kept: documents that never arrived whole, bytes of those that were removed, and, once the
 * profile's months after the conclusion are over, documents and answers. The rows stay and say that there was something.
 */
@Injectable()
export class ClearDocuments {
  constructor(
    private readonly database: Database,
    private readonly files: Files,
  ) {}

  /** @returns how many files and answers are gone. */
  async run(): Promise<number> {
    const { tx } = this.database;
    for (const id of await abandonedDocuments(tx, AT_ONCE)) await markRemoved(tx, id, 'abandoned');
    const past = await rows<{ id: string }>(
      tx,
      `SELECT o.id FROM application_document o WHERE o.removed_at IS NULL AND o.application_id IN (SELECT a.id ${PAST}) LIMIT $1`,
      [AT_ONCE],
    );
    for (const { id } of past) await markRemoved(tx, id, 'retention');
    const answers = await rows(
      tx,
      `UPDATE application_form SET answers = NULL
       WHERE answers IS NOT NULL AND application_id IN (SELECT a.id ${PAST}) RETURNING 1`,
    );
    const left = await leftDocuments(tx, AT_ONCE);
    for (const id of left) {
      await this.files.delete(id);
      await markDestroyed(tx, id);
    }
    return left.length + answers.length;
  }
}
