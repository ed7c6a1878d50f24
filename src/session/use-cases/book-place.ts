import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { applicantsOf, isInStage } from '../../competition/index.js';
import { newId, ok, publicId, refuse, type Result } from '../../kernel/index.js';
import { postNotice } from '../../notice/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, type Principal, type Tx } from '../../platform/index.js';
import { applicationReference } from '../domain/application-reference.js';
import { chooseSeat } from '../domain/choose-seat.js';
import type { SeatFeature } from '../domain/seat-features.js';
import { bookedAt, bookingOf, endBooking, insertBooking, type BookingView } from '../store/booking-store.js';
import { bookingTerms, freeSeats, lockPlaces } from '../store/place-store.js';
import { isEntitled } from '../store/roster-store.js';
import { holdSession, type SessionView } from '../store/session-store.js';
import { noSession } from '../domain/no-session.js';
import { notInStage } from '../domain/not-in-stage.js';

export interface PlaceWish {
  readonly sessionId: string;
  readonly centreId: string;
  readonly needs: readonly SeatFeature[];
}

/** 77 bits: nobody guesses the slip of somebody else. */
const SLIP_CODE_LENGTH = 16;

/** Who asks: the candidate, within the time for it, or an officer, who has a reason and may do it later. */
type By = { readonly principal: Principal; readonly reason: string | null };

/**
 * Gives somebody who applied a place in a session: a seat by chance. Whoever holds another one in this competition is
 * moved, in one step: they never hold two, and none only where the new one is theirs.
 *
 * Refusals: SITTING.NOT_APPLIED, SITTING.NO_SESSION, SESSION.NOT_IN_STAGE, SESSION.NOT_ENTITLED, SESSION.NO_PLACES, SESSION.BOOKING_CLOSED, SESSION.ROSTER_FIXED (the
 * draw is committed: its roster stands), SESSION.FULL, SESSION.NO_FITTING_SEAT, COMPETITION.SITTING_BEGUN,
 * SESSION.REASON.
 */
@Injectable()
export class BookPlace {
  constructor(private readonly database: Database) {}

  /** The candidate's own wish. */
  async run(principal: Principal, competitionId: string, wish: PlaceWish): Promise<Result<BookingView>> {
    return this.database.attempt(async (tx) => {
      const applicationId = await lockApplication(tx, 'person_id', principal.personId, competitionId);
      if (!applicationId) return notApplied();
      return this.#book(tx, { principal, reason: null }, competitionId, applicationId, wish);
    });
  }

  /** By an officer: also after the time for it, until entry closes. Late ones get a spare candidate number. */
  async runFor(
    principal: Principal,
    applicationId: string,
    wish: PlaceWish & { readonly reason: string },
  ): Promise<Result<BookingView>> {
    const reason = wish.reason.trim();
    if (reason === '') {
      return refuse('invalid', 'SESSION.REASON', 'Say why you do this for the candidate.', {
        fields: { reason: 'SESSION.REASON' },
      });
    }
    return this.database.attempt(async (tx) => {
      const session = await holdSession(tx, wish.sessionId);
      if (!session) return noSession();
      const locked = await lockApplication(tx, 'id', applicationId, session.competitionId);
      if (!locked) return notApplied();
      const booked = await this.#book(tx, { principal, reason }, session.competitionId, locked, wish);
      if (!booked.ok) return booked;
      await recordDecision(tx, principal, {
        action: 'place-booked',
        subject: applicationReference(locked),
        scopeId: session.id,
        reason,
      });
      return booked;
    });
  }

  async #book(
    tx: Tx,
    by: By,
    competitionId: string,
    applicationId: string,
    wish: PlaceWish,
  ): Promise<Result<BookingView>> {
    const [of] = await rows<{ stageId: string | null }>(
      tx,
      'SELECT stage_id AS "stageId" FROM exam_session WHERE id = $1',
      [wish.sessionId],
    );
    const stageId = of?.stageId ?? null;
    const held = await bookedAt(tx, applicationId, stageId);
    const sessions = await holdSessions(tx, [wish.sessionId, ...(held ? [held.sessionId] : [])]);
    const session = sessions.get(wish.sessionId);
    if (!session || session.competitionId !== competitionId) return noSession();
    if (!(await isInStage(tx, stageId, applicationId))) return notInStage();
    if (session.replacesId && !(await isEntitled(tx, session.id, applicationId))) {
      return refuse(
        'conflict',
        'SESSION.NOT_ENTITLED',
        'This session is for those whose exam could not be held.',
      );
    }
    const open = await mayChange(tx, by, session);
    if (!open.ok) return open;
    if (await hasSat(tx, applicationId, stageId)) {
      return refuse('conflict', 'COMPETITION.SITTING_BEGUN', 'The exam of this competition is begun.');
    }
    const from = held && sessions.get(held.sessionId);
    if (from && from.state !== 'void' && from.id !== session.id) {
      const leave = await mayChange(tx, by, from);
      if (!leave.ok) return leave;
    }
    if (held && isSame(held, wish)) return ok((await bookingOf(tx, applicationId)) as BookingView);
    const capacity = await lockPlaces(tx, session.id, wish.centreId);
    if (capacity === undefined) return refuse('not-found', 'SESSION.NO_PLACES', 'There are no places here.');
    // First gives back: whoever moves within a full centre has a place there.
    if (held) await endBooking(tx, applicationId, held.sessionId, from?.state === 'void' ? 'void' : 'moved');
    const seat = await this.#seat(tx, session.id, wish, capacity);
    if (!seat.ok) return seat;
    await insertBooking(tx, {
      id: newId(),
      applicationId,
      sessionId: session.id,
      stageId,
      centreId: wish.centreId,
      seatId: seat.value,
      needs: wish.needs,
      slipCode: publicId(SLIP_CODE_LENGTH),
      bookedBy: by.principal.accountId,
      reason: by.reason,
    });
    const booking = (await bookingOf(tx, applicationId)) as BookingView;
    const [personId = ''] = await applicantsOf(tx, [applicationId]);
    await postNotice(tx, {
      kind: 'place-booked',
      personId,
      about: booking.id,
      details: {
        session: booking.sessionTitle,
        time: { at: booking.opensAt.toISOString(), zone: booking.centre.timeZone },
        centre: booking.centre.name,
      },
      path: '/desk',
    });
    return ok(booking);
  }

  /** With the centre's places locked: what is counted now stays true until the end. */
  async #seat(
    tx: Tx,
    sessionId: string,
    { centreId, needs }: PlaceWish,
    capacity: number,
  ): Promise<Result<string>> {
    const [taken] = await rows<{ count: number }>(
      tx,
      `SELECT count(*)::int AS count FROM booking WHERE session_id = $1 AND centre_id = $2 AND ended_at IS NULL`,
      [sessionId, centreId],
    );
    const free = (taken?.count ?? 0) < capacity ? await freeSeats(tx, sessionId, centreId) : [];
    if (free.length === 0) {
      return refuse('conflict', 'SESSION.FULL', 'There is no free place here any more. Choose another one.');
    }
    const seat = chooseSeat(free, needs, (n) => randomInt(n));
    return seat
      ? ok(seat.id)
      : refuse('conflict', 'SESSION.NO_FITTING_SEAT', 'No free seat here has all that you need.');
  }
}

/** Locks a standing application, so that a withdrawal, or another booking, of the same person takes its turn. */
async function lockApplication(
  tx: Tx,
  column: 'id' | 'person_id',
  value: string | null,
  competitionId: string,
): Promise<string | undefined> {
  const [application] = await rows<{ id: string }>(
    tx,
    `SELECT id FROM application WHERE ${column} = $1 AND competition_id = $2 AND state = 'submitted'
     FOR NO KEY UPDATE`,
    [value, competitionId],
  );
  return application?.id;
}

/** Sessions held in one order: nobody commits a draw of theirs meanwhile. */
async function holdSessions(tx: Tx, ids: readonly string[]): Promise<Map<string, SessionView>> {
  const held = new Map<string, SessionView>();
  for (const id of [...new Set(ids)].sort()) {
    const session = await holdSession(tx, id);
    if (session) held.set(id, session);
  }
  return held;
}

/** Whether places of a session may be given and given back now. */
export async function mayChange(tx: Tx, by: By, session: SessionView): Promise<Result<undefined>> {
  if (session.entry !== 'booked') {
    return refuse('conflict', 'SESSION.NO_PLACES', 'This session has no places to book.');
  }
  const isRunning = session.state === 'scheduled' || session.state === 'open';
  if (by.reason !== null) {
    return isRunning && !session.isEntryOver ? ok(undefined) : closed();
  }
  if (session.state !== 'scheduled') return closed();
  if (session.drawId) {
    return refuse('conflict', 'SESSION.ROSTER_FIXED', 'The list of candidates of this session is fixed.');
  }
  const terms = await bookingTerms(tx, session.id);
  return terms && !terms.isClosed ? ok(undefined) : closed();
}

/** In this stage. A sitting that was declared void counts as none. */
async function hasSat(tx: Tx, applicationId: string, stageId: string | null): Promise<boolean> {
  const found = await rows(
    tx,
    `SELECT 1 FROM sitting s JOIN exam_session x ON x.id = s.session_id
     WHERE s.application_id = $1 AND s.state <> 'void' AND x.stage_id IS NOT DISTINCT FROM $2 LIMIT 1`,
    [applicationId, stageId],
  );
  return found.length > 0;
}

const isSame = (
  held: { sessionId: string; centreId: string; needs: readonly string[] },
  wish: PlaceWish,
): boolean =>
  held.sessionId === wish.sessionId &&
  held.centreId === wish.centreId &&
  [...held.needs].sort().join() === [...wish.needs].sort().join();

const closed = () =>
  refuse('gone', 'SESSION.BOOKING_CLOSED', 'The time to book and to move is over for this session.');
const notApplied = () =>
  refuse('conflict', 'SITTING.NOT_APPLIED', 'There is no application to this competition that stands.');
