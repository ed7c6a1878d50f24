// Types of elements (pg_type.dat).
const OID = { uuid: 2950, int4: 23, bytea: 17, jsonb: 3802 } as const;
const HEADER = 20;

/**
 * One-dimensional arrays in PostgreSQL's binary format (array_recv): half the work of texts for both sides.
 * In: values as they are written here, hex without a prefix; whole numbers of 32 bits.
 */
export const uuidArray = (uuids: readonly string[]): Buffer =>
  fixed(OID.uuid, 16, uuids, (array, uuid, at) => {
    array.write(uuid.replaceAll('-', ''), at, 16, 'hex');
  });

export const intArray = (numbers: readonly number[]): Buffer =>
  fixed(OID.int4, 4, numbers, (array, number, at) => {
    array.writeInt32BE(number, at);
  });

/** SHA-256 hashes, as bytea. */
export const hashArray = (hashes: readonly string[]): Buffer =>
  fixed(OID.bytea, 32, hashes, (array, hash, at) => {
    array.write(hash, at, 32, 'hex');
  });

/** Texts that are JSON, as jsonb. */
export function jsonbArray(texts: readonly string[]): Buffer {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const array = begin(
    OID.jsonb,
    texts.length,
    lengths.reduce((sum, length) => sum + 5 + length, 0),
  );
  let at = HEADER;
  for (const [index, text] of texts.entries()) {
    const length = lengths[index] ?? 0;
    at = array.writeInt32BE(length + 1, at);
    // The version of jsonb's binary format.
    at = array.writeInt8(1, at);
    at += array.write(text, at, length, 'utf8');
  }
  return array;
}

function fixed<T>(
  oid: number,
  size: number,
  values: readonly T[],
  write: (array: Buffer, value: T, at: number) => void,
): Buffer {
  const array = begin(oid, values.length, values.length * (4 + size));
  let at = HEADER;
  for (const value of values) {
    at = array.writeInt32BE(size, at);
    write(array, value, at);
    at += size;
  }
  return array;
}

function begin(oid: number, count: number, bytes: number): Buffer {
  const array = Buffer.allocUnsafe(HEADER + bytes);
  // An array without elements has no dimension.
  array.writeInt32BE(count === 0 ? 0 : 1, 0);
  array.writeInt32BE(0, 4);
  array.writeInt32BE(oid, 8);
  array.writeInt32BE(count, 12);
  array.writeInt32BE(1, 16);
  return count === 0 ? array.subarray(0, 12) : array;
}
