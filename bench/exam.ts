import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { PROJECT_DIR } from '../src/app.js';
import type { Database } from '../src/platform/index.js';
import type { Step } from './load/candidate.js';
import { prepareExam, type ExamHall } from './load/exam-hall.js';
import type { FromLoad, LoadPlan, LoadSummary, ToLoad } from './load/load.js';
import { childrenOf, parentOf } from './load/processes.js';
import { verifyExam } from './load/verify-exam.js';
import { processorTime } from './processor-time.js';
import { singleRowCommits } from './references/single-row-commits.js';
import { startBenchPlatform } from './platform.js';
import { figureOf, type Figure } from './report.js';

// Of the time asked for, which is 5 s by itself: 2,000 candidates.
const CANDIDATES_A_SECOND = 400;

/**
 * A whole exam: everybody starts at once, answers as fast as the machine takes it, one event a save, and hands in, with
 * api, worker, PostgreSQL and the candidates in processes of their own on this machine. Afterwards the record is checked
 * as a stranger would. @throws Error where anybody was refused or failed, or anything does not hold.
 */
export async function exam(seconds: number): Promise<Figure[]> {
  const candidates = Math.round(seconds * CANDIDATES_A_SECOND);
  const platform = await startBenchPlatform(true);
  const { config, database, keys } = platform.api.parts;
  const worker = fork(path.join(PROJECT_DIR, 'dist', 'src', 'main.js'), ['worker'], {
    env: {
      ...process.env,
      DATABASE_URL: config.databaseUrl,
      OPENMERIT_EMBEDDED: '1',
      OPENMERIT_KEYS_DIR: config.keysDir,
      OPENMERIT_MAIL_DIR: config.mailDir,
      OPENMERIT_SEALED_DIR: config.sealedDir,
      LOG_LEVEL: 'error',
    },
  });
  try {
    await new Promise((resolve) => worker.once('message', resolve));
    const commits = await singleRowCommits(config.databaseUrl, seconds);
    const hall = await prepareExam({
      base: platform.base,
      databaseUrl: config.databaseUrl,
      keysDir: config.keysDir,
      candidates,
    });
    const postmaster = await postmasterOf(database);
    const groups = {
      api: () => [platform.apiPid],
      worker: () => [worker.pid ?? 0],
      postgres: () => childrenOf(postmaster).map(({ pid }) => pid),
    };
    const spent = watch(groups);
    let spentHandingIn = spent;
    const summary = await sitAll(planOf(platform.base, hall), () => {
      spentHandingIn = watch(groups);
    });
    const processor = { whole: spent(), handIn: spentHandingIn() };
    const settled = await untilSettled(database);
    const findings = await verifyExam(
      config.databaseUrl,
      hall.sessionId,
      keys.publicKey('receipts').publicKey,
    );
    const wrong = [
      ...Object.keys(summary.failures),
      ...Object.keys(summary.refusals),
      ...findings.faults,
      ...(findings.events === summary.acknowledged ? [] : ['events and acknowledgements differ']),
      ...(summary.handedIn === candidates ? [] : ['not everybody has handed in']),
    ];
    if (wrong.length > 0) throw new Error(`The exam went wrong: ${wrong.slice(0, 20).join('; ')}`);
    return figures(summary, processor, settled, commits, findings.receipts);
  } finally {
    worker.kill('SIGTERM');
    await new Promise((resolve) => worker.once('exit', resolve));
    await platform.close();
  }
}

const planOf = (base: string, hall: ExamHall): LoadPlan => ({
  base,
  seats: hall.seats,
  items: hall.items,
  desks: hall.seats.length,
  seed: 'bench',
  events: [hall.items, hall.items + 15],
  atOnce: 1,
  thinking: 0,
  changeDevice: 0,
  goAway: 0,
  handInTwice: 0,
  haste: 1,
  patience: 600_000,
  bell: true,
});

/** @param onBell everybody has answered and hands in now. */
function sitAll(plan: LoadPlan, onBell: () => void): Promise<LoadSummary> {
  const child: ChildProcess = fork(path.join(import.meta.dirname, 'load', 'load.js'));
  return new Promise((resolve, reject) => {
    child.once('exit', () => {
      reject(new Error('The load ended before its candidates did.'));
    });
    child.on('message', (message: FromLoad) => {
      if ('bell' in message) onBell();
      if (!('ended' in message)) return;
      resolve(message.ended);
      child.disconnect();
    });
    child.send({ begin: plan } satisfies ToLoad);
  });
}

async function untilSettled(database: Database): Promise<number> {
  const began = performance.now();
  for (;;) {
    const [owed] = await database.query<{ count: number }>(
      `SELECT ((SELECT count(*) FROM sitting s WHERE NOT EXISTS (SELECT 1 FROM grade g WHERE g.sitting_id = s.id))
         + (SELECT count(*) FROM outbox WHERE taken_at IS NULL))::int AS count`,
    );
    if (owed?.count === 0) return (performance.now() - began) / 1000;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

type Pids = () => readonly number[];

/** Seconds of processor time, by name. */
type Spent<N extends string> = Readonly<Record<N, number>>;

/** Watches processor time. @returns what gives the time spent since then. */
function watch<N extends string>(groups: Readonly<Record<N, Pids>>): () => Spent<N> {
  const names = Object.keys(groups) as N[];
  const now = (name: N): number => groups[name]().reduce((sum, pid) => sum + timeOf(pid), 0) / 1e6;
  const before = new Map(names.map((name) => [name, now(name)]));
  return () =>
    Object.fromEntries(names.map((name) => [name, now(name) - (before.get(name) ?? 0)])) as Record<N, number>;
}

// A backend that has ended meanwhile counts no more: there are few.
function timeOf(pid: number): number {
  try {
    return processorTime(pid);
  } catch {
    return 0;
  }
}

async function postmasterOf(database: Database): Promise<number> {
  const [row] = await database.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return parentOf(row?.pid ?? 0);
}

function figures(
  summary: LoadSummary,
  processor: Record<'whole' | 'handIn', Spent<'api' | 'worker' | 'postgres'>>,
  settled: number,
  commits: number,
  receipts: number,
): Figure[] {
  const { timings, seconds } = summary;
  const figure = figureOf('exam');
  const p99 = (step: Step): Figure =>
    figure(`p99 of a ${step}`, timings[step].p99, 'ms', 'half of them within, ms', timings[step].p50);
  const rate = (name: string, step: Step): Figure =>
    figure(name, timings[step].perSecond, '/s', 'single-row commits, 32 connections', commits);
  const share = (who: string, spent: number): Figure =>
    figure(
      `processor of ${who}`,
      spent / seconds,
      'cores',
      'the candidates’ own',
      summary.processor / seconds,
    );
  const handIns = timings['hand-in'].count;
  return [
    figure('candidates', (summary.candidates / seconds) * 60, '/min', 'receipts that are true', receipts),
    rate('starts, all at once', 'start'),
    rate('durable saves', 'save'),
    rate('hand-ins, all at once', 'hand-in'),
    p99('start'),
    p99('save'),
    p99('hand-in'),
    share('the api', processor.whole.api),
    share('PostgreSQL', processor.whole.postgres),
    share('the worker', processor.whole.worker),
    figure(
      'processor of the api for a hand-in',
      (processor.handIn.api / handIns) * 1000,
      'ms',
      'of PostgreSQL, ms',
      (processor.handIn.postgres / handIns) * 1000,
    ),
    figure('graded and published after the last hand-in', settled, 's', 'the exam itself, s', seconds),
  ];
}
