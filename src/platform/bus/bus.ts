import { postgresTransport } from './postgres-transport.js';
import { redisTransport } from './redis-transport.js';
import type { BusBackend, BusTransport } from './transport.js';

/** What a message says: ids alone, 4 KiB at most. */
export type Hint = Readonly<Record<string, string>>;

/**
 * Called with each message of a channel, and with null when messages may have been missed: the subscription has just
 * come up, or the connection was lost and is back. Then the handler asks the record for all it cares about.
 */
export type HintHandler = (hint: Hint | null) => void;

const MOST_BYTES = 4096;

/**
 * Tells other processes that something has changed: Redis pub/sub where an address is given, otherwise LISTEN/NOTIFY on
 * the same PostgreSQL. A message is a hint, never the record: it may be lost, come twice or come late. Whoever publishes
 * does so after the commit, and goes on where it fails; whoever hears it asks the record.
 */
export class Bus {
  readonly #transport: BusTransport;
  readonly #handlers = new Map<string, Set<HintHandler>>();
  #listening = false;

  constructor(
    backend: BusBackend,
    private readonly onError: (error: Error) => void = () => undefined,
  ) {
    this.#transport = backend.redisUrl
      ? redisTransport(backend.redisUrl, onError)
      : postgresTransport(backend, onError);
  }

  /** Never fails: a lost hint costs time alone. @throws Error where the message is too large, which is a bug. */
  async publish(channel: string, hint: Hint): Promise<void> {
    const text = JSON.stringify({ channel, hint });
    if (Buffer.byteLength(text) > MOST_BYTES) throw new Error('A message of the bus holds ids alone.');
    try {
      await this.#transport.publish(text);
    } catch (error) {
      this.onError(asError(error));
    }
  }

  /** @returns what ends the subscription. */
  subscribe(channel: string, handler: HintHandler): () => void {
    const handlers = this.#handlers.get(channel) ?? new Set();
    this.#handlers.set(channel, handlers.add(handler));
    if (!this.#listening) {
      this.#listening = true;
      this.#transport.listen(
        (text) => {
          this.#hear(text);
        },
        () => {
          for (const all of this.#handlers.values()) for (const one of all) this.#tell(one, null);
        },
      );
    }
    return () => handlers.delete(handler);
  }

  async close(): Promise<void> {
    this.#handlers.clear();
    await this.#transport.close();
  }

  #hear(text: string): void {
    let message: { channel: string; hint: Hint };
    try {
      message = JSON.parse(text) as typeof message;
    } catch (error) {
      this.onError(asError(error));
      return;
    }
    for (const handler of this.#handlers.get(message.channel) ?? []) this.#tell(handler, message.hint);
  }

  /** One handler that throws must not keep a hint from the others. */
  #tell(handler: HintHandler, hint: Hint | null): void {
    try {
      handler(hint);
    } catch (error) {
      this.onError(asError(error));
    }
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error('unknown'));
