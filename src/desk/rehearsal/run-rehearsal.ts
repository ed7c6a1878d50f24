import { Inject, Injectable } from '@nestjs/common';
import { applyMadeUp, competitionById, insertStandIn } from '../../competition/index.js';
import { SealedFiles } from '../../form/index.js';
import { newId } from '../../kernel/index.js';
import { MakeUpCandidates, principalOf, type MadeUpCandidate } from '../../people/index.js';
import {
  CONFIG,
  Database,
  KeyRing,
  orThrow,
  RefusalError,
  rows,
  type Config,
  type Principal,
} from '../../platform/index.js';
import {
  DestroyMadeUpPictures,
  GiveConsent,
  HearDevice,
  KeepSnapshot,
  takeOverWatchPlan,
  WatchNotices,
  watchPlanOf,
} from '../../proctoring/index.js';
import {
  OpenSession,
  rehearsalById,
  scheduleIn,
  programmeOfSession,
  sessionById,
  type DrillSignal,
  type RehearsalReport,
  type RehearsalView,
} from '../../session/index.js';
import {
  checkReceipts,
  CloseSession,
  IssueLease,
  SaveResponses,
  StartSitting,
  SubmitSitting,
} from '../../sitting/index.js';
import { Observations, signAllIn, sitAll, Stopped, type CrowdConsent } from './crowd.js';
import type { DrillCaller } from './drill-device.js';
import { InsideClient } from './inside-client.js';
import { RehearsalWatch } from './rehearsal-watch.js';
import { removeLeftovers } from './remove-rehearsal.js';
import { faultsOf, timesOf } from './report.js';
import { RunDrill } from './run-drill.js';

/** A worker that dies each time it tries must not try for ever. */
const ATTEMPTS = 3;
/** A sitting of a rehearsal is short: whoever never hands in is closed by the clock after so many minutes. */
const MINUTES = 2;
/** A runner that was not heard of for so many seconds is dead. */
const DEAD_AFTER = 20;
const IS_DEAD = `(state = 'running' AND alive_at < clock_timestamp() - interval '${String(DEAD_AFTER)} seconds')`;
const REACHED_WITHIN = 3_000;

/**
 * Rehearses a session: a session of its own in a competition that stands for the real one, made-up candidates who sign
 * in, begin at once, answer and hand in by the same ways as real ones, some of whom the clock has to close, and a report.
 * To train proctors they take their time ({@link RunDrill}).
 * Begun again after a crash it removes what was left and starts from the beginning. It ends within half a second of an
 * officer's cancelling, of its time being over, or of this process being told to stop.
 */
@Injectable()
export class RunRehearsal {
  #stopped = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly makeUp: MakeUpCandidates,
    private readonly openSession: OpenSession,
    private readonly closeSession: CloseSession,
    private readonly consent: GiveConsent,
    private readonly notices: WatchNotices,
    private readonly start: StartSitting,
    private readonly lease: IssueLease,
    private readonly save: SaveResponses,
    private readonly submit: SubmitSitting,
    private readonly files: SealedFiles,
    private readonly hear: HearDevice,
    private readonly snapshot: KeepSnapshot,
    private readonly pictures: DestroyMadeUpPictures,
    private readonly drill: RunDrill,
  ) {}

  /** @param origin of the api; the platform's public address where it is left out. */
  async run(rehearsalId: string, origin = this.config.publicOrigin): Promise<void> {
    const runner = newId();
    const rehearsal = this.#stopped ? undefined : await this.#begin(rehearsalId, runner);
    if (!rehearsal) return;
    const seen = new Observations();
    const watch = new RehearsalWatch(this.database, { rehearsal, runner, seen }, () => this.#stopped);
    try {
      await this.#rehearse(rehearsal, seen, watch, origin);
    } catch (error) {
      if (!(error instanceof Stopped)) {
        if (!(error instanceof RefusalError)) throw error;
        await this.#fail(rehearsalId, error.refusal.code);
      } else if (watch.isOutOfTime) await this.#fail(rehearsalId, 'TIMED_OUT');
    } finally {
      watch.end();
    }
  }

  /** Ends what runs here, for another worker to begin again. */
  stop(): void {
    this.#stopped = true;
  }

  async #begin(id: string, runner: string): Promise<RehearsalView | undefined> {
    const [before] = await this.database.query<{ sessionId: string }>(
      `SELECT rehearsal_session_id AS "sessionId" FROM rehearsal
       WHERE id = $1 AND ${IS_DEAD} AND rehearsal_session_id IS NOT NULL`,
      [id],
    );
    if (before) await this.pictures.run(before.sessionId);
    return this.database.transaction(async (tx) => {
      const [row] = await rows<{ attempts: number }>(
        tx,
        `UPDATE rehearsal SET state = 'running', attempts = attempts + 1, started = 0, handed_in = 0, runner = $2,
           alive_at = clock_timestamp(), started_at = coalesce(started_at, clock_timestamp())
         WHERE id = $1 AND (state = 'requested' OR ${IS_DEAD})
         RETURNING attempts`,
        [id, runner],
      );
      if (!row) return undefined;
      await removeLeftovers(tx, id);
      if (row.attempts > ATTEMPTS) {
        await tx.query(
          `UPDATE rehearsal SET state = 'failed', failure = 'GAVE_UP', ended_at = clock_timestamp() WHERE id = $1`,
          [id],
        );
        return undefined;
      }
      return rehearsalById(tx, id);
    });
  }

  async #rehearse(
    rehearsal: RehearsalView,
    seen: Observations,
    watch: RehearsalWatch,
    origin: string,
  ): Promise<void> {
    const began = performance.now();
    const officer = await principalOf(this.database.tx, rehearsal.requestedBy);
    if (!officer) throw new Stopped();
    const { sessionId, people } = await this.#prepare(rehearsal, officer);
    await this.#open(officer, sessionId, watch);
    const way = (await answers(origin)) ? 'http' : 'inside';
    const isStopped = () => watch.isOver();
    const callers: readonly DrillCaller[] =
      way === 'http' ? await signAllIn(origin, people, isStopped) : await this.#inside(people);
    const parts = { sessionId, consent: await this.#consent(sessionId) };
    let drill: readonly DrillSignal[] | undefined;
    if (rehearsal.drillMs === null) await sitAll(callers, parts, seen, isStopped);
    else drill = await this.drill.run({ ...parts, rehearsal, officer, callers, seen, isStopped });
    await this.#allClosed(sessionId, watch);
    orThrow(await this.closeSession.run(officer, sessionId));
    const receipts = await checkReceipts(this.database.tx, this.keys, sessionId);
    const [clock] = await this.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM sitting WHERE session_id = $1 AND closed_by = 'clock'`,
      [sessionId],
    );
    await this.#keep(rehearsal.id, {
      way,
      candidates: rehearsal.candidates,
      started: seen.started,
      handedIn: seen.handedIn,
      closedByClock: clock?.count ?? 0,
      start: timesOf(seen.starts),
      save: timesOf(seen.saves),
      errors: Object.fromEntries(seen.errors),
      receipts,
      seconds: Math.round((performance.now() - began) / 1000),
      ...(drill && { drill }),
    });
  }

  /** The stand-in, its session and the people, in one transaction. */
  async #prepare(
    rehearsal: RehearsalView,
    officer: Principal,
  ): Promise<{ sessionId: string; people: readonly MadeUpCandidate[] }> {
    return this.database.transaction(async (tx) => {
      const session = await sessionById(tx, rehearsal.sessionId);
      const competition = session && (await competitionById(tx, session.competitionId));
      const programme = session && (await programmeOfSession(tx, session, competition));
      if (!session || !competition || !programme) throw new Error('A session has a programme.');
      const standIn = await insertStandIn(tx, competition.id, session.id, officer.accountId, programme.id);
      const [now] = await rows<{ from: Date; until: Date }>(
        tx,
        `SELECT clock_timestamp() - interval '1 second' AS from, clock_timestamp() + interval '1 day' AS until`,
      );
      const { sessionId } = orThrow(
        await scheduleIn(tx, officer, {
          competitionId: standIn,
          title: session.title,
          opensAt: (now as { from: Date }).from,
          entryClosesAt: (now as { until: Date }).until,
          releasePolicy: 'officer',
          rehearsal: true,
        }),
      );
      await takeOverWatchPlan(tx, session.id, sessionId);
      await tx.query('UPDATE exam_session SET minutes = $2 WHERE id = $1', [
        sessionId,
        Math.max(MINUTES, Math.ceil((rehearsal.drillMs ?? 0) / 60_000)),
      ]);
      await tx.query('UPDATE rehearsal SET rehearsal_session_id = $2 WHERE id = $1', [
        rehearsal.id,
        sessionId,
      ]);
      const people = orThrow(
        await this.makeUp.run(tx, rehearsal.id.replaceAll('-', ''), rehearsal.candidates),
      );
      await applyMadeUp(
        tx,
        standIn,
        people.map(({ personId }) => personId),
        programme.body.languages,
      );
      return { sessionId, people };
    });
  }

  /** The draw is made with the opening; many forms are sealed by a job, until which the opening is refused. */
  async #open(officer: Principal, sessionId: string, watch: RehearsalWatch): Promise<void> {
    for (;;) {
      const opened = await this.openSession.run(officer, sessionId);
      if (opened.ok) return;
      if (opened.refusal.code !== 'SESSION.NOT_SEALED') throw new RefusalError(opened.refusal);
      await watch.pause();
    }
  }

  async #inside(people: readonly MadeUpCandidate[]): Promise<DrillCaller[]> {
    const { database, hear, snapshot, consent, start, lease, save, submit, files } = this;
    const parts = { database, hear, snapshot, consent, start, lease, save, submit, files };
    const callers: DrillCaller[] = [];
    for (const { accountId } of people) {
      const principal = await principalOf(this.database.tx, accountId);
      if (!principal) throw new Error('A made-up candidate has an account.');
      callers.push(new InsideClient(parts, principal));
    }
    return callers;
  }

  /** What everybody agrees to, the camera as well where there is one: nobody is there to excuse them. */
  async #consent(sessionId: string): Promise<CrowdConsent | null> {
    const { tx } = this.database;
    const version = (await sessionById(tx, sessionId))?.watchVersion ?? null;
    if (version === null) return null;
    const plan = await watchPlanOf(tx, sessionId, version);
    const [notice] = this.notices.all(plan);
    return { notice: notice?.hash ?? '', camera: plan.camera !== 'none' };
  }

  /** Until the clock has closed whoever never handed in. */
  async #allClosed(sessionId: string, watch: RehearsalWatch): Promise<void> {
    for (;;) {
      const [open] = await this.database.query(
        `SELECT 1 FROM sitting WHERE session_id = $1 AND state = 'open' LIMIT 1`,
        [sessionId],
      );
      if (!open) return;
      await watch.pause();
    }
  }

  async #keep(id: string, report: Omit<RehearsalReport, 'faults'>): Promise<void> {
    const faults = faultsOf(report);
    await this.database.query(
      `UPDATE rehearsal SET state = 'done', report = $2, passed = CASE WHEN drill_ms IS NULL THEN $3::boolean END,
         started = $4, handed_in = $5,
         ended_at = clock_timestamp() WHERE id = $1 AND state = 'running'`,
      [id, JSON.stringify({ ...report, faults }), faults.length === 0, report.started, report.handedIn],
    );
  }

  async #fail(id: string, failure: string): Promise<void> {
    await this.database.query(
      `UPDATE rehearsal SET state = 'failed', failure = $2, ended_at = clock_timestamp()
       WHERE id = $1 AND state = 'running'`,
      [id, failure],
    );
  }
}

/** Whether an api answers at an address. */
async function answers(origin: string): Promise<boolean> {
  try {
    const response = await fetch(`${origin}/health/ready`, { signal: AbortSignal.timeout(REACHED_WITHIN) });
    return response.ok;
  } catch {
    return false;
  }
}
