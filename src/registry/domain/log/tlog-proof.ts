/** That an entry is in the log, checked without asking anybody (C2SP tlog-proof). */
export interface TlogProof {
  /** The entry's place, from 0. */
  readonly index: number;
  /** Inclusion proof of RFC 6962, lowest first. */
  readonly hashes: readonly Buffer[];
  /** The signed note of a checkpoint that covers the entry. */
  readonly checkpoint: string;
}

const HEADER = 'c2sp.org/tlog-proof@v1';

export const writeProof = ({ index, hashes, checkpoint }: TlogProof): string =>
  [HEADER, `index ${String(index)}`, ...hashes.map((hash) => hash.toString('base64')), '', checkpoint].join(
    '\n',
  );

/** @returns undefined for what is no such proof. Its extra line, which anybody may add, is passed over. */
export function readProof(text: string): TlogProof | undefined {
  const end = text.indexOf('\n\n');
  const [header, ...lines] = text.slice(0, Math.max(end, 0)).split('\n');
  if (lines[0]?.startsWith('extra ')) lines.shift();
  const [, index] = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '') ?? [];
  const hashes = lines.map((line) => Buffer.from(line, 'base64'));
  if (header !== HEADER || index === undefined) return undefined;
  if (!hashes.every((hash, at) => hash.length === 32 && hash.toString('base64') === lines[at]))
    return undefined;
  return { index: Number(index), hashes, checkpoint: text.slice(end + 2) };
}
