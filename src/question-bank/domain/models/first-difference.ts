/** The path to the first place where two JSON values differ; undefined where they are equal. Order of keys is nothing. */
export function firstDifference(found: unknown, wanted: unknown): (string | number)[] | undefined {
  if (found === wanted) return undefined;
  if (Array.isArray(found) && Array.isArray(wanted)) {
    return differing(
      Array.from({ length: Math.max(found.length, wanted.length) }, (_, index) => index),
      (index) => firstDifference(found[index], wanted[index]),
    );
  }
  if (isRecord(found) && isRecord(wanted)) {
    return differing([...new Set([...Object.keys(wanted), ...Object.keys(found)])], (key) =>
      firstDifference(found[key], wanted[key]),
    );
  }
  return [];
}

function differing<K extends string | number>(
  keys: readonly K[],
  at: (key: K) => (string | number)[] | undefined,
): (string | number)[] | undefined {
  for (const key of keys) {
    const inner = at(key);
    if (inner) return [key, ...inner];
  }
  return undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
