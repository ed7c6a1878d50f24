import { ApiClient } from '../src/desk/round/api-client.js';
import type { Database } from '../src/platform/index.js';
import { DEMONSTRATION_PASSWORD } from '../src/setup/demonstration-password.js';
import { SAVES_PATH } from '../src/sitting/index.js';
import { fire, median, percentile } from './fire.js';
import type { Hit, Shot } from './load-client.js';
import { startBenchPlatform, type BenchPlatform } from './platform.js';
import { processorTime } from './processor-time.js';
import { figureOf, type Figure } from './report.js';
import { beginChain, makeSittings, nextSave, type ChainHead } from './saves-sittings.js';
import { watchBoards, type SeenSignals } from './watch-boards.js';
import { watchSittings } from './watch-sittings.js';

const CANDIDATES = 5000;
/** A board shows one session. */
const SESSIONS = 10;
/** A candidate saves each 20 s; after 10 s without a save the device reports; at each fifth report something has happened. */
const ROUND = 20_000;
const QUIET = 10_000;
const SIGNAL_EACH = 5;
const CONNECTIONS = 64;
/** Each way is measured so often, each time in another order. */
const TURNS = 3;
/** Of a stream that a client opens, and a process that warms up. */
const LEAD = 3000;

interface Candidate {
  readonly token: string;
  readonly sittingId: string;
  readonly chain: ChainHead;
  reports: number;
  signals: number;
}

/** Where reports go while the saves come: nowhere, to a process beside, to the one that keeps saves. */
type Way = 'alone' | 'beside' | 'together';

const WAYS: readonly Way[] = ['alone', 'beside', 'together'];

interface Phase {
  readonly way: Way;
  /** Microseconds: of the api that keeps saves, and of its connection's process in PostgreSQL. */
  readonly apiCpu: number;
  readonly backendCpu: number;
  readonly saves: number;
  readonly reports: number;
  readonly failed: number;
  /** Milliseconds from the moment something happened to its being on the board: without end where it never was. */
  readonly delays: readonly number[];
}

/**
 * 5,000 candidates who save, report and of whom 50 a second have something happen, ten boards of 500 watched through another
 * process, a worker that sweeps; and what it costs those who save. The same saves come alone, with reports to a process
 * beside, and with everything in one: by turns, three times. Medians of the three are told, and delays of all.
 */
export async function board(seconds: number): Promise<Figure[]> {
  const platform = await startBenchPlatform(true);
  try {
    const { database, keys } = platform.api.parts;
    const made = await database.transaction((tx) =>
      makeSittings(tx, CANDIDATES, (data) => keys.mac('sitting-tokens', 'lease', data)),
    );
    const sessions = await watchSittings(database, { sessions: SESSIONS, snapshotsAnHour: 0 });
    const candidates = made.map((sitting) => ({
      token: sitting.token,
      sittingId: sitting.sittingId,
      chain: beginChain(sitting),
      reports: 0,
      signals: 0,
    }));
    const boards = await platform.secondApi();
    const beside = await platform.secondApi();
    await platform.worker();
    const officer = await new ApiClient(boards).signIn('exam', DEMONSTRATION_PASSWORD);
    const seen = await watchBoards(boards, officer.cookie, sessions);
    const span = Math.max(ROUND, seconds * 6000);
    const targets = { alone: null, beside, together: platform.base } as const;
    const one = (way: Way) => phase(platform, candidates, seen, { way, reportsTo: targets[way], span });
    // The first one warms up.
    await one('together');
    const phases: Phase[] = [];
    for (let turn = 0; turn < TURNS; turn += 1)
      for (const step of WAYS.keys()) phases.push(await one(WAYS[(turn + step) % WAYS.length] ?? 'alone'));
    seen.close();
    return figures(phases);
  } finally {
    await platform.close();
  }
}

async function phase(
  platform: BenchPlatform,
  candidates: readonly Candidate[],
  seen: SeenSignals,
  { way, reportsTo, span }: { readonly way: Way; readonly reportsTo: string | null; readonly span: number },
): Promise<Phase> {
  const began = performance.timeOrigin + performance.now() + LEAD;
  const saves: Shot[] = [];
  const reports: Shot[] = [];
  const happened: { readonly sittingId: string; readonly number: number; readonly report: number }[] = [];
  for (let round = 0; round < span / ROUND; round += 1) {
    for (const [index, candidate] of candidates.entries()) {
      const at = began + round * ROUND + (index / candidates.length) * ROUND;
      const headers = { authorization: `Bearer ${candidate.token}`, 'content-type': 'application/json' };
      saves.push({ at, method: 'POST', path: SAVES_PATH, headers, body: nextSave(candidate.chain) });
      if (reportsTo === null) continue;
      candidate.reports += 1;
      const tells = candidate.reports % SIGNAL_EACH === index % SIGNAL_EACH;
      if (tells) {
        candidate.signals += 1;
        happened.push({
          sittingId: candidate.sittingId,
          number: candidate.signals,
          report: reports.length,
        });
      }
      reports.push({
        at: at + QUIET,
        method: 'POST',
        path: '/api/v1/watch-reports',
        headers,
        body: JSON.stringify({
          signals: tells ? [signal(candidate.signals)] : [],
          camera: 'none',
          lastSlot: 0,
        }),
      });
    }
  }
  const { database } = platform.api.parts;
  const backend = await savingBackend(database);
  const before = [processorTime(platform.apiPid), backend === null ? 0 : processorTime(backend)];
  const [saved, reported] = await Promise.all([
    fire({ base: platform.base, connections: CONNECTIONS, shots: saves }),
    reportsTo === null
      ? Promise.resolve([] as Hit[])
      : fire({ base: reportsTo, connections: CONNECTIONS, shots: reports }),
  ]);
  // What was told last is on the board within a look.
  await new Promise((resolve) => setTimeout(resolve, LEAD));
  const delays = happened.map(
    ({ sittingId, number, report }) => (seen.at(sittingId, number) ?? Infinity) - (reports[report]?.at ?? 0),
  );
  const failed = [...saved, ...reported].filter(({ status }) => status !== 200).length;
  const done: Phase = {
    way,
    apiCpu: processorTime(platform.apiPid) - (before[0] ?? 0),
    backendCpu: backend === null ? 0 : processorTime(backend) - (before[1] ?? 0),
    saves: saved.length,
    reports: reported.length,
    failed,
    delays,
  };
  const share = (of: number): number | undefined => (delays.length > 0 ? percentile(delays, of) : undefined);
  process.stderr.write(
    `${JSON.stringify({ ...done, delays: undefined, p50: share(0.5), p99: share(0.99) })}\n`,
  );
  return done;
}

/** Somebody leaves the page, and the next time they are back. */
const signal = (seq: number): object => ({
  seq,
  kind: seq % 2 === 1 ? 'left-page' : 'back-on-page',
  ago: 0,
  lasted: seq % 2 === 1 ? null : 5000,
});

/** The process of PostgreSQL that serves the connection for saves; null before there is one. */
async function savingBackend(database: Database): Promise<number | null> {
  const [found] = await database.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE application_name = 'openmerit-saves' ORDER BY backend_start LIMIT 1`,
  );
  return found?.pid ?? null;
}

function figures(phases: readonly Phase[]): Figure[] {
  const figure = figureOf('board');
  const of = (way: Way) => phases.filter((one) => one.way === way);
  const cost = (way: Way): number =>
    median(of(way).map(({ apiCpu, backendCpu, saves }) => (apiCpu + backendCpu) / saves));
  const total = (what: (phase: Phase) => number): number => phases.reduce((sum, one) => sum + what(one), 0);
  const named = [
    ['reports beside', 'beside'],
    ['all in one api', 'together'],
  ] as const;
  return [
    ...[0.99, 0.5].flatMap((share) =>
      named.map(([name, way]) =>
        figure(
          `delay p${String(share * 100)}, ${name}`,
          percentile(
            of(way).flatMap(({ delays }) => delays),
            share,
          ),
          'ms',
          'asked: at most',
          2000,
        ),
      ),
    ),
    figure(
      'processor time of the save path a save',
      cost('beside'),
      'µs',
      'without proctoring',
      cost('alone'),
    ),
    figure('the same with every report in it', cost('together'), 'µs', 'without proctoring', cost('alone')),
    figure(
      'signals on the boards',
      total(({ delays }) => delays.filter(Number.isFinite).length),
      '',
      'told',
      total(({ delays }) => delays.length),
    ),
    figure(
      'refused or failed',
      total(({ failed }) => failed),
      '',
      'requests',
      total(({ saves, reports }) => saves + reports),
    ),
  ];
}
