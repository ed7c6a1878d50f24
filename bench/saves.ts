import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Database } from '../src/platform/index.js';
import { bareFastify } from './bare-fastify.js';
import { startBenchPlatform } from './platform.js';
import { singleRowCommits } from './references/single-row-commits.js';
import { figureOf, type Figure } from './report.js';
import { fileScript, SaveChains } from './saves-script.js';
import { makeSittings } from './saves-sittings.js';
import { wrk, type Load } from './wrk.js';

const OUTSTANDING = 1000;
// A sitting’s next save comes when all others have had theirs: so many that none overtakes the one before it.
const SITTINGS = 50_000;
const ROUNDS = 3;
// More than one core answers: the requests of a measurement are made beforehand.
const AT_MOST = 40_000;
const THREADS = 1;

interface Round {
  readonly commits: number;
  readonly bare: Load;
  readonly saved: Load;
  /** Events that this round has put on disk. */
  readonly kept: number;
}

/**
 * Durable saves over HTTP, full path with the chain check, 1,000 requests outstanding over 50,000 sittings, against
 * bare HTTP and bare commits. The three are measured in turn, three times; medians are told.
 */
export async function saves(seconds: number): Promise<Figure[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-saves-'));
  const bare = await bareFastify();
  const platform = await startBenchPlatform(true);
  try {
    const { database, keys, config } = platform.api.parts;
    const sittings = await database.transaction((tx) =>
      makeSittings(tx, SITTINGS, (data) => keys.mac('sitting-tokens', 'lease', data)),
    );
    const chains = new SaveChains(sittings);
    const file = path.join(folder, 'requests');
    const script = fileScript(file, THREADS);
    const load = (base: string, pid: number) => wrk(base, script, pid, seconds, OUTSTANDING, THREADS);
    const rounds: Round[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      chains.continueFrom(await heads(database));
      chains.write(file, Math.ceil((seconds * AT_MOST) / SITTINGS));
      const before = await settled(database);
      const commits = await singleRowCommits(config.databaseUrl, seconds);
      const floor = await load(bare.base, bare.pid);
      const saved = await load(platform.base, platform.apiPid);
      const kept = (await settled(database)) - before;
      process.stderr.write(`${JSON.stringify({ commits, floor, saved, kept })}\n`);
      // The first round warms up.
      if (round > 0) rounds.push({ commits, bare: floor, saved, kept });
    }
    return figures(rounds);
  } finally {
    bare.stop();
    await platform.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is on disk of each sitting. */
async function heads(database: Database): Promise<Map<string, { seq: number; hash: string }>> {
  const found = await database.query<{ id: string; seq: number; hash: string }>(
    `SELECT sitting_id AS id, head_seq AS seq, encode(head_hash, 'hex') AS hash FROM sitting_lease`,
  );
  return new Map(found.map(({ id, seq, hash }) => [id, { seq, hash }]));
}

/** How many events are on disk, once no more come: what was outstanding when wrk ended is still written. */
async function settled(database: Database): Promise<number> {
  for (let last = -1; ;) {
    const [row] = await database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM response_event',
    );
    const count = row?.count ?? 0;
    if (count === last) return count;
    last = count;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

function figures(rounds: readonly Round[]): Figure[] {
  const middle = (of: (round: Round) => number): number =>
    rounds.map(of).sort((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? 0;
  const sum = (of: (round: Round) => number): number => rounds.reduce((total, one) => total + of(one), 0);
  const figure = figureOf('saves');
  const bare = 'bare Fastify with the schema';
  return [
    figure(
      'durable saves',
      middle(({ saved }) => saved.perSecond),
      '/s',
      'single-row commits, 32 connections',
      middle(({ commits }) => commits),
    ),
    figure(
      'processor time a save',
      middle(({ saved }) => saved.cpu),
      'µs',
      bare,
      middle((round) => round.bare.cpu),
    ),
    figure(
      'p99',
      middle(({ saved }) => saved.p99),
      'ms',
      bare,
      middle((round) => round.bare.p99),
    ),
    // Up to 1,000 more are on disk: what was outstanding when wrk hung up.
    figure(
      'events on disk',
      sum(({ kept }) => kept),
      '',
      'acknowledged',
      sum(({ saved }) => saved.requests - saved.errors),
    ),
    figure(
      'refused or failed',
      sum(({ saved }) => saved.errors),
      '',
      'requests',
      sum(({ saved }) => saved.requests),
    ),
    figure(
      'wrk alone would send',
      middle((round) => 1_000_000 / round.bare.generatorCpu),
      '/s',
      'sent to the bare route',
      middle((round) => round.bare.perSecond),
    ),
  ];
}
