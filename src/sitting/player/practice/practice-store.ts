/** A practice exam as this browser keeps it. Nothing of it is ever sent. */
export interface PracticeRun {
  /** Milliseconds since 1970 by the device's clock: it is practice. */
  readonly endsAt: number;
  /** Handed in: its answers are shown from now on. */
  readonly done: boolean;
  readonly answers: Readonly<Record<string, string>>;
  readonly flagged: readonly number[];
  readonly notes: Readonly<Record<string, string>>;
}

type Stored = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Keeps one practice exam in the browser's storage; where that is forbidden or full, for this page alone. */
export class PracticeStore {
  readonly #key: string;

  /** @param open gives the storage; it may throw, where the browser forbids it. */
  constructor(
    code: string,
    private readonly open: () => Stored,
  ) {
    this.#key = `openmerit-practice-${code}`;
  }

  /** The run that was begun here, over or not; null where there is none. */
  kept(): PracticeRun | null {
    try {
      const run: unknown = JSON.parse(this.open().getItem(this.#key) ?? 'null');
      return isRun(run) ? run : null;
    } catch {
      return null;
    }
  }

  /** @returns whether it is kept: a reload finds it again. */
  keep(run: PracticeRun): boolean {
    try {
      this.open().setItem(this.#key, JSON.stringify(run));
      return true;
    } catch {
      return false;
    }
  }

  forget(): void {
    try {
      this.open().removeItem(this.#key);
    } catch {
      // Nothing was kept.
    }
  }
}

function isRun(found: unknown): found is PracticeRun {
  if (typeof found !== 'object' || found === null) return false;
  const { endsAt, done, answers, flagged, notes } = found as Partial<Record<keyof PracticeRun, unknown>>;
  const isTexts = (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((one) => typeof one === 'string');
  return (
    typeof endsAt === 'number' &&
    typeof done === 'boolean' &&
    isTexts(answers) &&
    isTexts(notes) &&
    Array.isArray(flagged) &&
    flagged.every((one) => typeof one === 'number')
  );
}
