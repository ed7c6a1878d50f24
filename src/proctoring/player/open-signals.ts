import type { DeviceKind } from '../domain/signal.js';

/** What may last; being in full screen is no signal, its end is. */
type Lasting = DeviceKind | 'full-screen';
type Since = Readonly<Partial<Record<Lasting, number>>>;
type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * What has begun on this device and not ended: it outlives the page, so that whoever comes back is told to have come back,
 * whichever page or tab of theirs had left.
 */
export class OpenSignals {
  /** As of the last change here; it holds where the browser keeps nothing. */
  #since: Since = {};
  #isKept = true;
  /** Where nothing is watched nothing begins: nobody is told of its end. */
  isWatched = true;

  constructor(
    private readonly store: Store,
    private readonly name: string,
  ) {}

  isOpen(kind: Lasting): boolean {
    return this.#now()[kind] !== undefined;
  }

  /** @param now milliseconds since 1970, by this device. @returns false where it had begun before, or nothing is watched. */
  begin(kind: Lasting, now: number): boolean {
    const since = this.#now();
    if (!this.isWatched || since[kind] !== undefined) return false;
    this.#keep({ ...since, [kind]: now });
    return true;
  }

  /** @returns how long it lasted, in milliseconds; null where it had not begun. */
  end(kind: Lasting, now: number): number | null {
    const { [kind]: began, ...rest } = this.#now();
    if (began === undefined) return null;
    this.#keep(rest);
    return Math.max(0, Math.round(now - began));
  }

  /** Read each time: another tab may have changed it, or the browser may have forgotten the exam. */
  #now(): Since {
    if (!this.#isKept) return this.#since;
    try {
      return JSON.parse(this.store.getItem(this.name) ?? '{}') as Since;
    } catch {
      return this.#since;
    }
  }

  #keep(since: Since): void {
    this.#since = since;
    try {
      this.store.setItem(this.name, JSON.stringify(since));
    } catch {
      // A browser that keeps nothing knows it as long as this page lives.
      this.#isKept = false;
    }
  }
}
