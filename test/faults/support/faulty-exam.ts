import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readJournal } from '../../../bench/load/journal.js';
import { prepareExam } from '../../../bench/load/exam-hall.js';
import type { LoadSummary } from '../../../bench/load/load.js';
import { verifyExam, type ExamFindings } from '../../../bench/load/verify-exam.js';
import { KeyRing } from '../../../src/platform/index.js';
import { seededGenerator, sha256 } from '../../../src/kernel/index.js';
import { until } from '../../support/until.js';
import { Cluster, PATIENCE } from './cluster.js';
import { ExamLoad } from './exam-load.js';
import { expire, type Fault } from './faults.js';

export interface FaultyExamPlan {
  /** Whose build runs. */
  readonly projectDir: string;
  readonly seed: string;
  readonly faults: readonly Fault[];
  readonly candidates: number;
  /** Nobody changes the device, so that only faults can lose anything. */
  readonly steady?: boolean;
}

export interface FaultyExam {
  readonly summary: LoadSummary;
  readonly findings: ExamFindings;
  /** What happened, in its order, and when: events acknowledged by then. */
  readonly happened: readonly string[];
  /** What this machine could not do. */
  readonly leftOut: readonly string[];
  /** All that does not hold: of the record, and of processes that ended by themselves. Empty where nothing is lost. */
  readonly wrong: readonly string[];
}

const DESKS = 16;

/**
 * An exam of simulated candidates during which the given faults happen one after another, each some acknowledgements
 * after everything was up again. Then all is started, everybody finishes or runs out of time, queue and sweeper settle,
 * and the record is held against what the candidates were told.
 */
export async function faultyExam(plan: FaultyExamPlan): Promise<FaultyExam> {
  const generator = seededGenerator(sha256(`faults ${plan.seed}`));
  const wrong: string[] = [];
  const happened: string[] = [];
  const notes = mkdtempSync(path.join(os.tmpdir(), 'openmerit-journal-'));
  const journal = path.join(notes, 'journal.jsonl');
  const cluster = await Cluster.start(plan.projectDir, (fault) => wrong.push(fault));
  let load: ExamLoad | undefined;
  try {
    const hall = await prepareExam({
      base: cluster.proxy.base,
      databaseUrl: cluster.databaseUrl,
      keysDir: cluster.keysDir,
      candidates: plan.candidates,
    });
    load = new ExamLoad(plan.projectDir, {
      base: cluster.proxy.base,
      seats: hall.seats,
      items: hall.items,
      desks: DESKS,
      seed: plan.seed,
      events: [20, 90],
      atOnce: 3,
      thinking: 250,
      changeDevice: plan.steady ? 0 : 20,
      goAway: 15,
      handInTwice: 30,
      haste: 10,
      patience: 5000,
      bell: false,
      journal,
    });
    const possible = plan.faults.filter((fault) => fault.possible?.(cluster) ?? true);
    for (const fault of possible) {
      await load.acknowledges(5 + generator.below(40));
      happened.push(`${String(load.acknowledged)}: ${fault.name}`);
      await fault.happen({ cluster, load, generator });
    }
    await load.acknowledges(20);
    load.last();
    const summary = await load.ended;
    await cluster.startAll();
    await expire(cluster);
    wrong.push(...(await settle(cluster)));
    const key = KeyRing.open(cluster.keysDir, false).publicKey('receipts').publicKey;
    const findings = await verifyExam(cluster.databaseUrl, hall.sessionId, key, readJournal(journal));
    wrong.push(...findings.faults, ...wrongAnswers(summary));
    // What the processes log as faults tells why.
    if (wrong.length > 0) wrong.push(...cluster.said);
    const leftOut = plan.faults.filter((fault) => !possible.includes(fault)).map(({ name }) => name);
    return { summary, findings, happened, leftOut: [...new Set(leftOut)], wrong };
  } catch (error) {
    throw new Error([String(error), ...happened, ...wrong].join('\n'), { cause: error });
  } finally {
    load?.stop();
    await cluster.close();
    rmSync(notes, { recursive: true, force: true });
  }
}

/** Whoever cannot do its part says 503; any other fault of the server's is a bug. */
const wrongAnswers = ({ failures }: LoadSummary): string[] =>
  Object.entries(failures)
    .filter(([what]) => / 5\d\d$/.test(what) && !what.endsWith(' 503'))
    .map(([what, count]) => `candidates were answered: ${what}, ${String(count)} times`);

/** Until all that is owed is done. @returns what still is after a long time. */
async function settle(cluster: Cluster): Promise<string[]> {
  const owed = async (): Promise<string> => {
    const [row] = await cluster.query<{ open: number; ungraded: number; unpublished: number }>(
      `SELECT (SELECT count(*)::int FROM sitting WHERE state = 'open') AS open,
         (SELECT count(*)::int FROM sitting s WHERE state = 'closed'
            AND NOT EXISTS (SELECT 1 FROM grade g WHERE g.sitting_id = s.id)) AS ungraded,
         (SELECT count(*)::int FROM outbox WHERE taken_at IS NULL) AS unpublished`,
    );
    const { open = 1, ungraded = 0, unpublished = 0 } = row ?? {};
    if (open + ungraded + unpublished === 0) return '';
    return `${String(open)} sittings are open, ${String(ungraded)} not graded, ${String(unpublished)} facts not published`;
  };
  try {
    await until(async () => (await owed()) === '', PATIENCE);
    return [];
  } catch {
    return [`nothing more happens, but ${await owed()}`];
  }
}
