import pg from 'pg';

/** A statement that one connection prepares once and runs many times. */
export interface PreparedStatement {
  readonly name: string;
  readonly text: string;
}

// PostgreSQL that does not answer for so long is taken for lost: whoever waits must be told to send again.
const PATIENCE = 10_000;

/**
 * One connection outside the pool, for one statement that is run all the time: no borrowing, no query layer, planned
 * once. It is made when it is first needed, and made again after it broke.
 */
export class OwnConnection {
  #connecting: Promise<pg.Client> | undefined;
  #client: pg.Client | undefined;
  #closed = false;

  /** @param options settings of the session, as PostgreSQL's command line takes them. */
  constructor(
    private readonly url: string,
    private readonly options: string,
  ) {}

  /**
   * Runs a statement: one implicit transaction, committed when this returns.
   *
   * @param parameters in PostgreSQL's binary format. @returns rows of texts, by column.
   * @throws pg.DatabaseError where PostgreSQL refuses the statement for what is in it: nothing of it is kept.
   * @throws DatabaseUnavailable where the fault is not the statement's: it may be committed or not.
   */
  async run(
    statement: PreparedStatement,
    parameters: readonly Buffer[],
  ): Promise<readonly (readonly (string | null)[])[]> {
    const client = await this.#connected();
    try {
      const result = await client.query<(string | null)[]>({
        ...statement,
        values: [...parameters],
        rowMode: 'array',
        types: AS_TEXT,
      });
      return result.rows;
    } catch (error) {
      const sqlState = error instanceof pg.DatabaseError ? error.code : undefined;
      if (sqlState && !OF_SERVER.test(sqlState)) throw error;
      this.#drop(client);
      throw new DatabaseUnavailable(sqlState);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#connecting?.catch(() => undefined);
    await this.#client?.end();
  }

  async #connected(): Promise<pg.Client> {
    if (this.#client) return this.#client;
    if (this.#closed) throw new DatabaseUnavailable();
    this.#connecting ??= this.#connect();
    try {
      return await this.#connecting;
    } catch {
      throw new DatabaseUnavailable();
    } finally {
      this.#connecting = undefined;
    }
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.url,
      options: this.options,
      keepAlive: true,
      connectionTimeoutMillis: PATIENCE,
      query_timeout: PATIENCE,
    });
    client.on('error', () => {
      this.#drop(client);
    });
    await client.connect();
    this.#client = client;
    return client;
  }

  /** What comes next makes a new connection. */
  #drop(client: pg.Client): void {
    if (this.#client === client) this.#client = undefined;
    client.end().catch(() => undefined);
  }
}

/** PostgreSQL is not there, or not able: what was under way may be committed or not. */
export class DatabaseUnavailable extends Error {
  /** @param sqlState PostgreSQL's own word, where it said one. */
  constructor(readonly sqlState?: string) {
    super('PostgreSQL is not available.');
  }
}

const AS_TEXT = { getTypeParser: () => (text: string | Buffer) => text };

// Classes of SQLSTATE that tell of the server: connection, resources (a full disk), shut down, input and output, internal.
const OF_SERVER = /^(08|53|57|58|XX)/;
