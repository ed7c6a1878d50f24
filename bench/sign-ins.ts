import { fork } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { DEMONSTRATION_PASSWORD } from '../src/setup/demonstration-password.js';
import { SAVES_PATH } from '../src/sitting/index.js';
import { makeCrowd } from './crowd.js';
import { fire, percentile } from './fire.js';
import type { Hit, Shot } from './load-client.js';
import type { Visit, VisitorsOrder } from './load/visitors.js';
import { startBenchPlatform, type BenchPlatform } from './platform.js';
import type { Figure } from './report.js';
import { beginChain, makeSittings, nextSave, type ChainHead } from './saves-sittings.js';

const VISITORS = Number(process.env['OPENMERIT_BENCH_CANDIDATES'] ?? 10_000);
/** Milliseconds over which they come: ten thousand in the five minutes before an exam. */
const ARRIVAL = VISITORS * 60;
/** Who have signed in before anything is measured, as on any morning. */
const EARLY = 200;
/** Of the session that goes on meanwhile. Each saves an answer every ten seconds, which is brisk. */
const SITTINGS = 10_000;
const BETWEEN = 10_000;
/** Milliseconds of saves alone, before and after: their p99 is the reference. */
const ALONE = 20_000;

/**
 * A session goes on while ten thousand sign in for the next one by the pages: how long a save takes then, against the
 * same saves of the same run without anybody at the door. Once with one api process for all, and once with two behind one
 * address, of which one answers pages and the other the players.
 */
export async function signIns(): Promise<Figure[]> {
  const platform = await startBenchPlatform(true);
  try {
    const { database, keys } = platform.api.parts;
    const [competition] = await database.query<{ id: string }>(
      'SELECT id FROM competition ORDER BY code LIMIT 1',
    );
    const names = await visitorNames(platform, competition?.id ?? '');
    const sittings = await database.transaction((tx) =>
      makeSittings(tx, SITTINGS, (data) => keys.mac('sitting-tokens', 'lease', data)),
    );
    await database.query('ANALYZE');
    const heads = sittings.map(beginChain);
    const save = (milliseconds: number): Promise<Hit[]> =>
      fire({
        base: platform.base,
        connections: 200,
        shots: saveShots(heads, Date.now() + 2000, milliseconds),
      });

    const come = (to: string, some: readonly string[], milliseconds: number): Promise<Visit[]> => {
      const from = Date.now() + 2000;
      return visitAll({
        base: to,
        password: DEMONSTRATION_PASSWORD,
        visitors: some.map((signIn, index) => ({ at: from + (milliseconds * index) / some.length, signIn })),
      });
    };
    const door = await platform.secondApi();
    // The first seconds warm up.
    await save(ALONE / 4);
    for (const to of [platform.base, door]) await come(to, names.splice(0, EARLY), EARLY * 20);
    const before = await save(ALONE);
    const [visits, crowded] = await Promise.all([
      come(platform.base, names.splice(0, VISITORS), ARRIVAL),
      save(ARRIVAL),
    ]);
    const between = await save(ALONE);
    const [elsewhere, apart] = await Promise.all([come(door, names, ARRIVAL), save(ARRIVAL)]);

    const alone = [...before, ...between];
    const saved = [...alone, ...crowded, ...apart];
    const came = [...visits, ...elsewhere];
    const figure = (
      name: string,
      value: number,
      unit: string,
      reference: string,
      referenceValue: number,
    ): Figure => ({ bench: 'sign-ins', figure: name, value, unit, reference, referenceValue });
    const waited = came.map(({ seconds }) => seconds);
    return [
      figure('p99 of a save', p(crowded, 0.99), 'ms', 'with nobody signing in', p(alone, 0.99)),
      figure('median of a save', p(crowded, 0.5), 'ms', 'with nobody signing in', p(alone, 0.5)),
      figure('pages apart: p99 of a save', p(apart, 0.99), 'ms', 'with nobody signing in', p(alone, 0.99)),
      figure('pages apart: median of a save', p(apart, 0.5), 'ms', 'with nobody signing in', p(alone, 0.5)),
      figure(
        'saves refused or failed',
        saved.filter(({ status }) => status !== 200).length,
        '',
        'saves',
        saved.length,
      ),
      figure('signed in', came.filter(({ signedIn }) => signedIn).length, '', 'came', came.length),
      figure('came', visits.length / (ARRIVAL / 1000), '/s', 'saves a second', SITTINGS / (BETWEEN / 1000)),
      figure(
        'p99 until signed in',
        percentile(waited, 0.99),
        's',
        'half of them within, s',
        percentile(waited, 0.5),
      ),
      figure('saw the waiting page', came.filter(({ waits }) => waits > 0).length, '', 'came', came.length),
    ];
  } finally {
    await platform.close();
  }
}

/** Names to sign in by: all have the demonstration candidate's password. */
async function visitorNames(platform: BenchPlatform, competitionId: string): Promise<string[]> {
  await makeCrowd(platform.api.parts, platform.base, competitionId, 2 * (VISITORS + EARLY));
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

/** From a process of its own. */
async function visitAll(order: VisitorsOrder): Promise<Visit[]> {
  const child = fork(path.join(import.meta.dirname, 'load', 'visitors.js'), { serialization: 'advanced' });
  // Their machines are not the server's: they take what it leaves.
  os.setPriority(child.pid ?? 0, os.constants.priority.PRIORITY_LOW);
  try {
    return await new Promise<Visit[]>((resolve, reject) => {
      child.once('message', (visits) => {
        resolve(visits as Visit[]);
      });
      child.once('exit', () => {
        reject(new Error('The visitors ended before they were done.'));
      });
      child.send(order);
    });
  } finally {
    child.disconnect();
  }
}

const p = (hits: readonly Hit[], share: number): number =>
  percentile(
    hits.map(({ milliseconds }) => milliseconds),
    share,
  );
