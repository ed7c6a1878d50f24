import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { PROJECT_DIR } from '../../src/app.js';
import { seededGenerator, sha256, type SeededGenerator } from '../../src/kernel/index.js';
import { makeFact } from '../../src/platform/index.js';
import { verifyPlatform } from '../../src/verify/cli.js';
import { until } from '../support/until.js';
import { Cluster, PATIENCE } from './support/cluster.js';

const LONG = process.env['OPENMERIT_LONG'] === '1';
const KILLS = LONG ? 50 : 5;
const SEED = process.env['OPENMERIT_FAULTS_SEED'] ?? '1';

/** States facts in transactions of its own, and keeps what PostgreSQL said of each outside of it. */
class Stating {
  readonly committed: string[][] = [];
  /** The connection ended before an answer came: they are there, all of them, or none is. */
  readonly unknown: string[][] = [];
  #number = 0;
  #stopped = false;
  #running: Promise<void> = Promise.resolve();

  constructor(
    private readonly url: string,
    private readonly generator: SeededGenerator,
    private readonly name: string,
  ) {}

  begin(): void {
    this.#running = (async () => {
      while (!this.#stopped) await this.#state();
    })();
  }

  async end(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #state(): Promise<void> {
    const subjects = Array.from(
      { length: 1 + this.generator.below(40) },
      () => `${this.name}-${String((this.#number += 1))}`,
    );
    const client = new pg.Client({ connectionString: this.url });
    client.on('error', () => undefined);
    let asked = false;
    try {
      await client.connect();
      await client.query('BEGIN');
      await client.query(
        `INSERT INTO outbox (type, body)
         SELECT 'receipt', m.body FROM unnest($1::jsonb[]) WITH ORDINALITY AS m (body, place) ORDER BY m.place`,
        [subjects.map((subject) => JSON.stringify(fact(subject)))],
      );
      // Others commit between the numbers of this one's rows and its end.
      if (this.generator.below(4) === 0) await client.query('SELECT 1 FROM registry_entry LIMIT 1');
      if (this.generator.below(8) === 0) {
        await client.query('ROLLBACK');
        return;
      }
      asked = true;
      await client.query('COMMIT');
      this.committed.push(subjects);
    } catch {
      if (asked) this.unknown.push(subjects);
      // The database is away: the next one finds out whether it is back.
      await new Promise((resolve) => setImmediate(resolve));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

const fact = (subject: string) =>
  makeFact({
    type: 'receipt',
    subject,
    cause: 'faults',
    time: new Date(),
    official: null,
    shown: { session: 'faults', receiptHash: sha256(subject).toString('hex'), keyId: 'k' },
  });

type Kill = readonly [
  name: string,
  happen: (cluster: Cluster, published: () => Promise<void>) => Promise<void>,
];
const KINDS: readonly Kill[] = [
  [
    'one worker',
    async ({ workers: [one] }, published) => {
      await one?.kill();
      await published();
      await one?.start();
    },
  ],
  [
    'the other worker',
    async ({ workers: [, two] }, published) => {
      await two?.kill();
      await published();
      await two?.start();
    },
  ],
  [
    'both workers',
    async ({ workers }) => {
      await Promise.all(workers.map((worker) => worker.kill()));
      await Promise.all(workers.map((worker) => worker.start()));
    },
  ],
  ['a backend of PostgreSQL', (cluster) => cluster.killBackend()],
  [
    'PostgreSQL',
    async (cluster) => {
      await cluster.killPostgres(true);
      await cluster.startPostgres();
    },
  ],
  [
    'Redis, with all that is queued',
    async ({ redis }) => {
      await redis?.kill();
      await redis?.start();
    },
  ],
];

describe('the public log, while everything fails', () => {
  it(`never forks, skips or repeats, in ${String(KILLS)} kills`, async () => {
    const generator = seededGenerator(sha256(`log ${SEED}`));
    const faults: string[] = [];
    const happened: string[] = [];
    const folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-visits-'));
    const cluster = await Cluster.start(PROJECT_DIR, (fault) => faults.push(fault), 2);
    const writers = ['a', 'b'].map(
      (name) => new Stating(cluster.databaseUrl, seededGenerator(sha256(`${SEED} ${name}`)), name),
    );
    const size = async (): Promise<number> =>
      (await cluster.query<{ size: number }>('SELECT count(*)::int AS size FROM registry_entry'))[0]?.size ??
      0;
    const published = async (more: number): Promise<void> => {
      const wanted = (await size()) + more;
      await until(async () => (await size()) >= wanted, PATIENCE);
    };
    /** Somebody from outside comes again, and holds what is there against what was. */
    const visit = async (): Promise<void> => {
      const said: string[] = [];
      const code = await until(async () => {
        said.length = 0;
        const ended = await verifyPlatform(
          { address: cluster.proxy.base, state: path.join(folder, 'state.json') },
          (line) => said.push(line),
          () => undefined,
        );
        // Nobody answers while everything is down: that is no judgement.
        return ended === 2 ? undefined : { ended };
      }, PATIENCE);
      if (code.ended !== 0) faults.push(said.join(' | '));
    };
    try {
      for (const writer of writers) writer.begin();
      for (let kill = 0; kill < KILLS; kill += 1) {
        const [name, happen] = KINDS[
          kill < KINDS.length ? (kill + 2) % KINDS.length : generator.below(KINDS.length)
        ] as Kill;
        await published(1 + generator.below(300));
        happened.push(name);
        await happen(cluster, () => published(1 + generator.below(50)));
        await visit();
      }
      for (const writer of writers) await writer.end();
      await cluster.startAll();
      await until(
        async () => (await cluster.query('SELECT 1 FROM outbox WHERE taken_at IS NULL LIMIT 1')).length === 0,
        PATIENCE,
      );
      await visit();
      const inLog = (
        await cluster.query<{ subject: string }>(
          `SELECT fact ->> 'subject' AS subject FROM registry_entry WHERE fact ->> 'cause' = 'faults' ORDER BY seq`,
        )
      ).map(({ subject }) => subject);
      const places = new Map(inLog.map((subject, place) => [subject, place]));
      const repeated = inLog.length - places.size;
      const committed = writers.flatMap((writer) => writer.committed);
      const unknown = writers.flatMap((writer) => writer.unknown);
      const skipped = committed.flat().filter((subject) => !places.has(subject));
      const halves = unknown.filter((group) => new Set(group.map((subject) => places.has(subject))).size > 1);
      const known = new Set([...committed, ...unknown].flat());
      const strangers = inLog.filter((subject) => !known.has(subject));
      // Those of one transaction stand in the order in which they were stated.
      const disordered = committed.filter((group) =>
        group.some(
          (subject, at) => at > 0 && (places.get(subject) ?? 0) < (places.get(group[at - 1] ?? '') ?? 0),
        ),
      );
      expect({ SEED, happened, faults, repeated, skipped, halves, strangers, disordered }).toEqual({
        SEED,
        happened,
        faults: [],
        repeated: 0,
        skipped: [],
        halves: [],
        strangers: [],
        disordered: [],
      });
      expect(inLog.length).toBeGreaterThan(KILLS);
    } finally {
      for (const writer of writers) await writer.end();
      await cluster.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 1_800_000);
});
