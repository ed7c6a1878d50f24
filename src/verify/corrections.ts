import { misquoted, type CorrectionLine } from '../registry/domain/corrections.js';
import { DoesNotHold, type LogReading, type ReadEntry } from './log-reading.js';
import { Missing, type PublicSource } from './public-source.js';
import type { Memory } from './history.js';
import { checkItem, type Item } from './published.js';

/** A correction, and which entry it is of. */
export interface ReadCorrection {
  readonly seq: number;
  readonly of: number;
  readonly entry: string;
  readonly fields: readonly CorrectionLine[];
  readonly personal: readonly string[];
}

const wrong = (seq: number, what: string) =>
  new DoesNotHold('corrections', `Entry ${String(seq)} corrects another one, and ${what}`);

/** The correction that an entry is; undefined for every other kind. @throws DoesNotHold where it is of nothing before it. */
export function readCorrection({ seq, fact, shown }: ReadEntry): ReadCorrection | undefined {
  if (fact.type !== 'correction') return undefined;
  const correction = shown as unknown as Omit<ReadCorrection, 'seq' | 'of'> & { readonly seq: number };
  const { seq: of, entry, fields, personal } = correction;
  if (fact.official === null || fact.cause !== String(of) || fact.subject !== entry)
    throw wrong(seq, 'does not say which and who decided.');
  if (of >= seq) throw wrong(seq, 'that one is not earlier.');
  if (fields.length + personal.length === 0) throw wrong(seq, 'says nothing of it.');
  return { seq, of, entry, fields, personal };
}

/** Each correction is of an entry that is in the log at the place it names, and says of it what it says. @throws DoesNotHold. */
export async function checkCorrections(
  source: PublicSource,
  reading: LogReading,
  corrections: readonly ReadCorrection[],
  memory: Memory,
): Promise<void> {
  for (const { seq, of, entry, fields, personal } of corrections) {
    const item = (await source
      .json(`/api/v1/registry/entries/${encodeURIComponent(entry)}`)
      .catch((error: unknown) => {
        if (error instanceof Missing) throw wrong(seq, `there is no entry ${entry}.`);
        throw error;
      })) as Item;
    if (item.publicId !== entry || item.seq !== String(of))
      throw wrong(seq, `entry ${entry} is not at the place ${String(of)}.`);
    await checkItem(source, reading, of, item, memory);
    const misquote = misquoted(item.shown, fields);
    if (misquote !== undefined)
      throw wrong(seq, `entry ${entry} does not show at ${misquote} what it says it does.`);
    if (!personal.every((name) => Object.hasOwn(item.fact.commitments, name)))
      throw wrong(seq, `entry ${entry} has no such personal field.`);
  }
}
