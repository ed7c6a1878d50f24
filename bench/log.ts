import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_DIR } from '../src/app.js';
import { sha256, type Json } from '../src/kernel/index.js';
import { makeFact, writeOutbox, type Database } from '../src/platform/index.js';
import { DrainOutbox, StateKeys } from '../src/registry/index.js';
import { bareFastify } from './bare-fastify.js';
import { startBenchPlatform } from './platform.js';
import { figureOf, type Figure } from './report.js';
import { wrk, type Load } from './wrk.js';

const APPENDED = 100_000;
/** What the verifier reads: a large state's receipts of some years. */
const VERIFIED = Number(process.env['OPENMERIT_BENCH_ENTRIES'] ?? 1_000_000);
const PORTION = 5000;

/** Facts that wait to be published, as a closing session states them: receipts. */
async function state(database: Database, count: number, name: string): Promise<void> {
  const time = new Date();
  for (let from = 0; from < count; from += PORTION) {
    const facts = Array.from({ length: Math.min(PORTION, count - from) }, (_, index) => {
      const subject = `${name}-${String(from + index)}`;
      const shown = { session: name, receiptHash: sha256(subject).toString('hex'), keyId: 'receipts-bench' };
      return makeFact({ type: 'receipt', subject, cause: name, time, official: null, shown });
    });
    await database.transaction((tx) =>
      writeOutbox(
        tx,
        facts.map((one) => ({ type: one.fact.type, body: one as unknown as Json })),
      ),
    );
  }
}

/** How fast waiting facts get into the log, with tiles and signed checkpoints, beside the rows alone. */
export async function log(): Promise<Figure[]> {
  const figure = figureOf('log');
  const platform = await startBenchPlatform(false);
  try {
    const { database } = platform.api.parts;
    const drain = platform.api.app.get(DrainOutbox);
    await state(database, 20_000, 'warm-up');
    await drain.run();
    await state(database, APPENDED, 'bench');
    await database.query('ANALYZE outbox');
    const checkpoints = async (): Promise<number> =>
      (await database.query<{ count: number }>('SELECT count(*)::int AS count FROM log_checkpoint'))[0]
        ?.count ?? 0;
    const before = await checkpoints();
    const began = performance.now();
    const done = await drain.run();
    const seconds = (performance.now() - began) / 1000;
    const signed = (await checkpoints()) - before;

    await database.query(
      'CREATE TABLE bench_rows (seq bigint PRIMARY KEY, fact jsonb NOT NULL, leaf_hash bytea NOT NULL)',
    );
    const rowsBegan = performance.now();
    for (let from = 0; from < APPENDED; from += PORTION)
      await database.query(
        `INSERT INTO bench_rows SELECT seq, fact, leaf_hash FROM registry_entry ORDER BY registry_entry.seq OFFSET $1 LIMIT $2`,
        [from, PORTION],
      );
    const rowsSeconds = (performance.now() - rowsBegan) / 1000;
    return [
      figure('entries appended', done / seconds, '/s', 'rows copied in the database', APPENDED / rowsSeconds),
      figure('checkpoints signed', signed / seconds, '/s', 'asked', 1),
      figure('of the facts that waited', done, '', 'stated', APPENDED),
    ];
  } finally {
    await platform.close();
  }
}

/** What the log's files cost to serve, beside a route that does nothing. */
export async function tiles(seconds: number): Promise<Figure[]> {
  const figure = figureOf('tiles');
  const platform = await startBenchPlatform(true);
  const bare = await bareFastify();
  try {
    const { database } = platform.api.parts;
    await state(database, 5000, 'tiles');
    await platform.api.app.get(DrainOutbox).run();
    const figures: Figure[] = [];
    for (const [name, path, encoding = 'identity'] of [
      ['a full tile', '/log/tile/0/000'],
      ['a full bundle of entries', '/log/tile/entries/000'],
      ['a full bundle of entries, gzip', '/log/tile/entries/000', 'gzip'],
      ['the newest checkpoint', '/log/checkpoint'],
      ['the page to sign in', '/sign-in'],
      ['the page about the log', '/registry/log'],
      ['the page about the log, gzip', '/registry/log', 'gzip'],
    ] as const) {
      const get = `wrk.method = "GET"\nwrk.headers["accept-encoding"] = "${encoding}"`;
      const { headers } = await fetch(platform.base + path, { headers: { 'accept-encoding': encoding } });
      const bytes = Number(headers.get('content-length'));
      const rounds: [served: Load, none: Load, sent: Load][] = [];
      for (let round = 0; round < 4; round += 1) {
        const none = await wrk(`${bare.base}/`, get, bare.pid, seconds);
        const sent = await wrk(`${bare.base}/bytes/${String(bytes)}`, get, bare.pid, seconds);
        const served = await wrk(platform.base + path, get, platform.apiPid, seconds);
        if (served.errors > 0) throw new Error(`${path} was not served.`);
        if (round > 0) rounds.push([served, none, sent]);
      }
      const middle = (at: 0 | 1 | 2, what: 'perSecond' | 'cpu'): number =>
        rounds.map((one) => one[at][what]).sort((a, b) => a - b)[1] ?? 0;
      const told = `${name}, ${String(bytes)} bytes`;
      for (const [at, reference] of [
        [1, 'bare Fastify, no work'],
        [2, 'bare Fastify, as many bytes'],
      ] as const) {
        figures.push(figure(told, middle(0, 'perSecond'), '/s', reference, middle(at, 'perSecond')));
        // What the rate is made of, whoever else uses the machine.
        figures.push(figure('  processor time', middle(0, 'cpu'), 'µs', reference, middle(at, 'cpu')));
      }
    }
    return figures;
  } finally {
    bare.stop();
    await platform.close();
  }
}

/** How long somebody needs who checks everything for the first time, on one core of the two. */
export async function verify(): Promise<Figure[]> {
  const figure = figureOf('verify');
  const platform = await startBenchPlatform(true);
  try {
    const { database } = platform.api.parts;
    const drain = platform.api.app.get(DrainOutbox);
    await platform.api.app.get(StateKeys).run();
    for (let from = 0; from < VERIFIED; from += 50_000) {
      await state(database, Math.min(50_000, VERIFIED - from), `verify-${String(from)}`);
      await drain.run();
      process.stderr.write(`\r${String(from + 50_000)} entries made`);
    }
    process.stderr.write('\n');
    await database.query('VACUUM ANALYZE registry_entry');
    const { seconds, peak, cpu, code } = await visited(platform.base);
    if (code !== 0) throw new Error(`The visit ended with ${String(code)}.`);
    return [
      figure('a first visit', seconds, 's', 'asked, s', (60 * VERIFIED) / 1_000_000),
      figure('of processor time', cpu, 's', 'of the visit, s', seconds),
      figure('memory at most', peak, 'MB', 'asked', 300),
      figure('entries checked', VERIFIED / seconds, '/s', 'entries', VERIFIED),
    ];
  } finally {
    await platform.close();
  }
}

async function visited(base: string) {
  const began = performance.now();
  const child = spawn(
    'taskset',
    ['-c', '1', process.execPath, path.join(PROJECT_DIR, 'dist/src/openmerit.js'), 'verify', base],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  let [peak, cpu] = [0, 0];
  const look = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${String(child.pid)}/status`, 'utf8');
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
      const fields =
        readFileSync(`/proc/${String(child.pid)}/stat`, 'utf8')
          .split(') ')[1]
          ?.split(' ') ?? [];
      cpu = (Number(fields[11]) + Number(fields[12])) / 100;
    } catch {
      // It has ended.
    }
  }, 100);
  const code = await new Promise<number>((resolve) =>
    child.once('exit', (status) => {
      resolve(status ?? 1);
    }),
  );
  clearInterval(look);
  return { seconds: (performance.now() - began) / 1000, peak, cpu, code };
}
