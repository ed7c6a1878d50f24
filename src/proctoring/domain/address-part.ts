/**
 * The part of a device's address that stays while it keeps its line: all of IPv4; of IPv6 the first 64 bits, because the rest is
 * changed for privacy every day (RFC 8981).
 */
export function addressPart(address: string): string {
  const plain = address.split('%')[0] ?? '';
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const before = head === '' ? [] : head.split(':');
  // An IPv4 address that is written as IPv6 is one.
  if (plain.includes('.')) return plain.slice(plain.lastIndexOf(':') + 1);
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...new Array<string>(zeros).fill('0'), ...after];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
