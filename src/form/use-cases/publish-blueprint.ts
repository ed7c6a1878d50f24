import { Injectable } from '@nestjs/common';
import { ok, refuse, transition, type Result } from '../../kernel/index.js';
import { PLATFORM_SCOPE_ID, recordDecision } from '../../people/index.js';
import { Database, rows, type Principal } from '../../platform/index.js';
import { PROGRAMME_STATES, type ProgrammeState } from '../domain/blueprint/programme-state.js';
import { blueprintById } from '../store/blueprint-store.js';
import { CheckBlueprint } from './check-blueprint.js';

/**
 * Makes a draft an exam programme that competitions can be held for: an officer answers for it by name.
 * Refusals: FORM.NO_BLUEPRINT, FORM.BLUEPRINT_STATE, FORM.INFEASIBLE with what the bank lacks.
 */
@Injectable()
export class PublishBlueprint {
  constructor(
    private readonly database: Database,
    private readonly checkBlueprint: CheckBlueprint,
  ) {}

  async run(principal: Principal, programmeId: string): Promise<Result<{ state: ProgrammeState }>> {
    const found = await blueprintById(this.database.tx, programmeId);
    if (!found) return refuse('not-found', 'FORM.NO_BLUEPRINT', 'There is no such blueprint.');
    const { ok: feasible, lacks } = await this.checkBlueprint.run(found.body);
    if (!feasible) {
      return refuse('conflict', 'FORM.INFEASIBLE', 'The bank cannot meet this blueprint.', {
        data: { lacks },
      });
    }
    return this.database.attempt(async (tx) => {
      const [row] = await rows<{ state: ProgrammeState }>(
        tx,
        'SELECT state FROM programme WHERE id = $1 FOR UPDATE',
        [programmeId],
      );
      const next = transition(PROGRAMME_STATES, row?.state ?? 'draft', 'publish', 'FORM.BLUEPRINT_STATE');
      if (!next.ok) return next;
      await tx.query('UPDATE programme SET state = $2 WHERE id = $1', [programmeId, next.value]);
      await recordDecision(tx, principal, {
        action: 'blueprint-published',
        subject: `${found.code} ${String(found.version)}`,
        scopeId: PLATFORM_SCOPE_ID,
      });
      return ok({ state: next.value });
    });
  }
}
