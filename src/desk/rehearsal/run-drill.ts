import { Injectable } from '@nestjs/common';
import { seededGenerator, sha256 } from '../../kernel/index.js';
import { Database, orThrow, RefusalError, rows, type Principal } from '../../platform/index.js';
import { HearDevice, watchPlanOf } from '../../proctoring/index.js';
import { sessionById, type DrillSignal, type RehearsalView } from '../../session/index.js';
import { EndSitting } from '../../sitting/index.js';
import type { CrowdConsent, Observations } from './crowd.js';
import type { DrillCaller, Elsewhere } from './drill-device.js';
import { planDrill } from './drill-plan.js';
import { drillSignals } from './drill-report.js';
import { DrillSitter, type Done } from './drill-sitter.js';

export interface DrillParts {
  readonly rehearsal: RehearsalView;
  readonly officer: Principal;
  readonly sessionId: string;
  readonly consent: CrowdConsent | null;
  readonly callers: readonly DrillCaller[];
  readonly seen: Observations;
  readonly isStopped: () => boolean;
}

/** Kept for examples (RFC 5737): nobody comes by it. */
const OTHER_ADDRESS = '192.0.2.1';
const OVER = 'The training is over.';

/**
 * Trains proctors: made-up candidates sit for a while, and some of them do what a board shows. Who is sitting still at the end,
 * because nobody let their clock run on or because they were given more time than there is, is ended by whoever asked for it.
 */
@Injectable()
export class RunDrill {
  constructor(
    private readonly database: Database,
    private readonly hear: HearDevice,
    private readonly endSitting: EndSitting,
  ) {}

  /** @returns what the board showed and what became of it. @throws Stopped; RefusalError where nothing is watched. */
  async run(parts: DrillParts): Promise<DrillSignal[]> {
    const { rehearsal, sessionId, callers, seen, isStopped, consent } = parts;
    const { tx } = this.database;
    const durationMs = rehearsal.drillMs ?? 0;
    const version = (await sessionById(tx, sessionId))?.watchVersion ?? null;
    if (version === null || !consent) throw new RefusalError(NOTHING_WATCHED);
    const { camera, fullScreen } = await watchPlanOf(tx, sessionId, version);
    const plan = planDrill(
      { candidates: callers.length, durationMs, camera: camera !== 'none', fullScreen },
      seededGenerator(sha256(rehearsal.id)),
    );
    const began = performance.now();
    const done: Done[] = [];
    const around = {
      sessionId,
      consent,
      durationMs,
      now: () => performance.now() - began,
      isStopped,
      seen,
      elsewhere: this.#elsewhere(),
      done: (one: Done) => done.push(one),
    };
    const sitting = callers.flatMap((caller, index) => {
      const part = plan[index];
      return part ? [new DrillSitter(caller, part, around).run()] : [];
    });
    const ends = await Promise.allSettled(sitting);
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) throw failed.reason;
    const signals = await drillSignals(tx, sessionId, done);
    await this.#endWhoSits(parts);
    return signals;
  }

  #elsewhere(): Elsewhere {
    return async ({ sittingId, lease }, report) =>
      orThrow(await this.hear.run({ sittingId, lease }, report, OTHER_ADDRESS));
  }

  /** Where the clock or a proctor is faster, it is over all the same. */
  async #endWhoSits({ officer, sessionId }: DrillParts): Promise<void> {
    const open = await rows<{ id: string }>(
      this.database.tx,
      `SELECT id FROM sitting WHERE session_id = $1 AND state = 'open' ORDER BY id`,
      [sessionId],
    );
    for (const { id } of open) await this.endSitting.run(officer, sessionId, id, OVER);
  }
}

const NOTHING_WATCHED = {
  code: 'SITTING.NOTHING_WATCHED',
  kind: 'conflict',
  detail: 'Nothing is watched in this session: there is nothing to train on.',
} as const;
