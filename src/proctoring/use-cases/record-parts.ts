import { Injectable } from '@nestjs/common';
import type { Json } from '../../kernel/index.js';
import type { Tx } from '../../platform/index.js';
import type { SittingView } from '../../sitting/index.js';

/** Words by their key, with what is filled in. */
export interface Words {
  readonly key: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** One thing that is kept about a candidate, in plain and neutral words. */
export interface RecordRow {
  readonly at: Date;
  /** Each a sentence; one at least. */
  readonly words: readonly Words[];
  /** Null: it has no length, or has not ended. */
  readonly lastedMs?: number | null;
  /** What a named person wrote, as it is. */
  readonly said?: string;
  /** Where more of it is. */
  readonly href?: string;
  /** For the export: all that is kept of it and that the words do not say. */
  readonly details?: Readonly<Record<string, Json>>;
}

/** All of one kind that is kept about a candidate. */
export interface RecordPart {
  /** Stable: a part's name in the export. */
  readonly name: string;
  readonly title: Words;
  /** What to say where there is nothing: it should put at ease. */
  readonly empty: Words;
  readonly rows: readonly RecordRow[];
  /** Until when it is kept; `until` is null while that day is not known, and the words say what it follows from. */
  readonly kept: { readonly until: Date | null; readonly words: Words };
}

/** Whose record it is, and of which session. */
export interface RecordOf {
  readonly sessionId: string;
  readonly personId: string;
  readonly applicationId: string;
  /** Null: they were not admitted, or have not begun. */
  readonly sitting: SittingView | null;
  /** When the session was over; null before. */
  readonly overAt: Date | null;
}

/** What a part of the proctoring stage keeps about a candidate of a session. */
export type RecordSource = (tx: Tx, of: RecordOf) => Promise<readonly RecordPart[]>;

/** A source that has something only of whoever sits. */
export const whileSitting =
  (
    source: (tx: Tx, sitting: SittingView, overAt: Date | null) => Promise<readonly RecordPart[]>,
  ): RecordSource =>
  (tx, { sitting, overAt }) =>
    sitting ? source(tx, sitting, overAt) : Promise.resolve([]);

/** The oldest first. */
export const inOrder = (rows: readonly RecordRow[]): RecordRow[] =>
  rows.toSorted((one, other) => one.at.getTime() - other.at.getTime());

/**
 * What a candidate can read and take along: all that is kept about them by this stage. Whatever keeps something registers when the
 * platform starts (`onModuleInit`): nothing is kept that its candidate cannot read.
 */
@Injectable()
export class RecordParts {
  readonly #sources: RecordSource[] = [];

  register(source: RecordSource): void {
    this.#sources.push(source);
  }

  /** In the order in which they were registered. */
  async of(tx: Tx, of: RecordOf): Promise<RecordPart[]> {
    const parts: RecordPart[] = [];
    for (const source of this.#sources) parts.push(...(await source(tx, of)));
    return parts;
  }
}
