import { Injectable } from '@nestjs/common';
import { hashJson, newId, ok, refuse, type Json, type Result } from '../../kernel/index.js';
import { Database, rows } from '../../platform/index.js';
import { readBanks } from '../../question-bank/index.js';

/**
 * Loads the shipped exam programmes, idempotently: a changed one becomes a new version, old versions stay. A programme
 * that an officer has made a version of is the officers' from then on, and stays as it is.
 * Refusals: BANK.FAULTS. @returns how many versions are new.
 */
@Injectable()
export class LoadProgrammes {
  constructor(private readonly database: Database) {}

  async run(folder: string): Promise<Result<number>> {
    const { programmes, faults } = readBanks(folder);
    if (faults.length > 0) return refuse('invalid', 'BANK.FAULTS', 'The question banks have faults.');
    return this.database.attempt(async (tx) => {
      let added = 0;
      for (const programme of programmes) {
        await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`programme:${programme.code}`]);
        const hash = hashJson(programme as unknown as Json);
        const [newest] = await rows<{ version: number; content_hash: Buffer; edited: boolean }>(
          tx,
          `SELECT version, content_hash, bool_or(origin = 'editor') OVER () AS edited FROM programme WHERE code = $1
           ORDER BY version DESC LIMIT 1`,
          [programme.code],
        );
        if (newest?.edited || newest?.content_hash.equals(hash)) continue;
        await tx.query(
          'INSERT INTO programme (id, code, version, body, content_hash) VALUES ($1, $2, $3, $4, $5)',
          [newId(), programme.code, (newest?.version ?? 0) + 1, JSON.stringify(programme), hash],
        );
        added += 1;
      }
      return ok(added);
    });
  }
}
