import { DataSource, type EntityManager, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { sha256Hex, type Result } from '../../kernel/index.js';
import { CalmClient } from './calm-client.js';
import { DatabaseUnavailable, OwnConnection } from './own-connection.js';

// An acknowledgement is a promise that it is on disk.
const SESSION = '-c synchronous_commit=on -c timezone=UTC';

/** What a query of ours runs on: the pool, or one transaction of it. */
export type Tx = EntityManager;

/** PostgreSQL, the record. Time is its `clock_timestamp()`, never this host's. */
export class Database {
  readonly #own: OwnConnection[] = [];

  constructor(
    readonly source: DataSource,
    private readonly url: string,
  ) {}

  /**
   * A connection outside the pool, for one statement that is run all the time; closed with this. Commits wait for the
   * disk, as everywhere.
   *
   * @param name what PostgreSQL's views call it. @param settings further settings of the session.
   */
  ownConnection(name: string, settings: Readonly<Record<string, string>>): OwnConnection {
    const more = Object.entries({ application_name: name, ...settings });
    const options = [SESSION, ...more.map(([key, value]) => `-c ${key}=${value}`)].join(' ');
    const connection = new OwnConnection(this.url, options);
    this.#own.push(connection);
    return connection;
  }

  /** The pool as a query target outside any transaction. */
  get tx(): Tx {
    return this.source.manager;
  }

  /** Rows of one statement. Values go through parameters, never through the text. */
  async query<T>(sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
    return rows<T>(this.source.manager, sql, parameters);
  }

  /** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.source.transaction(work);
  }

  /** As {@link transaction}; a refusal rolls back too and is handed on. */
  async attempt<T>(work: (tx: Tx) => Promise<Result<T>>): Promise<Result<T>> {
    let refused: Result<T> | undefined;
    try {
      return await this.source.transaction(async (tx) => {
        const result = await work(tx);
        if (!result.ok) {
          refused = result;
          throw new RolledBack();
        }
        return result;
      });
    } catch (error) {
      if (error instanceof RolledBack && refused) return refused;
      throw error;
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#own.map((connection) => connection.close()));
    if (this.source.isInitialized) await this.source.destroy();
  }
}

class RolledBack extends Error {}

/**
 * Rows of one statement on a pool or in a transaction. An INSERT, UPDATE or DELETE gives what its RETURNING names.
 */
export async function rows<T>(tx: Tx, sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
  const result = (await tx.query(sql, [...parameters])) as unknown;
  // TypeORM answers [rows, count] for UPDATE and DELETE, plain rows for all else.
  if (
    Array.isArray(result) &&
    result.length === 2 &&
    Array.isArray(result[0]) &&
    typeof result[1] === 'number'
  ) {
    return result[0] as T[];
  }
  return result as T[];
}

/**
 * As {@link rows}, of a statement that each connection plans once: for what every request asks by primary key, where planning
 * takes three times as long as the reading. Nothing else: a plan that was made while a table was small is kept while it grows.
 *
 * @param sql of few texts, all of them written in our source.
 */
export async function preparedRows<T>(tx: Tx, sql: string, parameters: readonly unknown[]): Promise<T[]> {
  const name = statementNames.get(sql) ?? sha256Hex(sql).slice(0, 32);
  statementNames.set(sql, name);
  // TypeORM hands a statement on to pg as it is, and pg takes one with a name (its "prepared statements").
  return tx.query<T[]>({ name, text: sql } as unknown as string, [...parameters]);
}

const statementNames = new Map<string, string>();

/** What time it is: PostgreSQL's clock, never this machine's. */
export async function clockTime(tx: Tx): Promise<Date> {
  const [clock] = await rows<{ now: Date }>(tx, 'SELECT clock_timestamp() AS now');
  if (!clock) throw new Error('The database tells no time.');
  return clock.now;
}

/** True where PostgreSQL refused a row because `constraint` (or any unique constraint) already has it. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  const cause = (error as { driverError?: unknown }).driverError ?? error;
  const { code, constraint: name } = cause as { code?: string; constraint?: string };
  return code === '23505' && (constraint === undefined || name === constraint);
}

/**
 * True where PostgreSQL could not do its part at all: away, starting, ending, or out of room. The same request can
 * succeed later; whether its work was done is unknown, unless the work is safe to repeat.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true;
  const cause = (error as { driverError?: unknown } | null)?.driverError ?? error;
  const { code, message } = (cause ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return AWAY.test(code);
  return typeof message === 'string' && TERMINATED.test(message);
}

// SQLSTATE classes 08 (connection), 53 (resources: disk, memory, connections), 57P (shutdown) and 58 (input and output),
// and what the system says of a socket.
const AWAY = /^(08|53|58)...$|^57P|^E(CONN|PIPE|HOST|NET|TIMEDOUT|AI_)/;
// pg has no code for a connection that ends under a statement.
const TERMINATED =
  /^Connection terminated|not queryable|connection error|timeout exceeded when trying to connect/;

/** Opens the pool. `entities` are the TypeORM row classes of all stages. */
export async function openDatabase(
  url: string,
  entities: readonly EntityTarget<ObjectLiteral>[],
  poolSize = 20,
): Promise<Database> {
  const source = new DataSource({
    type: 'postgres',
    url,
    entities: entities as never,
    poolSize,
    synchronize: false,
    logging: false,
    extra: { options: SESSION, keepAlive: true, Client: CalmClient },
  });
  await source.initialize();
  return new Database(source, url);
}
