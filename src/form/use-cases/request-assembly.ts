import { Injectable } from '@nestjs/common';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { PLATFORM_SCOPE_ID, recordDecision } from '../../people/index.js';
import { Database, JobQueue, rows, type Principal } from '../../platform/index.js';
import { assemblyKind, formsWanted } from '../domain/blueprint/blueprint.js';
import { ASSEMBLE_FORMS, assembleFormsJobId } from '../jobs/assemble-forms.job.js';
import { blueprintById } from '../store/blueprint-store.js';
import { CheckBlueprint } from './check-blueprint.js';

/**
 * Asks for the forms of a blueprint to be assembled. The record owes them from then on; the queue is told at once.
 * Refusals: FORM.NO_BLUEPRINT, FORM.DRAWN, FORM.INFEASIBLE with what the bank lacks, FORM.ASSEMBLING.
 */
@Injectable()
export class RequestAssembly {
  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
    private readonly checkBlueprint: CheckBlueprint,
  ) {}

  async run(
    principal: Principal,
    programmeId: string,
    timeLimitSeconds: number,
  ): Promise<Result<{ assemblyId: string }>> {
    const found = await blueprintById(this.database.tx, programmeId);
    if (!found) return refuse('not-found', 'FORM.NO_BLUEPRINT', 'There is no such blueprint.');
    const kind = assemblyKind(found.body);
    if (kind === 'per-candidate') {
      return refuse(
        'conflict',
        'FORM.DRAWN',
        'Each candidate’s form is drawn: there is nothing to assemble.',
      );
    }
    const { ok: feasible, lacks } = await this.checkBlueprint.run(found.body);
    if (!feasible) {
      return refuse('conflict', 'FORM.INFEASIBLE', 'The bank cannot meet this blueprint.', {
        data: { lacks },
      });
    }
    const requested = await this.database.attempt(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`assembly:${programmeId}`]);
      const [open] = await rows(
        tx,
        `SELECT 1 FROM assembly WHERE programme_id = $1 AND state IN ('requested', 'running')`,
        [programmeId],
      );
      if (open) return refuse('conflict', 'FORM.ASSEMBLING', 'Its forms are being assembled already.');
      const assemblyId = newId();
      await tx.query(
        `INSERT INTO assembly (id, programme_id, kind, forms, state, time_limit_seconds, requested_by, requested_official)
         VALUES ($1, $2, $3, $4, 'requested', $5, $6, $7)`,
        [
          assemblyId,
          programmeId,
          kind,
          formsWanted(found.body),
          timeLimitSeconds,
          principal.accountId,
          principal.official,
        ],
      );
      await recordDecision(tx, principal, {
        action: 'assembly-requested',
        subject: `${found.code} ${String(found.version)}`,
        scopeId: PLATFORM_SCOPE_ID,
      });
      return ok({ assemblyId });
    });
    if (requested.ok) {
      const { assemblyId } = requested.value;
      // Should this be lost, the sweeper finds the assembly owed.
      await this.queue.enqueue(ASSEMBLE_FORMS, { assemblyId }, assembleFormsJobId(assemblyId));
    }
    return requested;
  }
}
