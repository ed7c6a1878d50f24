/** That an entry is in the log, checked without asking anybody (C2SP tlog-proof). */
export interface TlogProof {
  /** The entry's place, from 0. */
  readonly index: number;
  /** Inclusion proof of RFC 6962, lowest first. */
  readonly hashes: readonly Buffer[];
  /** The signed note of a checkpoint that covers the entry. */
  readonly checkpoint: string;
  /** Whatever an application adds: neither proved nor signed. */
  readonly extra?: Buffer;
}

const HEADER = 'c2sp.org/tlog-proof@v1';
const EXTRA = 'extra ';

export const writeProof = ({ index, hashes, checkpoint, extra }: TlogProof): string =>
  [
    HEADER,
    ...(extra ? [`${EXTRA}${extra.toString('base64')}`] : []),
    `index ${String(index)}`,
    ...hashes.map((hash) => hash.toString('base64')),
    '',
    checkpoint,
  ].join('\n');

/** @returns undefined for what is no such proof. */
export function readProof(text: string): TlogProof | undefined {
  const end = text.indexOf('\n\n');
  const [header, ...lines] = text.slice(0, Math.max(end, 0)).split('\n');
  const extra = lines[0]?.startsWith(EXTRA) ? (lines.shift() as string).slice(EXTRA.length) : undefined;
  if (extra !== undefined && !isBase64(extra)) return undefined;
  const [, index] = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '') ?? [];
  const hashes = lines.map((line) => Buffer.from(line, 'base64'));
  if (header !== HEADER || index === undefined || !Number.isSafeInteger(Number(index))) return undefined;
  if (!hashes.every(({ length }, at) => length === 32 && isBase64(lines[at] as string))) return undefined;
  return {
    index: Number(index),
    hashes,
    checkpoint: text.slice(end + 2),
    ...(extra !== undefined && { extra: Buffer.from(extra, 'base64') }),
  };
}

/** Written in the one way that there is for these bytes. */
const isBase64 = (text: string): boolean => Buffer.from(text, 'base64').toString('base64') === text;
