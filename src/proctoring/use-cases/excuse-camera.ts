import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, type Principal, type Tx } from '../../platform/index.js';
import { atTheDoor, lockSession, noSession, type AtTheDoor, type SessionView } from '../../session/index.js';
import { applicationWithNumber, dropExcuse, keepExcuse } from '../store/excuse-store.js';
import { watchPlanOf } from '../store/watch-plan-store.js';

/** Who is meant: by number, or a late candidate, who has none yet, by application. */
export type ExcusedCandidate = { readonly candidateNumber: string } | { readonly applicationId: string };

const MOST_CHARACTERS = 500;

/**
 * A proctor or an exam officer lets a candidate sit without the camera that a session requires, for a stated reason, and may take
 * it back until they begin; both by name.
 *
 * Refusals: SITTING.NO_SESSION, SITTING.SESSION_STATE, CONSENT.NOT_REQUIRED (nobody needs a camera here), SESSION.NO_CANDIDATE,
 * CONSENT.EXCUSE_WHY, SESSION.HAS_BEGUN.
 */
@Injectable()
export class ExcuseCamera {
  constructor(private readonly database: Database) {}

  /** Excusing somebody who is excused changes nothing. */
  async excuse(
    principal: Principal,
    sessionId: string,
    who: ExcusedCandidate,
    why: string,
  ): Promise<Result<{ applicationId: string; excused: true }>> {
    const reason = why.trim();
    if (reason === '' || reason.length > MOST_CHARACTERS)
      return refuse('invalid', 'CONSENT.EXCUSE_WHY', 'Say why, in at most 500 characters.', {
        fields: { reason: 'CONSENT.EXCUSE_WHY' },
      });
    return this.database.attempt(async (tx) => {
      const found = await this.#find(tx, sessionId, who);
      if (!found.ok) return found;
      const { session, candidate } = found.value;
      const { watchVersion } = session;
      const plan = watchVersion === null ? null : await watchPlanOf(tx, sessionId, watchVersion);
      if (plan?.camera !== 'required')
        return refuse('conflict', 'CONSENT.NOT_REQUIRED', 'No camera is required in this session.');
      const { applicationId } = candidate;
      if (await keepExcuse(tx, principal, { sessionId, applicationId, reason }))
        await record(tx, principal, sessionId, candidate, 'camera-excused', reason);
      return ok({ applicationId, excused: true as const });
    });
  }

  async takeBack(
    principal: Principal,
    sessionId: string,
    applicationId: string,
  ): Promise<Result<{ applicationId: string; excused: false }>> {
    return this.database.attempt(async (tx) => {
      const found = await this.#find(tx, sessionId, { applicationId });
      if (!found.ok) return found;
      const { candidate } = found.value;
      if (candidate.hasBegun)
        return refuse('conflict', 'SESSION.HAS_BEGUN', 'This candidate has begun already.');
      if (await dropExcuse(tx, sessionId, applicationId))
        await record(tx, principal, sessionId, candidate, 'camera-excuse-undone');
      return ok({ applicationId, excused: false as const });
    });
  }

  /** With the session's row locked: a start that is under way is seen, and none comes between. */
  async #find(
    tx: Tx,
    sessionId: string,
    who: ExcusedCandidate,
  ): Promise<Result<{ session: SessionView; candidate: AtTheDoor }>> {
    const session = await lockSession(tx, sessionId);
    if (!session) return noSession();
    if (session.state !== 'scheduled' && session.state !== 'open')
      return refuse('conflict', 'SITTING.SESSION_STATE', 'This step is not possible now.');
    const applicationId =
      'applicationId' in who
        ? who.applicationId
        : await applicationWithNumber(tx, sessionId, who.candidateNumber.trim());
    const candidate = applicationId === undefined ? undefined : await atTheDoor(tx, sessionId, applicationId);
    return candidate
      ? ok({ session, candidate })
      : refuse('not-found', 'SESSION.NO_CANDIDATE', 'There is no such candidate in this session.');
  }
}

const record = (
  tx: Tx,
  principal: Principal,
  sessionId: string,
  { candidateNumber, applicationId }: AtTheDoor,
  action: string,
  reason?: string,
): Promise<void> =>
  recordDecision(tx, principal, {
    action,
    subject: candidateNumber ?? applicationId,
    scopeId: sessionId,
    ...(reason !== undefined && { reason }),
  });
