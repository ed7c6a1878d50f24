/** A value that has one canonical form. Floats are allowed only where JSON's shortest form is meant. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * Serialises a JSON value so that equal values have equal bytes on any machine.
 *
 * Follows RFC 8785 (JSON Canonicalization Scheme): keys sorted by UTF-16 code units, no white space,
 * numbers and strings as ECMAScript's JSON.stringify writes them.
 *
 * @throws TypeError for what has no canonical form: undefined, a non-finite number, a bigint, a lone surrogate.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('A non-finite number has no canonical form.');
    return JSON.stringify(value);
  }
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError('A lone surrogate has no canonical form.');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const record = value as { readonly [key: string]: Json };
    const body = Object.keys(record)
      .sort()
      .map((key) => {
        const member = record[key];
        if (member === undefined) throw new TypeError('undefined has no canonical form.');
        return `${canonicalJson(key)}:${canonicalJson(member)}`;
      });
    return `{${body.join(',')}}`;
  }
  throw new TypeError(`A ${typeof value} has no canonical form.`);
}
