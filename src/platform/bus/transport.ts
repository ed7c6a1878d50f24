/** How texts travel between processes. */
export interface BusTransport {
  publish(text: string): Promise<void>;
  /** Listens until it is closed, reconnecting by itself; `onUp` is called each time the connection is up. */
  listen(onText: (text: string) => void, onUp: () => void): void;
  close(): Promise<void>;
}

export interface BusBackend {
  readonly redisUrl: string | undefined;
  readonly databaseUrl: string;
  /** Runs one statement on the pool: publishing needs no connection of its own. */
  readonly query: (sql: string, parameters: readonly unknown[]) => Promise<unknown>;
}
