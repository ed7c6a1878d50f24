import { canonicalJson } from '../../../kernel/canonical-json.js';
import type { ViewContext } from '../item-type.js';
import { own, readRecord } from '../shared/refs.js';

/** What a response says of each place (gap, prompt), and a way to say it anew; no place left is no answer. */
export function placeValues(context: ViewContext): {
  get(place: string): string | undefined;
  set(place: string, value: string | undefined, typing?: boolean): void;
} {
  const record = readRecord(context.value ?? '{}') ?? {};
  const values = new Map<string, string>();
  for (const place of Object.keys(record)) {
    const value = own(record, place);
    if (typeof value === 'string') values.set(place, value);
  }
  return {
    get: (place) => values.get(place),
    set: (place, value, typing) => {
      if (value === undefined || value.trim() === '') values.delete(place);
      else values.set(place, value);
      context.onChange(values.size === 0 ? null : canonicalJson(Object.fromEntries(values)), typing);
    },
  };
}
