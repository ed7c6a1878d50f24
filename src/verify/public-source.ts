import { boundedBody } from '../platform/http/bounded-body.js';

/** What cannot be read cannot be judged: the platform is away, or the address is none of a platform. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** There is nothing at an address; what that means is the reader's to say. */
export class Missing extends Error {
  override readonly name = 'Missing';
}

const TRIES = 4;
const PATIENCE = 30_000;
/** Bytes: the largest that a platform has reason to send is a draw's bundle of thirty thousand. */
const MOST = 256 * 1024 * 1024;

/** Reads what a platform publishes: over HTTP, without an account, trying again where the line fails. */
export class PublicSource {
  /** @param origin scheme, host and port. */
  constructor(readonly origin: string) {}

  /** @throws Missing where the platform says so, Unreadable where it does not answer. */
  async bytes(path: string): Promise<Buffer> {
    let reason = '';
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 200 * 2 ** attempt));
      try {
        const answer = await fetch(this.origin + path, {
          signal: AbortSignal.timeout(PATIENCE),
          redirect: 'error',
        });
        if (answer.status === 404) throw new Missing(path);
        if (answer.ok) return await boundedBody(answer, MOST);
        reason = `status ${String(answer.status)}`;
      } catch (error) {
        if (error instanceof Missing) throw error;
        reason = error instanceof Error ? error.message : String(error);
      }
    }
    throw new Unreadable(`${this.origin}${path} cannot be read (${reason}).`);
  }

  /** @throws Missing, Unreadable. */
  async text(path: string): Promise<string> {
    return (await this.bytes(path)).toString('utf8');
  }

  /** @throws Missing as well where it is no JSON. */
  async json(path: string): Promise<unknown> {
    const text = await this.text(path);
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw new Missing(path);
    }
  }
}

/** Results in order, of work that runs some ahead: reading goes on while what was read is judged. */
export async function* ahead<T, R>(
  things: Iterable<T>,
  many: number,
  work: (thing: T) => Promise<R>,
): AsyncGenerator<R> {
  const under: Promise<R>[] = [];
  try {
    for (const thing of things) {
      const started = work(thing);
      // Whoever takes it in turn is told; until then nobody else need be.
      started.catch(() => undefined);
      under.push(started);
      if (under.length >= many) yield await (under.shift() as Promise<R>);
    }
    while (under.length > 0) yield await (under.shift() as Promise<R>);
  } finally {
    await Promise.allSettled(under);
  }
}
