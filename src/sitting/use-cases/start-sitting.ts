import { Injectable } from '@nestjs/common';
import { applicationOf } from '../../competition/index.js';
import { FormFor, takeNumber } from '../../form/index.js';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { Database, isUniqueViolation, rows, type Principal, type Tx } from '../../platform/index.js';
import { holdSession, mayEnter } from '../../session/index.js';
import { sittingOf } from '../store/sitting-store.js';
import { voidOf } from '../store/void-store.js';

/**
 * Begins a candidate's sitting: the number that the draw has for them, or the next spare one, the form that was drawn
 * for it, and the deadline by PostgreSQL's clock. Starting again gives the sitting that there is.
 *
 * Refusals: SITTING.NO_SESSION, SITTING.NOT_APPLIED, SITTING.VOID (and nobody lets them sit again here),
 * SITTING.NOT_OPEN, SITTING.TOO_EARLY, SITTING.ENTRY_CLOSED, what {@link mayEnter} refuses, DRAW.NO_SPARE_NUMBER.
 */
@Injectable()
export class StartSitting {
  constructor(
    private readonly database: Database,
    private readonly formFor: FormFor,
  ) {}

  async run(principal: Principal, sessionId: string): Promise<Result<{ sittingId: string }>> {
    try {
      return await this.database.attempt((tx) => this.#start(tx, principal, sessionId));
    } catch (error) {
      // Two starts at once: the other one made it, with the same number.
      if (!isUniqueViolation(error)) throw error;
      return this.database.attempt((tx) => this.#start(tx, principal, sessionId));
    }
  }

  async #start(tx: Tx, principal: Principal, sessionId: string): Promise<Result<{ sittingId: string }>> {
    const personId = principal.personId;
    const session = await holdSession(tx, sessionId);
    if (!session || !personId) return refuse('not-found', 'SITTING.NO_SESSION', 'There is no such session.');
    const application = await applicationOf(tx, session.competitionId, personId);
    if (application?.state !== 'submitted') {
      return refuse('conflict', 'SITTING.NOT_APPLIED', 'You have not applied to this competition.');
    }
    const existing = await sittingOf(tx, sessionId, personId);
    if (existing && existing.state !== 'void') return ok({ sittingId: existing.id });
    // After a failure an officer lets them sit again here: with another number, also when entry is closed.
    const again = existing && (await voidOf(tx, existing.id))?.again === 'here';
    if (existing && !again) return refuse('gone', 'SITTING.VOID', 'Your sitting was declared void.');
    if (session.state !== 'open' || !session.drawId) {
      return refuse('conflict', 'SITTING.NOT_OPEN', 'This session is not open.');
    }
    if (session.isEarly) return refuse('conflict', 'SITTING.TOO_EARLY', 'This session has not begun yet.');
    if (session.isEntryOver && !again)
      return refuse('gone', 'SITTING.ENTRY_CLOSED', 'The time to enter is over.');
    const allowed = await mayEnter(tx, session, application.id);
    if (!allowed.ok) return allowed;
    const sittingId = newId();
    const taken = await takeNumber(tx, session.drawId, application.id);
    if (!taken.ok) return taken;
    const { number: candidateNumber, formHash } = taken.value;
    await rows(
      tx,
      `INSERT INTO sitting (id, session_id, application_id, person_id, candidate_number, language, state, deadline_at)
       VALUES ($1, $2, $3, $4, $5, $6, 'open', clock_timestamp() + make_interval(mins => $7))`,
      [
        sittingId,
        sessionId,
        application.id,
        personId,
        candidateNumber,
        application.language,
        session.minutes,
      ],
    );
    const form = await this.formFor.run(tx, {
      drawId: session.drawId,
      sittingId,
      candidateNumber,
      formHash,
    });
    return form.ok ? ok({ sittingId }) : form;
  }
}
