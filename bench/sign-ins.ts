import os from 'node:os';
import { DEMONSTRATION_PASSWORD } from '../src/setup/demonstration-password.js';
import { SAVES_PATH } from '../src/sitting/index.js';
import { makeCrowd } from './crowd.js';
import { askProcess, fire, percentile } from './fire.js';
import type { Hit, Shot } from './load-client.js';
import type { Visit, VisitorsOrder } from './load/visitors.js';
import { startBenchPlatform, type BenchPlatform } from './platform.js';
import { figureOf, type Figure } from './report.js';
import { beginChain, makeSittings, nextSave, type ChainHead } from './saves-sittings.js';

/** Ten thousand in the ten minutes before an exam. */
const VISITORS_A_SECOND = 10_000 / 600;
/** Who have signed in before anything is measured, as on any morning. */
const EARLY = 200;
/** Of the session that goes on meanwhile. Each saves an answer every ten seconds, which is brisk. */
const SITTINGS = 10_000;
const BETWEEN = 10_000;
const ROUNDS = 5;
/** How much longer a window is than the time asked for: a p99 of a second's worth of saves says little. */
const LONGER = 6;
const SECOND = 1000;

/** What came of one window of time. */
interface Window {
  readonly hits: readonly Hit[];
  readonly visits: readonly Visit[];
}

/**
 * A session goes on while ten thousand sign in for the next one by the pages: how long a save takes then, against the
 * same saves of the same run without anybody at the door. Once with one api process for all, and once with two behind one
 * address, of which one answers pages and the other the players.
 */
export async function signIns(seconds: number): Promise<Figure[]> {
  const window = seconds * LONGER * SECOND;
  const crowd = Math.round((window / SECOND) * VISITORS_A_SECOND);
  const platform = await startBenchPlatform(true);
  try {
    const { database, keys } = platform.api.parts;
    const [competition] = await database.query<{ id: string }>(
      'SELECT id FROM competition ORDER BY code LIMIT 1',
    );
    const names = await visitorNames(platform, competition?.id ?? '', 2 * (EARLY + ROUNDS * crowd));
    const sittings = await database.transaction((tx) =>
      makeSittings(tx, SITTINGS, (data) => keys.mac('sitting-tokens', 'lease', data)),
    );
    await database.query('ANALYZE');
    const door = await platform.secondApi();
    const heads = sittings.map(beginChain);
    const save = (): Promise<Hit[]> =>
      fire({
        base: platform.base,
        connections: 200,
        shots: saveShots(heads, Date.now() + 2 * SECOND, window),
      });
    const come = (to: string, count: number): Promise<Visit[]> => {
      const from = Date.now() + 2 * SECOND;
      const visitors = names
        .splice(0, count)
        .map((signIn, index) => ({ at: from + (window * index) / count, signIn }));
      return visitAll({ base: to, password: DEMONSTRATION_PASSWORD, visitors });
    };
    const together = async (to: string): Promise<Window> => {
      const [visits, hits] = await Promise.all([come(to, crowd), save()]);
      return { visits, hits };
    };
    for (const to of [platform.base, door]) await come(to, EARLY);

    // In turn, so that what the machine does besides hurts all alike; the first round warms up.
    const rounds: { alone: Window; one: Window; apart: Window }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const alone = { visits: [], hits: await save() };
      const one = await together(platform.base);
      const apart = await together(door);
      process.stderr.write(
        `p99 ms: alone ${String(p(alone.hits, 0.99))}, one process ${String(p(one.hits, 0.99))}, apart ${String(p(apart.hits, 0.99))}\n`,
      );
      if (round > 0) rounds.push({ alone, one, apart });
    }
    return figures(rounds);
  } finally {
    await platform.close();
  }
}

function figures(rounds: readonly { alone: Window; one: Window; apart: Window }[]): Figure[] {
  const figure = figureOf('sign-ins');
  const middle = (which: 'alone' | 'one' | 'apart', share: number): number =>
    percentile(
      rounds.map((round) => p(round[which].hits, share)),
      0.5,
    );
  const beside = (name: string, which: 'one' | 'apart', share: number): Figure =>
    figure(name, middle(which, share), 'ms', 'with nobody signing in', middle('alone', share));
  const windows = rounds.flatMap(({ alone, one, apart }) => [alone, one, apart]);
  const hits = windows.flatMap((one) => one.hits);
  const visits = windows.flatMap((one) => one.visits);
  const waited = visits.map(({ seconds }) => seconds);
  return [
    beside('p99 of a save', 'one', 0.99),
    beside('median of a save', 'one', 0.5),
    beside('pages apart: p99 of a save', 'apart', 0.99),
    beside('pages apart: median of a save', 'apart', 0.5),
    figure(
      'saves refused or failed',
      hits.filter(({ status }) => status !== 200).length,
      '',
      'saves',
      hits.length,
    ),
    figure('signed in', visits.filter(({ signedIn }) => signedIn).length, '', 'came', visits.length),
    figure('came', VISITORS_A_SECOND, '/s', 'saves a second', SITTINGS / (BETWEEN / SECOND)),
    figure(
      'p99 until signed in',
      percentile(waited, 0.99),
      's',
      'half of them within, s',
      percentile(waited, 0.5),
    ),
    figure('saw the waiting page', visits.filter(({ waits }) => waits > 0).length, '', 'came', visits.length),
  ];
}

/** Names to sign in by: all have the demonstration candidate's password. */
async function visitorNames(
  platform: BenchPlatform,
  competitionId: string,
  count: number,
): Promise<string[]> {
  await makeCrowd(platform.api.parts, platform.base, competitionId, count);
  const found = await platform.api.parts.database.query<{ signIn: string }>(
    `UPDATE account a SET password_hash = d.password_hash FROM account d
     WHERE d.sign_in = 'candidate@example.org' AND a.password_hash = '' RETURNING a.sign_in AS "signIn"`,
  );
  return found.map(({ signIn }) => signIn);
}

/** What the players of the running session send over a time: an answer each in turn. */
function saveShots(heads: readonly ChainHead[], from: number, milliseconds: number): Shot[] {
  const every = BETWEEN / heads.length;
  return Array.from({ length: Math.floor(milliseconds / every) }, (_, index) => {
    const head = heads[index % heads.length] as ChainHead;
    const body = nextSave(head);
    return {
      at: from + index * every,
      method: 'POST',
      path: SAVES_PATH,
      headers: {
        'content-type': 'application/json',
        'content-length': String(body.length),
        authorization: `Bearer ${head.sitting.token}`,
      },
      body,
    };
  });
}

/** Their machines are not the server's: they take what it leaves. */
const visitAll = (order: VisitorsOrder): Promise<Visit[]> =>
  askProcess<Visit[]>('load/visitors.js', order, os.constants.priority.PRIORITY_LOW);

const p = (hits: readonly Hit[], share: number): number =>
  percentile(
    hits.map(({ milliseconds }) => milliseconds),
    share,
  );
