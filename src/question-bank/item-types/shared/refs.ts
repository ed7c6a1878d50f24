const REF = /^(?:[1-9]|1[0-2])$/;

/** The authored id behind a shown ref; undefined for what is no ref of this item. */
export const optionOf = (ref: unknown, optionOrder: readonly string[]): string | undefined =>
  typeof ref === 'string' && REF.test(ref) ? optionOrder[Number(ref) - 1] : undefined;

/** The ref of an authored id: its place in the order shown. */
export const refOf = (option: string, optionOrder: readonly string[]): string =>
  String(optionOrder.indexOf(option) + 1);

/** Authored ids behind refs; undefined where one is no ref or stands there twice. */
export function optionsOf(refs: readonly unknown[], optionOrder: readonly string[]): string[] | undefined {
  const options = refs.map((ref) => optionOf(ref, optionOrder));
  const known = options.filter((option) => option !== undefined);
  return known.length === options.length && new Set(known).size === known.length ? known : undefined;
}

/** A list from a response; undefined for anything else. */
export function readList(value: string): readonly unknown[] | undefined {
  const parsed = readJson(value);
  return Array.isArray(parsed) ? parsed : undefined;
}

/** An object from a response; undefined for anything else. */
export function readRecord(value: string): Readonly<Record<string, unknown>> | undefined {
  const parsed = readJson(value);
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
    ? (parsed as Record<string, unknown>)
    : undefined;
}

/** A member that the object has itself, not by inheritance. */
export const own = (record: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(record, key) ? record[key] : undefined;

function readJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
