import type { DeviceKind, DeviceSignal } from '../domain/signal.js';

/** What happened, before the server has it. */
export interface Happening {
  readonly kind: DeviceKind;
  /** Milliseconds since 1970, by this device: only its distance from now is told. */
  readonly at: number;
  readonly lasted: number | null;
  readonly characters?: number;
  readonly position?: number;
}

interface Queued extends Happening {
  /** Null before it was sent the first time. */
  readonly seq: number | null;
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** As many as one report takes. */
const MOST_AT_ONCE = 100;
/** What the server takes: more than this says no more. */
const MOST_TIME = 86_400_000;
const MOST_CHARACTERS = 1_000_000;
/** A device that nobody hears keeps the first of them: they tell how it began. */
const MOST_KEPT = 1000;

interface Kept {
  /** Under which the numbers were given. */
  readonly lease: string;
  readonly queued: readonly Queued[];
}

/**
 * What the server has not acknowledged yet. It outlives the page, with the numbers that were given already: what is sent again
 * has the number that it had, so that the server knows it. Under a new lease all of it is numbered anew.
 */
export class ReportQueue {
  #queued: readonly Queued[];
  #acknowledged: number | null = null;
  #isStored: boolean;
  #isLetGo = false;

  constructor(
    private readonly store: Store,
    private readonly name: string,
    private readonly lease: string,
  ) {
    this.#queued = read(store, name, lease);
    this.#isStored = this.#queued.length > 0;
  }

  get isEmpty(): boolean {
    return this.#queued.length === 0;
  }

  add(happening: Happening): void {
    if (this.#queued.length < MOST_KEPT) this.#keep([...this.#queued, { ...happening, seq: null }]);
  }

  /** What to report now; nothing before the server has said once what it has. @param now as {@link Happening.at}. */
  next(now: number): DeviceSignal[] {
    if (this.#acknowledged === null) return [];
    let last = this.#acknowledged;
    this.#keep(
      this.#queued.map((one) => {
        last = one.seq ?? last + 1;
        return { ...one, seq: last };
      }),
    );
    return this.#queued.slice(0, MOST_AT_ONCE).map(({ at, seq, lasted, characters, ...one }) => ({
      ...one,
      seq: seq ?? 0,
      ago: Math.min(MOST_TIME, Math.max(0, Math.round(now - at))),
      lasted: lasted === null ? null : Math.min(MOST_TIME, lasted),
      ...(characters !== undefined && { characters: Math.min(MOST_CHARACTERS, characters) }),
    }));
  }

  /** Whether this page has not heard yet what the server has. */
  get isFirst(): boolean {
    return this.#acknowledged === null;
  }

  /** The server has everything up to this number; one of its processes may know less than another. */
  acknowledge(number: number): void {
    this.#acknowledged = Math.max(number, this.#acknowledged ?? 0);
    this.#keep(this.#queued.filter(({ seq }) => seq === null || seq > number));
  }

  /** What is stored is another page's from now on. */
  letGo(): void {
    this.#isLetGo = true;
  }

  #keep(queued: readonly Queued[]): void {
    this.#queued = queued;
    try {
      // What was stored and is gone went with the exam that this browser forgot.
      if (this.#isStored && this.store.getItem(this.name) === null) this.letGo();
      if (this.#isLetGo) return;
      this.#isStored = queued.length > 0;
      if (this.#isStored) this.store.setItem(this.name, JSON.stringify({ lease: this.lease, queued }));
      else this.store.removeItem(this.name);
    } catch {
      // A browser that keeps nothing tells it as long as this page lives.
    }
  }
}

function read(store: Store, name: string, lease: string): readonly Queued[] {
  try {
    const kept = JSON.parse(store.getItem(name) ?? 'null') as Kept | null;
    if (kept?.lease === lease) return kept.queued;
    return kept?.queued.map((one) => ({ ...one, seq: null })) ?? [];
  } catch {
    return [];
  }
}
