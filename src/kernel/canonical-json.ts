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
  switch (typeof value) {
    case 'string':
      return text(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('A non-finite number has no canonical form.');
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value)
        ? list(value as readonly Json[])
        : record(value as { readonly [key: string]: Json });
    default:
      throw new TypeError(`A ${typeof value} has no canonical form.`);
  }
}

function text(value: string): string {
  if (!value.isWellFormed()) throw new TypeError('A lone surrogate has no canonical form.');
  return JSON.stringify(value);
}

// Loops and one growing text: forms and pools are long, and this is half the cost of hashing them.
function list(values: readonly Json[]): string {
  let body = '';
  for (const value of values) body += body === '' ? canonicalJson(value) : `,${canonicalJson(value)}`;
  return `[${body}]`;
}

function record(values: { readonly [key: string]: Json }): string {
  let body = '';
  for (const key of Object.keys(values).sort()) {
    const member = values[key];
    if (member === undefined) throw new TypeError('undefined has no canonical form.');
    body += `${body === '' ? '' : ','}${text(key)}:${canonicalJson(member)}`;
  }
  return `{${body}}`;
}
