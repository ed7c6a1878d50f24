/** One segment of a JPEG: its marker, its length, what it holds. */
export function segment(code: number, data: Uint8Array | readonly number[]): Buffer {
  const head = Buffer.from([0xff, code, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, Buffer.from(data)]);
}

const both = (value: number): [number, number] => [value >> 8, value & 0xff];
const START = Buffer.from([0xff, 0xd8]);
export const END = Buffer.from([0xff, 0xd9]);
const JFIF = segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1'));

export interface JpegWish {
  readonly width?: number;
  readonly height?: number;
  /** From black, 0, to white, 127. */
  readonly grey?: number;
  /** Bytes of remarks in it, to make it longer. */
  readonly more?: number;
}

/**
 * A baseline JPEG (ITU-T T.81) of one grey that every browser draws: its first block says the grey, all others that they are
 * the same.
 */
export function jpeg({ width = 64, height = 48, grey = 64, more = 0 }: JpegWish = {}): Buffer {
  const remarks: Buffer[] = [];
  for (let left = more; left > 0; left -= 60_000)
    remarks.push(segment(0xfe, Buffer.alloc(Math.min(left, 60_000), 'a')));
  const blocks = Math.max(1, Math.ceil(width / 8) * Math.ceil(height / 8));
  // A difference of 7 bits, of which the highest says whether it is above the middle; then the end of the block.
  const bits = `01${grey.toString(2).padStart(7, '0')}0${'000'.repeat(blocks - 1)}`;
  const scan = (bits.match(/.{1,8}/g) ?? []).flatMap((byte) => {
    const one = parseInt(byte.padEnd(8, '1'), 2);
    return one === 0xff ? [0xff, 0] : [one];
  });
  return Buffer.concat([
    START,
    JFIF,
    ...remarks,
    segment(0xdb, [0, ...Array<number>(64).fill(8)]),
    segment(0xc0, [8, ...both(height), ...both(width), 1, 1, 0x11, 0]),
    // Two codes of two bits: no difference, and one of 7 bits. One code of one bit: the end of the block.
    segment(0xc4, [0x00, 0, 2, ...Array<number>(14).fill(0), 0, 7]),
    segment(0xc4, [0x10, 1, ...Array<number>(15).fill(0), 0]),
    segment(0xda, [1, 1, 0, 0, 63, 0]),
    Buffer.from(scan),
    END,
  ]);
}
