import { Injectable } from '@nestjs/common';
import { photosOf } from '../../application/index.js';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, placeOf, type Principal, type Tx } from '../../platform/index.js';
import { atTheDoor, type AtTheDoor } from '../store/admission-store.js';
import { holdSession, lockSession, type SessionView } from '../store/session-store.js';
import type { IdentityCheck } from '../domain/identity-check.js';
import { mayAdmit } from './may-admit.js';
import { photoOver } from './photo-over.js';

/** How it stands after a decision. */
export interface AdmissionNow {
  readonly state: 'admitted' | 'refused' | null;
}

type Verdict =
  | { readonly state: 'admitted'; readonly check: IdentityCheck }
  | { readonly state: 'refused'; readonly reason: string };

const MOST_CHARACTERS = 500;

/**
 * A proctor lets a candidate in, refuses them for a stated reason, or takes either back; each by name.
 *
 * Refusals: SITTING.NO_SESSION, SITTING.SESSION_STATE, SESSION.NO_ADMISSION (nobody is admitted by hand here),
 * SESSION.NO_CANDIDATE, SESSION.WHY, SESSION.HAS_BEGUN (a sitting can be declared void, not kept out), SESSION.NO_PHOTO
 * (there is none that could have been compared), SESSION.PHOTO_OVER (it was shown to nobody: they have begun, or it is not the
 * hour for it).
 */
@Injectable()
export class AdmitCandidate {
  constructor(private readonly database: Database) {}

  /**
   * Admitting somebody who was admitted changes nothing; it also takes the place of a refusal.
   * @param check how the official has made sure who it is, as they say it.
   */
  async admit(
    principal: Principal,
    sessionId: string,
    applicationId: string,
    check: IdentityCheck,
  ): Promise<Result<AdmissionNow>> {
    return this.database.attempt(async (tx) => {
      // Many proctors admit at once, while others start.
      const found = await this.#find(tx, await holdSession(tx, sessionId), applicationId);
      if (!found.ok) return found;
      // Who came in by a code and is compared now is compared: by whom, and how, goes on record.
      if (found.value.state === 'admitted' && found.value.way === 'proctor') return ok({ state: 'admitted' });
      if (check.how === 'photo-compared') {
        const over = await photoOver(tx, sessionId, found.value);
        if (over) return over;
        if (!(await photosOf(tx, [applicationId])).has(applicationId)) {
          return refuse('conflict', 'SESSION.NO_PHOTO', 'There is no photo of this candidate on file.', {
            fields: { identity: 'SESSION.NO_PHOTO' },
          });
        }
      }
      await this.#put(tx, principal, sessionId, found.value, { state: 'admitted', check });
      return ok({ state: 'admitted' });
    });
  }

  async refuse(
    principal: Principal,
    sessionId: string,
    applicationId: string,
    why: string,
  ): Promise<Result<AdmissionNow>> {
    const reason = why.trim();
    if (reason === '' || reason.length > MOST_CHARACTERS) {
      return refuse('invalid', 'SESSION.WHY', 'Say why, in at most 500 characters.', {
        fields: { reason: 'SESSION.WHY' },
      });
    }
    return this.#keepOut(sessionId, applicationId, async (tx, candidate) => {
      await this.#put(tx, principal, sessionId, candidate, { state: 'refused', reason });
      return ok({ state: 'refused' });
    });
  }

  /** Neither admitted nor refused any more. */
  async undo(principal: Principal, sessionId: string, applicationId: string): Promise<Result<AdmissionNow>> {
    return this.#keepOut(sessionId, applicationId, async (tx, candidate) => {
      if (candidate.state) {
        await tx.query('DELETE FROM session_admission WHERE session_id = $1 AND application_id = $2', [
          sessionId,
          applicationId,
        ]);
        await record(tx, principal, sessionId, candidate, 'admission-undone');
      }
      return ok({ state: null });
    });
  }

  /** With the session's row locked: a start that is under way is seen, and none comes between. */
  async #keepOut<T>(
    sessionId: string,
    applicationId: string,
    work: (tx: Tx, candidate: AtTheDoor) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    return this.database.attempt(async (tx) => {
      const found = await this.#find(tx, await lockSession(tx, sessionId), applicationId);
      if (!found.ok) return found;
      return found.value.hasBegun
        ? refuse('conflict', 'SESSION.HAS_BEGUN', 'This candidate has begun already.')
        : work(tx, found.value);
    });
  }

  async #find(tx: Tx, session: SessionView | undefined, applicationId: string): Promise<Result<AtTheDoor>> {
    const usable = mayAdmit(session);
    if (!usable.ok) return usable;
    const candidate = await atTheDoor(tx, usable.value.id, applicationId);
    return candidate
      ? ok(candidate)
      : refuse('not-found', 'SESSION.NO_CANDIDATE', 'There is no such candidate in this session.');
  }

  async #put(
    tx: Tx,
    principal: Principal,
    sessionId: string,
    candidate: AtTheDoor,
    verdict: Verdict,
  ): Promise<void> {
    const { state } = verdict;
    const reason = state === 'refused' ? verdict.reason : null;
    const check = state === 'admitted' ? verdict.check : null;
    await tx.query(
      `INSERT INTO session_admission (session_id, application_id, state, way, reason, account_id, official, identity,
         identity_document, acting_for) VALUES ($1, $2, $3, 'proctor', $4, $5, $6, $7, $8, $9)
       ON CONFLICT (session_id, application_id) DO UPDATE SET state = $3, way = 'proctor', reason = $4,
         account_id = $5, official = $6, identity = $7, identity_document = $8, acting_for = $9, at = clock_timestamp()`,
      [
        sessionId,
        candidate.applicationId,
        state,
        reason,
        principal.accountId,
        principal.official,
        check?.how ?? null,
        check?.how === 'document-seen' ? check.document : null,
        placeOf(principal),
      ],
    );
    await record(tx, principal, sessionId, candidate, `candidate-${state}`, reason);
  }
}

const record = (
  tx: Tx,
  principal: Principal,
  sessionId: string,
  { candidateNumber, applicationId }: AtTheDoor,
  action: string,
  reason: string | null = null,
): Promise<void> =>
  recordDecision(tx, principal, {
    action,
    subject: candidateNumber ?? applicationId,
    scopeId: sessionId,
    ...(reason !== null && { reason }),
  });
