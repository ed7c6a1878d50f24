import { Injectable } from '@nestjs/common';
import { ContentKeys } from '../../form/index.js';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { Database, type Principal } from '../../platform/index.js';
import {
  admissionOf,
  mayEnter,
  notInStage,
  Presence,
  type IdentityView,
  type SessionView,
} from '../../session/index.js';
import { fetchMoment, startMoment } from '../domain/own-moment.js';
import { waitingState, type WaitingState } from '../domain/waiting-state.js';
import { FindEntry } from './find-entry.js';

/** What the waiting room shows; times in milliseconds since 1970, PostgreSQL's clock. */
export interface Waiting {
  readonly state: WaitingState;
  readonly serverTime: number;
  readonly opensAt: number;
  /** The candidate's own moment. */
  readonly startAt: number;
  readonly entryClosesAt: number;
  readonly sittingId: string | null;
  readonly candidateNumber: string | null;
  readonly admission: {
    readonly needed: SessionView['admission'];
    readonly admitted: boolean;
    /** Who made sure who they are, and how; null where no proctor has admitted them. */
    readonly check: IdentityView | null;
  };
  /** The sealed form, and from when to fetch it; null where it is not there yet. */
  readonly sealed: null | { readonly address: string; readonly bytes: number; readonly fetchAt: number };
}

/**
 * How things stand for somebody in the waiting room: two queries, shared by all who ask together, and what entering
 * asks.
 *
 * Refusals: SITTING.NO_SESSION, SITTING.NOT_APPLIED, SESSION.NOT_IN_STAGE, SESSION.NOT_BOOKED, SITTING.START_BUSY.
 */
@Injectable()
export class WaitForStart {
  constructor(
    private readonly database: Database,
    private readonly findEntry: FindEntry,
    private readonly contentKeys: ContentKeys,
    private readonly presence: Presence,
  ) {}

  async run(principal: Principal, sessionId: string): Promise<Result<Waiting>> {
    const { tx } = this.database;
    const found = await this.findEntry.run(principal, sessionId, false);
    if (!found.ok) return found;
    const { session, entry } = found.value;
    if (!entry || !(entry.hasApplied || entry.sitting)) {
      return refuse('conflict', 'SITTING.NOT_APPLIED', 'You have not applied to this competition.');
    }
    const { applicationId, now, sitting, candidateNumber, sealed } = entry;
    if (!sitting && !entry.isInStage) return notInStage();
    const entering = sitting ? ok(undefined) : await mayEnter(tx, session, applicationId);
    if (!entering.ok && entering.refusal.code !== 'SESSION.NOT_ADMITTED') return entering;
    if (!sitting && session.state !== 'closed') this.presence.seen(sessionId, applicationId);
    const opensAt = session.opensAt.getTime();
    const entryClosesAt = session.entryClosesAt.getTime();
    const startAt = startMoment(opensAt, session.spreadSeconds, applicationId);
    const { needed, admitted, check } = await admissionOf(tx, session, applicationId);
    return ok({
      state: waitingState({
        session: session.state,
        isPaused: session.pausedAt !== null,
        now,
        opensAt,
        startAt,
        entryClosesAt: entry.beginsAgain ? Infinity : entryClosesAt,
        admitted: entering.ok,
        sitting: sitting?.state ?? null,
      }),
      serverTime: now,
      opensAt,
      startAt,
      entryClosesAt,
      sittingId: sitting?.id ?? null,
      candidateNumber,
      admission: { needed, admitted, check },
      sealed:
        sealed?.keyId === this.contentKeys.id
          ? {
              address: `/sealed/${sealed.address}`,
              bytes: sealed.bytes,
              fetchAt: fetchMoment(opensAt, applicationId),
            }
          : null,
    });
  }
}
