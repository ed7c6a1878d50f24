/** Bounds in bytes, by an estimate of what an item holds in memory. */
export interface ByteBounds<I> {
  readonly of: (item: I) => number;
  /** Of one write; an item that is larger is written alone. */
  readonly batch: number;
  /** Of all that waits. */
  readonly waiting: number;
}

/**
 * Gathers what arrives while a write is under way and writes it in the next one: one commit for many callers.
 *
 * Contract: one write is in flight at a time; an item's promise settles only after its write has returned, so an
 * acknowledgement means that it is committed. Items with the same key never share a write, and are written in the order
 * in which they came. A write gets its items sorted by key.
 */
export class GroupCommit<I, O> {
  #waiting: Pending<I, O>[] = [];
  #bytes = 0;
  #writing = false;

  constructor(
    private readonly keyOf: (item: I) => string,
    private readonly write: (items: readonly I[]) => Promise<readonly O[]>,
    private readonly limit = 500,
    /** More than this waiting is refused with {@link GroupCommitFull}: memory is bounded. */
    private readonly capacity = 20_000,
    private readonly bytes: ByteBounds<I> = { of: () => 0, batch: 0, waiting: 0 },
  ) {}

  add(item: I): Promise<O> {
    const bytes = this.bytes.of(item);
    if (this.#waiting.length >= this.capacity || this.#bytes + bytes > this.bytes.waiting) {
      return Promise.reject(new GroupCommitFull());
    }
    return new Promise<O>((resolve, reject) => {
      this.#waiting.push({ item, key: this.keyOf(item), bytes, resolve, reject });
      this.#bytes += bytes;
      if (!this.#writing) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#writing = true;
    // Requests of the same turn of the event loop join the first write.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) {
      const batch = this.#next();
      try {
        const results = await this.write(batch.map((pending) => pending.item));
        for (const [index, pending] of batch.entries()) pending.resolve(results[index] as O);
      } catch (error) {
        for (const pending of batch) pending.reject(error);
      }
    }
    this.#writing = false;
  }

  #next(): Pending<I, O>[] {
    const met = new Set<string>();
    const batch: Pending<I, O>[] = [];
    const later: Pending<I, O>[] = [];
    let bytes = 0;
    for (const pending of this.#waiting) {
      const fits =
        batch.length < this.limit && (batch.length === 0 || bytes + pending.bytes <= this.bytes.batch);
      if (fits && !met.has(pending.key)) {
        bytes += pending.bytes;
        batch.push(pending);
      } else later.push(pending);
      // Whoever has one that waits must not be overtaken by their own next.
      met.add(pending.key);
    }
    this.#waiting = later;
    this.#bytes -= bytes;
    return batch.sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}

export class GroupCommitFull extends Error {}

interface Pending<I, O> {
  readonly item: I;
  readonly key: string;
  readonly bytes: number;
  readonly resolve: (result: O) => void;
  readonly reject: (error: unknown) => void;
}
