import { gunzipSync } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { ContentKeys, SealForms, takeNumber, type SealedFor, type SealedRow } from '../../form/index.js';
import { newId, ok, refuse, sha256, type Result } from '../../kernel/index.js';
import { Database, type Principal, GroupCommit, GroupCommitFull } from '../../platform/index.js';
import { mayEnter, notInStage, type SessionView } from '../../session/index.js';
import { startMoment } from '../domain/own-moment.js';
import { leaseRoot } from '../domain/response-event.js';
import { allowedMilliseconds } from '../domain/time-allowance.js';
import { beginBatch, type Beginning, type Begun } from '../store/begin-batch.js';
import type { EntryView } from '../store/entry-store.js';
import { wishHash } from '../store/sitting-store.js';
import { CheckBrowser } from './check-browser.js';
import { Closings } from './closings.js';
import { ExamExtras } from './exam-extras.js';
import { busy, FindEntry } from './find-entry.js';
import { IssueLease, type LeaseWish } from './issue-lease.js';
import { LeaseAnswers, type LeasedSitting } from './leased-sitting.js';

// A start that another one of the same candidate overtook finds that one's sitting at the next try.
const TRIES = 3;
const BATCH = 100;

/** Whose device makes an id begins, and takes nothing over: a start that waits for a line does not know where the exam goes on by then. */
export type StartWish = Pick<LeaseWish, 'id' | 'shown'>;

/**
 * Begins a candidate's sitting, or continues it on this device: the number that the draw has for them, or the next
 * spare one, the form that was drawn for it, the deadline by PostgreSQL's clock, the first lease and the content key.
 * What arrives together begins in one commit, with which a proof of the browser is used up.
 *
 * Refusals: SITTING.NO_SESSION, SITTING.NOT_APPLIED, SESSION.NOT_IN_STAGE, SITTING.NOT_OPEN, what {@link mayEnter} refuses, SITTING.PAUSED,
 * SITTING.TOO_EARLY with the seconds to wait, those of {@link CheckBrowser} and {@link ExamExtras}, SITTING.ENTRY_CLOSED, DRAW.NO_SPARE_NUMBER, SITTING.CLOSED, SITTING.VOID,
 * SITTING.LEASE_REVOKED (it goes on elsewhere, and was not begun by this wish), SITTING.START_BUSY.
 */
@Injectable()
export class StartSitting {
  readonly #begin: GroupCommit<Beginning, Begun | undefined>;

  constructor(
    private readonly database: Database,
    private readonly findEntry: FindEntry,
    private readonly sealForms: SealForms,
    private readonly contentKeys: ContentKeys,
    private readonly issueLease: IssueLease,
    private readonly answers: LeaseAnswers,
    private readonly closings: Closings,
    private readonly checkBrowser: CheckBrowser,
    private readonly extras: ExamExtras,
  ) {
    this.#begin = new GroupCommit<Beginning, Begun | undefined>(
      ({ sessionId, personId }) => `${sessionId} ${personId}`,
      async (wishes) => {
        const begun = await beginBatch(database.tx, wishes);
        return wishes.map(({ sittingId }) => begun.get(sittingId));
      },
      BATCH,
    );
  }

  async run(principal: Principal, sessionId: string, wish: StartWish = {}): Promise<Result<LeasedSitting>> {
    try {
      for (let tries = 0; tries < TRIES; tries += 1) {
        const started = await this.#try(principal, sessionId, wish);
        if (started) return started;
      }
    } catch (error) {
      if (!(error instanceof GroupCommitFull)) throw error;
    }
    return busy();
  }

  /** Undefined where something changed between the look and the commit: the next try sees what. */
  async #try(
    principal: Principal,
    sessionId: string,
    wish: StartWish,
  ): Promise<Result<LeasedSitting> | undefined> {
    const found = await this.findEntry.run(principal, sessionId, true);
    if (!found.ok) return found;
    const { session, entry } = found.value;
    if (entry?.sitting)
      return this.issueLease.run(principal, entry.sitting.id, { ...wish, again: wish.id !== undefined });
    if (!entry?.hasApplied) {
      return refuse('conflict', 'SITTING.NOT_APPLIED', 'You have not applied to this competition.');
    }
    if (!entry.isInStage) return notInStage();
    const allowed = await this.#mayStart(session, entry);
    if (!allowed.ok) return allowed;
    const personId = principal.personId ?? '';
    const { applicationId, language } = entry;
    const open = await this.extras.mayBegin(this.database.tx, { session, personId, applicationId, language });
    if (!open.ok) return open;
    const form = await this.#form(allowed.value, entry);
    if (!form.ok) return form;
    const proved = session.needsExamBrowser
      ? await this.checkBrowser.weighNow(this.database.tx, { sessionId, personId }, wish.shown)
      : ok(null);
    if (!proved.ok) return proved;
    const { candidateNumber, sealed, stated } = form.value;
    const { accommodations } = entry;
    const sittingId = newId();
    const root = sha256(leaseRoot(sittingId, 1, []));
    const drawId = allowed.value;
    const begun = await this.#begin.add({
      sittingId,
      sessionId,
      drawId,
      applicationId: entry.applicationId,
      personId,
      candidateNumber,
      language: entry.language,
      accommodations,
      allowedMilliseconds: allowedMilliseconds(session.minutes, accommodations),
      root,
      places: this.#places({ drawId, candidateNumber }, sealed, stated),
      formHash: sealed.formHash,
      watchVersion: session.watchVersion,
      browser: proved.value,
      wishHash: wishHash(wish.id),
    });
    if (!begun) return undefined;
    this.closings.expect(begun.now, [{ sittingId, deadline: begun.deadline }]);
    return ok(
      this.answers.make({
        sittingId,
        lease: 1,
        rootHash: root.toString('hex'),
        candidateNumber,
        language: entry.language,
        drawId,
        sealedAddress: sealed.address,
        sheet: { answers: {}, flagged: [] },
        accommodations,
        aids: entry.aids,
        serverTime: begun.now,
        deadline: begun.deadline,
        pausedLeft: null,
      }),
    );
  }

  /** @returns the session's draw. */
  async #mayStart(session: SessionView, entry: EntryView): Promise<Result<string>> {
    if (session.state !== 'open' || !session.drawId) {
      return refuse('conflict', 'SITTING.NOT_OPEN', 'This session is not open.');
    }
    const entering = await mayEnter(this.database.tx, session, entry.applicationId);
    if (!entering.ok) return entering;
    if (session.pausedAt) return refuse('conflict', 'SITTING.PAUSED', 'This session is paused.');
    const startAt = startMoment(session.opensAt.getTime(), session.spreadSeconds, entry.applicationId);
    if (entry.now < startAt) {
      return refuse('conflict', 'SITTING.TOO_EARLY', 'Your time to begin has not come yet.', {
        retryAfter: Math.ceil((startAt - entry.now) / 1000),
        data: { startAt },
      });
    }
    if (session.isEntryOver && !entry.beginsAgain)
      return refuse('gone', 'SITTING.ENTRY_CLOSED', 'The time to enter is over.');
    return ok(session.drawId);
  }

  /** The candidate's number and sealed form. Who comes late takes a spare number now, and has its form sealed now. */
  async #form(
    drawId: string,
    { applicationId, candidateNumber, formHash, sealed }: EntryView,
  ): Promise<Result<NumberedForm>> {
    if (candidateNumber && sealed?.keyId === this.contentKeys.id) {
      return ok({ candidateNumber, sealed, stated: formHash });
    }
    const taken = candidateNumber
      ? ok({ number: candidateNumber, formHash })
      : await this.database.attempt((tx) => takeNumber(tx, drawId, applicationId));
    if (!taken.ok) return taken;
    return ok({
      candidateNumber: taken.value.number,
      sealed: await this.sealForms.one(this.database.tx, drawId, taken.value),
      stated: taken.value.formHash,
    });
  }

  /** @throws Error where the form is not the one that was stated for this number. */
  #places(owner: SealedFor, sealed: SealedRow, stated: string | null): string {
    const places = gunzipSync(this.contentKeys.openPlaces(sealed.places, owner));
    if (sha256(places).toString('hex') !== (stated ?? sealed.formHash)) {
      throw new Error('A form differs from the one that was drawn.');
    }
    return places.toString('utf8');
  }
}

interface NumberedForm {
  readonly candidateNumber: string;
  readonly sealed: SealedRow;
  /** Hex: of the form that the draw made for the number; null for a draw by openmerit-draw-1. */
  readonly stated: string | null;
}
