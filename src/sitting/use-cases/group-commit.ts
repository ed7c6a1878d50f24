/**
 * Gathers what arrives while a write is under way and writes it in the next one: one commit for many callers.
 *
 * Contract: one write is in flight at a time; an item's promise settles only after its write has returned, so an
 * acknowledgement means that it is committed. Items with the same key never share a write: the later waits.
 */
export class GroupCommit<I, O> {
  #waiting: Pending<I, O>[] = [];
  #writing = false;

  constructor(
    private readonly keyOf: (item: I) => string,
    private readonly write: (items: readonly I[]) => Promise<readonly O[]>,
    private readonly limit = 500,
    /** More than this waiting is refused with {@link GroupCommitFull}: memory is bounded. */
    private readonly capacity = 20_000,
  ) {}

  add(item: I): Promise<O> {
    if (this.#waiting.length >= this.capacity) return Promise.reject(new GroupCommitFull());
    return new Promise<O>((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
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
    const keys = new Set<string>();
    const batch: Pending<I, O>[] = [];
    const later: Pending<I, O>[] = [];
    for (const pending of this.#waiting) {
      const key = this.keyOf(pending.item);
      if (batch.length < this.limit && !keys.has(key)) {
        keys.add(key);
        batch.push(pending);
      } else later.push(pending);
    }
    this.#waiting = later;
    return batch;
  }
}

export class GroupCommitFull extends Error {}

interface Pending<I, O> {
  readonly item: I;
  readonly resolve: (result: O) => void;
  readonly reject: (error: unknown) => void;
}
