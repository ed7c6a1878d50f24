import { Injectable } from '@nestjs/common';
import { ok, refuse, transition, type Result } from '../../kernel/index.js';
import { PLATFORM_SCOPE_ID, recordDecision } from '../../people/index.js';
import { Database, rows, type Principal, type Tx } from '../../platform/index.js';
import { ASSEMBLY_STATES, type AssemblyState } from '../domain/assembly/assembly-state.js';
import { recheckForms } from '../domain/assembly/recheck-form.js';
import { assemblyById, codesOf, formsOf } from '../store/assembly-store.js';
import { blueprintById, poolFor } from '../store/blueprint-store.js';

const ACTIONS = {
  cancel: 'assembly-cancelled',
  approve: 'assembly-approved',
  withdraw: 'assembly-withdrawn',
} as const;

/**
 * What an officer decides about an assembly, by name: to end it, to approve its forms, to withdraw the approval while
 * no draw has used it. Before they are approved the forms are checked once more, against the bank as it is then.
 *
 * Refusals: FORM.NO_ASSEMBLY, FORM.ASSEMBLY_STATE, FORM.NOT_PUBLISHED, FORM.BROKEN_RULES with each broken rule.
 */
@Injectable()
export class MoveAssembly {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    assemblyId: string,
    event: keyof typeof ACTIONS,
  ): Promise<Result<{ state: AssemblyState }>> {
    return this.database.attempt(async (tx) => {
      await rows(tx, 'SELECT 1 FROM assembly WHERE id = $1 FOR UPDATE', [assemblyId]);
      const assembly = await assemblyById(tx, assemblyId);
      if (!assembly) return refuse('not-found', 'FORM.NO_ASSEMBLY', 'There is no such assembly.');
      const next = transition(ASSEMBLY_STATES, assembly.state, event, 'FORM.ASSEMBLY_STATE');
      if (!next.ok) return next;
      if (event === 'approve') {
        const sound = await this.#recheck(tx, assembly.id, assembly.programmeId);
        if (!sound.ok) return sound;
      }
      await this.#save(tx, principal, assemblyId, event, next.value);
      await recordDecision(tx, principal, {
        action: ACTIONS[event],
        subject: `${assembly.programmeCode} ${String(assembly.programmeVersion)}`,
        scopeId: PLATFORM_SCOPE_ID,
      });
      return ok({ state: next.value });
    });
  }

  async #recheck(tx: Tx, assemblyId: string, programmeId: string): Promise<Result<null>> {
    const programme = await blueprintById(tx, programmeId);
    if (programme?.state !== 'published') {
      return refuse('conflict', 'FORM.NOT_PUBLISHED', 'Publish the blueprint before you approve its forms.');
    }
    const forms = (await formsOf(tx, assemblyId)).map(codesOf);
    const violations = recheckForms(programme.body, await poolFor(tx, programme.body), forms);
    return violations.length === 0
      ? ok(null)
      : refuse(
          'conflict',
          'FORM.BROKEN_RULES',
          'The bank has changed: these forms no longer keep all rules.',
          {
            data: { count: violations.length, violations: violations.slice(0, 50) },
          },
        );
  }

  async #save(
    tx: Tx,
    principal: Principal,
    assemblyId: string,
    event: keyof typeof ACTIONS,
    state: AssemblyState,
  ): Promise<void> {
    if (event === 'cancel') {
      await tx.query('UPDATE assembly SET state = $2, ended_at = clock_timestamp() WHERE id = $1', [
        assemblyId,
        state,
      ]);
      return;
    }
    const approves = event === 'approve';
    await tx.query(
      `UPDATE assembly SET state = $2, approved_by = $3, approved_official = $4,
         approved_at = CASE WHEN $5 THEN clock_timestamp() END WHERE id = $1`,
      [
        assemblyId,
        state,
        approves ? principal.accountId : null,
        approves ? principal.official : null,
        approves,
      ],
    );
  }
}
