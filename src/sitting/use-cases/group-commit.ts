/** How much one write takes, and how much may wait. Bytes are an estimate of what an item holds in memory. */
export interface Bounds {
  readonly batch: number;
  readonly batchBytes: number;
  readonly waiting: number;
  readonly waitingBytes: number;
}

const MEBIBYTE = 1024 * 1024;
const BOUNDS: Bounds = {
  batch: 500,
  batchBytes: 4 * MEBIBYTE,
  waiting: 20_000,
  waitingBytes: 64 * MEBIBYTE,
};

/** What {@link GroupCommit} asks of the items that it gathers. */
export interface GroupWork<I, O> {
  /** Items with the same key never share a write, and are written in the order in which they came. */
  keyOf(item: I): string;
  bytesOf(item: I): number;
  /** Writes items, sorted by key. @returns what becomes of each, in order. */
  write(items: readonly I[]): Promise<readonly O[]>;
}

/**
 * Gathers what arrives while a write is under way and writes it in the next one: one commit for many callers.
 *
 * Contract: one write is in flight at a time; an item's promise settles only after its write has returned, so an
 * acknowledgement means that it is committed. More than the bounds let wait is refused with {@link GroupCommitFull}:
 * memory is bounded.
 */
export class GroupCommit<I, O> {
  #waiting: Pending<I, O>[] = [];
  #bytes = 0;
  #writing = false;
  readonly #bounds: Bounds;

  constructor(
    private readonly work: GroupWork<I, O>,
    bounds: Partial<Bounds> = {},
  ) {
    this.#bounds = { ...BOUNDS, ...bounds };
  }

  add(item: I): Promise<O> {
    const bytes = this.work.bytesOf(item);
    const { waiting, waitingBytes } = this.#bounds;
    if (this.#waiting.length >= waiting || this.#bytes + bytes > waitingBytes) {
      return Promise.reject(new GroupCommitFull());
    }
    return new Promise<O>((resolve, reject) => {
      this.#waiting.push({ item, key: this.work.keyOf(item), bytes, resolve, reject });
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
        const results = await this.work.write(batch.map((pending) => pending.item));
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
        batch.length < this.#bounds.batch &&
        (batch.length === 0 || bytes + pending.bytes <= this.#bounds.batchBytes);
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
