import { Injectable } from '@nestjs/common';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { Database, isUniqueViolation, type Principal, type Tx } from '../../platform/index.js';
import { AgencyRow } from '../store/agency.row.js';
import { recordDecision } from '../store/decision-store.js';
import { insertScope, PLATFORM_SCOPE_ID } from '../store/scope-store.js';

export interface NewAgency {
  readonly code: string;
  readonly name: Record<string, string>;
}

/** An administrator adds an agency. Refusals: PEOPLE.AGENCY_CODE_TAKEN. */
@Injectable()
export class CreateAgency {
  constructor(private readonly database: Database) {}

  async run(principal: Principal, wish: NewAgency): Promise<Result<{ agencyId: string }>> {
    try {
      return await this.database.attempt(async (tx) => {
        const agencyId = await insertAgency(tx, wish);
        await recordDecision(tx, principal, {
          action: 'agency-created',
          subject: wish.code,
          scopeId: agencyId,
        });
        return ok({ agencyId });
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      return refuse('conflict', 'PEOPLE.AGENCY_CODE_TAKEN', 'Another agency has this code.', {
        fields: { code: 'PEOPLE.AGENCY_CODE_TAKEN' },
      });
    }
  }
}

/** The agency with this code; made where there is none. */
export async function ensureAgency(tx: Tx, wish: NewAgency): Promise<string> {
  const known = await tx.findOneBy(AgencyRow, { code: wish.code });
  return known?.id ?? insertAgency(tx, wish);
}

/** All agencies, by code. */
export const agencies = (tx: Tx): Promise<AgencyRow[]> => tx.find(AgencyRow, { order: { code: 'ASC' } });

async function insertAgency(tx: Tx, wish: NewAgency): Promise<string> {
  const id = newId();
  await insertScope(tx, { id, kind: 'agency', parentId: PLATFORM_SCOPE_ID });
  await tx.insert(AgencyRow, { id, ...wish });
  return id;
}
