/** A log's state (C2SP tlog-checkpoint): how many entries, and the root over them. */
export interface Checkpoint {
  /** The log's name: its address without a scheme. */
  readonly origin: string;
  readonly size: number;
  /** 32 bytes. */
  readonly root: Buffer;
}

/** The text that is signed: three lines. */
export const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${String(size)}\n${root.toString('base64')}\n`;

/** @returns undefined for what is no checkpoint. Further lines, none of them empty, may follow: they are signed as well. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin = '', size = '', hash = '', ...more] = text.split('\n');
  const root = Buffer.from(hash, 'base64');
  if (origin === '' || !/^(?:0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size)))
    return undefined;
  if (root.length !== 32 || root.toString('base64') !== hash || more.pop() !== '' || more.includes(''))
    return undefined;
  return { origin, size: Number(size), root };
}
