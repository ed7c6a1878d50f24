import { shuffled, type SeededGenerator } from '../../../src/kernel/index.js';
import { until } from '../../support/until.js';
import { PATIENCE, type Cluster } from './cluster.js';
import type { ExamLoad } from './exam-load.js';

/** What can go wrong while candidates sit. Each ends with everything up again. */
export interface Fault {
  readonly name: string;
  /** Whether processes are killed. */
  readonly kills: boolean;
  /** False where this machine cannot do it. */
  possible?(cluster: Cluster): boolean;
  happen(at: FaultScene): Promise<void>;
}

interface FaultScene {
  readonly cluster: Cluster;
  readonly load: ExamLoad;
  readonly generator: SeededGenerator;
}

const few = (generator: SeededGenerator): number => 3 + generator.below(12);

export const API: Fault = {
  name: 'kill -9 of one api',
  kills: true,
  async happen({ cluster, load, generator }) {
    const api = cluster.apis[generator.below(cluster.apis.length)];
    await api?.kill();
    // The other one goes on.
    await load.acknowledges(few(generator));
    await api?.start();
  },
};

export const BOTH_APIS: Fault = {
  name: 'kill -9 of both apis',
  kills: true,
  async happen({ cluster, load, generator }) {
    await Promise.all(cluster.apis.map((api) => api.kill()));
    await load.fails(few(generator));
    await Promise.all(cluster.apis.map((api) => api.start()));
  },
};

const WORKER: Fault = {
  name: 'kill -9 of the worker',
  kills: true,
  async happen({ cluster, load, generator }) {
    await cluster.worker.kill();
    await load.acknowledges(few(generator));
    await cluster.worker.start();
  },
};

const REDIS: Fault = {
  name: 'kill -9 of Redis',
  kills: true,
  possible: (cluster) => cluster.redis !== undefined,
  async happen({ cluster, load, generator }) {
    await cluster.redis?.kill();
    // The queue only makes it quicker: time runs out without it, again and again.
    for (let round = 0; round < 3; round += 1) {
      await closesOverdue(cluster, 1 + generator.below(2));
      await load.acknowledges(few(generator));
    }
    await cluster.redis?.start();
  },
};

/** All of PostgreSQL at once, as when a container is killed. */
export const POSTGRES: Fault = {
  name: 'kill -9 of PostgreSQL',
  kills: true,
  async happen({ cluster, load, generator }) {
    await cluster.killPostgres(true);
    await load.fails(few(generator));
    await cluster.startPostgres();
  },
};

const POSTMASTER: Fault = {
  name: 'kill -9 of the postmaster alone',
  kills: true,
  async happen({ cluster, load, generator }) {
    await cluster.killPostgres(false);
    await load.fails(few(generator));
    await cluster.startPostgres();
  },
};

const BACKEND: Fault = {
  name: 'kill -9 of a backend of PostgreSQL',
  kills: true,
  async happen({ cluster }) {
    await cluster.killBackend();
    await cluster.query('SELECT 1');
  },
};

const POSTGRES_AND_API: Fault = {
  name: 'kill -9 of PostgreSQL and an api that starts while it is away',
  kills: true,
  async happen({ cluster, load, generator }) {
    const api = cluster.apis[generator.below(cluster.apis.length)];
    await Promise.all([cluster.killPostgres(true), api?.kill()]);
    await load.fails(few(generator));
    await cluster.startPostgres();
    await api?.start();
  },
};

const NETWORK: Fault = {
  name: 'the clients’ line is cut',
  kills: false,
  async happen({ cluster, load, generator }) {
    cluster.proxy.cut();
    await load.fails(few(generator));
    cluster.proxy.heal();
  },
};

const HOUR = 3_600_000;

const CLOCK: Fault = {
  name: 'the clients’ clocks jump',
  kills: false,
  async happen({ load, generator }) {
    load.jump((generator.below(2) === 0 ? -1 : 1) * generator.below(48 * HOUR));
    await load.acknowledges(few(generator));
  },
};

const TIME_IS_UP: Fault = {
  name: 'the time of some is up',
  kills: false,
  async happen({ cluster, load, generator }) {
    await expire(cluster, 1 + generator.below(3));
    await load.acknowledges(few(generator));
  },
};

const DISK: Fault = {
  name: 'the database’s disk is full',
  kills: false,
  possible: (cluster) => cluster.hasOwnDisk,
  async happen({ cluster, load, generator }) {
    cluster.fillDisk();
    await load.fails(few(generator));
    cluster.freeDisk();
    if (!cluster.isPostgresUp) await cluster.startPostgres();
  },
};

/** No room for the log is no error of a statement: PostgreSQL panics and cannot come back before there is room. */
const LOG_DISK: Fault = {
  name: 'the database’s disk is full, also for its log',
  kills: false,
  possible: (cluster) => cluster.hasOwnDisk,
  async happen({ cluster, load, generator }) {
    await cluster.exhaustLog();
    await load.fails(few(generator));
    await cluster.recoverLog();
  },
};

/** As a new version is brought in: one after the other, each told to stop, and with it what it has under way. */
const RESTART: Fault = {
  name: 'both apis are stopped in order and started again, one after the other',
  kills: false,
  async happen({ cluster, load, generator }) {
    for (const api of cluster.apis) {
      await api.stop();
      await load.acknowledges(few(generator));
      await api.start();
    }
  },
};

const WORKER_WITHOUT_REDIS: Fault = {
  name: 'kill -9 of Redis, and a worker that is stopped in order and starts while it is away',
  kills: true,
  possible: (cluster) => cluster.redis !== undefined,
  async happen({ cluster, load, generator }) {
    await cluster.redis?.kill();
    await load.acknowledges(few(generator));
    await cluster.worker.stop();
    const ready = cluster.worker.start();
    await closesOverdue(cluster, 2);
    await cluster.redis?.start();
    await ready;
  },
};

const KILLS = [
  API,
  WORKER,
  POSTGRES,
  REDIS,
  BOTH_APIS,
  POSTMASTER,
  BACKEND,
  POSTGRES_AND_API,
  WORKER_WITHOUT_REDIS,
];
const OTHERS = [NETWORK, CLOCK, DISK, TIME_IS_UP, LOG_DISK, RESTART];

/** Moves the deadline of some open sittings to now. @param limit how many; all where it is left out. @returns them. */
export async function expire(cluster: Cluster, limit?: number): Promise<string[]> {
  const over = await cluster.query<{ id: string }>(
    `WITH over AS (
       UPDATE sitting SET deadline_at = clock_timestamp()
       WHERE id IN (SELECT id FROM sitting WHERE state = 'open' ORDER BY md5(id::text) LIMIT $1) AND state = 'open'
       RETURNING id, deadline_at
     ), leases AS (
       UPDATE sitting_lease l SET deadline_at = over.deadline_at FROM over WHERE l.sitting_id = over.id)
     SELECT id FROM over`,
    [limit ?? null],
  );
  return over.map(({ id }) => id);
}

/** Lets the time of some run out, and waits until the worker has closed them. */
async function closesOverdue(cluster: Cluster, count: number): Promise<void> {
  const ids = await expire(cluster, count);
  await until(async () => {
    const [row] = await cluster.query<{ open: number }>(
      `SELECT count(*)::int AS open FROM sitting WHERE id = ANY($1::uuid[]) AND state = 'open'`,
      [ids],
    );
    return row?.open === 0;
  }, PATIENCE);
}

/** `kills` faults that kill, every kind in turn, and the others between them; in an order that the seed decides. */
export function planFaults(kills: number, generator: SeededGenerator): Fault[] {
  const turns = (list: readonly Fault[], count: number): Fault[] =>
    Array.from({ length: count }, (_, index) => list[index % list.length] as Fault);
  const others = Math.max(OTHERS.length, Math.round(kills / 2));
  return shuffled([...turns(KILLS, kills), ...turns(OTHERS, others)], generator);
}
