import { Injectable } from '@nestjs/common';
import { hashJson, newId, ok, refuse, type Json, type Result } from '../../kernel/index.js';
import { PLATFORM_SCOPE_ID, recordDecision } from '../../people/index.js';
import { Database, type Principal } from '../../platform/index.js';
import { bankTaxonomies } from '../../question-bank/index.js';
import type { Blueprint } from '../domain/blueprint/blueprint.js';
import { blueprintFaults } from '../domain/blueprint/blueprint-faults.js';
import { blueprintVersions } from '../store/blueprint-store.js';

export interface SavedBlueprint {
  readonly programmeId: string;
  readonly version: number;
}

/**
 * Keeps a blueprint as a draft: a new version of its code, whoever made those before; they stay. What is the same as
 * the newest version makes none.
 *
 * Refusals: FORM.BLUEPRINT with a code for each field, FORM.CODE_TAKEN, FORM.STALE, FORM.NO_BLUEPRINT.
 */
@Injectable()
export class SaveBlueprint {
  constructor(private readonly database: Database) {}

  /** @param base the version it was made from, which must be the newest still; null for a new code. */
  async run(
    principal: Principal,
    blueprint: Blueprint,
    base: string | null,
  ): Promise<Result<SavedBlueprint>> {
    return this.database.attempt(async (tx) => {
      const fields = blueprintFaults(blueprint, await bankTaxonomies(tx));
      if (Object.keys(fields).length > 0) {
        return refuse('invalid', 'FORM.BLUEPRINT', 'Something in this blueprint is not right.', { fields });
      }
      await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`programme:${blueprint.code}`]);
      const [newest] = await blueprintVersions(tx, blueprint.code);
      if (base === null && newest) {
        return refuse('conflict', 'FORM.CODE_TAKEN', 'Another blueprint has this code.', {
          fields: { code: 'FORM.CODE_TAKEN' },
        });
      }
      if (base !== null && !newest)
        return refuse('not-found', 'FORM.NO_BLUEPRINT', 'There is no such blueprint.');
      if (newest && newest.id !== base) {
        return refuse('conflict', 'FORM.STALE', 'Somebody has saved another version in the meantime.');
      }
      const body = blueprint as unknown as Json;
      const hash = hashJson(body);
      if (newest && hash.equals(hashJson(newest.body as unknown as Json)))
        return ok({ programmeId: newest.id, version: newest.version });
      const programmeId = newId();
      const version = (newest?.version ?? 0) + 1;
      await tx.query(
        `INSERT INTO programme (id, code, version, body, content_hash, origin, state, created_by, official)
         VALUES ($1, $2, $3, $4, $5, 'editor', 'draft', $6, $7)`,
        [
          programmeId,
          blueprint.code,
          version,
          JSON.stringify(body),
          hash,
          principal.accountId,
          principal.official,
        ],
      );
      await recordDecision(tx, principal, {
        action: 'blueprint-saved',
        subject: `${blueprint.code} ${String(version)}`,
        scopeId: PLATFORM_SCOPE_ID,
      });
      return ok({ programmeId, version });
    });
  }
}
