import { Injectable } from '@nestjs/common';
import { isUuid, ok, refuse, type Result } from '../../kernel/index.js';
import { PLATFORM_SCOPE_ID, recordDecision } from '../../people/index.js';
import { Database, decideFailedJob, lockFailedJob, type Principal } from '../../platform/index.js';
import { lockSession } from '../../session/index.js';

export interface FailedJobDecision {
  readonly again: boolean;
  readonly reason?: string | undefined;
}

/**
 * A named person decides about something that failed for good: it is tried again from the beginning, or set aside with a
 * reason. The sweeper does the rest: nothing is lost where the queue is away.
 *
 * Refusals: JOBS.NOT_FOUND, JOBS.STATE (it is done, or is being tried), JOBS.SAY_WHY, JOBS.RELEASED (the results it
 * belongs to are out: a grade would no longer be in the list that was published).
 */
@Injectable()
export class DecideFailedJob {
  constructor(private readonly database: Database) {}

  /** @param scopeId where the caller holds a right; null for who may decide about any. */
  async run(
    principal: Principal,
    scopeId: string | null,
    id: string,
    { again, reason }: FailedJobDecision,
  ): Promise<Result<{ state: 'retrying' | 'aside' }>> {
    return this.database.attempt(async (tx) => {
      const job = isUuid(id) ? await lockFailedJob(tx, id) : undefined;
      if (!job || (scopeId !== null && job.scopeId !== scopeId)) {
        return refuse('not-found', 'JOBS.NOT_FOUND', 'There is nothing of this kind here.');
      }
      // The release locks it too: it counts this decision, or this one comes too late.
      const session = job.scopeId === null ? undefined : await lockSession(tx, job.scopeId);
      if (session?.releasedAt) return refuse('conflict', 'JOBS.RELEASED', 'These results are out already.');
      if (job.state !== 'failed' && !(again && job.state === 'aside')) {
        return refuse('conflict', 'JOBS.STATE', 'Nobody has to decide about this now.');
      }
      const why = reason?.trim() ?? '';
      if (!again && why === '') {
        return refuse('invalid', 'JOBS.SAY_WHY', 'Say why it is set aside.', {
          fields: { reason: 'JOBS.SAY_WHY' },
        });
      }
      await decideFailedJob(tx, {
        id,
        again,
        accountId: principal.accountId,
        official: principal.official,
        reason: why === '' ? null : why,
      });
      await recordDecision(tx, principal, {
        action: again ? 'job-tried-again' : 'job-set-aside',
        subject: `${job.job} ${job.subject}`,
        scopeId: job.scopeId ?? PLATFORM_SCOPE_ID,
        ...(why !== '' && { reason: why }),
      });
      return ok({ state: again ? 'retrying' : 'aside' });
    });
  }
}
