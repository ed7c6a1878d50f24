import { Injectable } from '@nestjs/common';
import { applicationCount, applicationsInStage } from '../../competition/index.js';
import { drawById, SealForms, spareCounts } from '../../form/index.js';
import { holdersOf, scopeChain } from '../../people/index.js';
import {
  clockAhead,
  Database,
  databaseDisk,
  JobQueue,
  KeyRing,
  workerSilence,
  type Tx,
} from '../../platform/index.js';
import {
  bookedCount,
  lastRehearsal,
  MANUAL_POINTS,
  manualChecks,
  programmeOfSession,
  rosterOf,
  sessionById,
  unmetNeeds,
  verdictOf,
  type ManualCheck,
  type ManualPoint,
  type SessionView,
  type VerdictView,
} from '../../session/index.js';
import { accommodatedCount } from '../store/accommodation-store.js';
import { computedPoints, type ChecklistFacts, type Point } from '../domain/checklist.js';

/** A point that a person sees to; without a name nobody has. */
export type ManualLine = Pick<ManualCheck, 'point' | 'done' | 'note'> & {
  readonly official: string | null;
  readonly at: Date | null;
};

export interface ChecklistView {
  readonly points: readonly Point[];
  readonly manual: readonly ManualLine[];
  readonly verdict: VerdictView | null;
}

/** What has to be right before a session is held: what the platform can see itself, and what people see to. */
@Injectable()
export class SessionChecklist {
  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
    private readonly keys: KeyRing,
    private readonly sealForms: SealForms,
  ) {}

  /** Undefined where there is no such session. */
  async of(sessionId: string): Promise<ChecklistView | undefined> {
    const { tx } = this.database;
    const session = await sessionById(tx, sessionId);
    if (!session) return undefined;
    const checks = new Map((await manualChecks(tx, sessionId)).map((check) => [check.point, check]));
    const untouched = (point: ManualPoint): ManualLine => ({
      point,
      done: false,
      note: '',
      official: null,
      at: null,
    });
    return {
      points: computedPoints(await this.#facts(tx, session)),
      manual: MANUAL_POINTS.map((point) => checks.get(point) ?? untouched(point)),
      verdict: (await verdictOf(tx, sessionId)) ?? null,
    };
  }

  async #sealed(drawId: string | null): Promise<ChecklistFacts['sealed']> {
    if (!drawId) return null;
    const { forms, formsDone } = await this.sealForms.progress(drawId);
    return { done: formsDone, of: forms };
  }

  async #facts(tx: Tx, session: SessionView): Promise<ChecklistFacts> {
    const programme = await programmeOfSession(tx, session);
    const draw = session.drawId ? await drawById(tx, session.drawId) : undefined;
    const isBooked = session.entry === 'booked';
    const candidates = isBooked
      ? session.stageId
        ? (await applicationsInStage(tx, { id: session.stageId, competitionId: session.competitionId }))
            .length
        : await applicationCount(tx, session.competitionId)
      : (await rosterOf(tx, session)).length;
    const rehearsal = await lastRehearsal(tx, session.id);
    const drawn = draw && draw.state !== 'committed' && draw.state !== 'cancelled';
    return {
      programmePublished: programme !== undefined,
      draw: drawn ? 'drawn' : draw?.state === 'committed' ? 'committed' : 'none',
      sealed: await this.#sealed(drawn ? draw.id : null),
      candidates,
      booked: isBooked ? await bookedCount(tx, session.id) : null,
      proctors: await holdersOf(tx, 'proctor', await scopeChain(tx, session.id)),
      proctorsNeeded: session.admission !== 'none',
      spareNumbers: draw ? await spareCounts(tx, draw.id) : { free: 0, all: 0 },
      clockAhead: await clockAhead(this.database),
      queueAnswers: await this.queue.answers(),
      workerSilence: await workerSilence(this.database),
      freeBytes: (await databaseDisk(this.database)).freeBytes,
      rehearsal: rehearsal ? { passed: rehearsal.passed, candidates: rehearsal.candidates } : null,
      receiptKey: this.keys.publicKey('receipts').keyId !== '',
      accommodated: await accommodatedCount(tx, session.competitionId),
      unmet: isBooked ? (await unmetNeeds(tx, session.id)).length : 0,
    };
  }
}
