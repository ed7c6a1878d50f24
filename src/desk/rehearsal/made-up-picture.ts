/** Bits of each line of a letter, five to a line, from the left. */
const LETTERS: Readonly<Record<string, readonly number[]>> = {
  M: [0b10001, 0b11011, 0b10101, 0b10001, 0b10001],
  A: [0b01110, 0b10001, 0b11111, 0b10001, 0b10001],
  D: [0b11110, 0b10001, 0b10001, 0b10001, 0b11110],
  E: [0b11111, 0b10000, 0b11110, 0b10000, 0b11111],
  U: [0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
  P: [0b11110, 0b10001, 0b11110, 0b10000, 0b10000],
};
const LINES = ['MADE', 'UP'];
const SAYS = 'Made up for a rehearsal: nobody was photographed.';

/** In blocks of eight by eight pixels. */
const WIDTH = 28;
const HEIGHT = 21;
const LETTER = 6;
const LINE = 8;
const TOP = 4;

const PAPER = 110;
const INK = -120;

/** A picture in place of a snapshot: it says that it is made up, to whoever sees it and in a remark within. A baseline JPEG (ITU-T T.81). */
export function madeUpPicture(): Buffer {
  // Flat blocks: each is told by how much it differs from the one before it.
  let before = 0;
  const bits: string[] = [];
  for (let row = 0; row < HEIGHT; row += 1) {
    for (let column = 0; column < WIDTH; column += 1) {
      const level = isInk(row, column) ? PAPER + INK : PAPER;
      bits.push(blockBits(level - before));
      before = level;
    }
  }
  const scan = (bits.join('').match(/.{1,8}/g) ?? []).flatMap((byte) => {
    const one = Number.parseInt(byte.padEnd(8, '1'), 2);
    // Within a scan FF would begin a marker.
    return one === 0xff ? [0xff, 0] : [one];
  });
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    segment(0xfe, Buffer.from(SAYS, 'latin1')),
    segment(0xdb, [0, ...Array<number>(64).fill(8)]),
    segment(0xc0, [8, ...both(HEIGHT * 8), ...both(WIDTH * 8), 1, 1, 0x11, 0]),
    // Two codes of two bits: no difference, and one of seven bits. One code of one bit: the end of a block.
    segment(0xc4, [0x00, 0, 2, ...Array<number>(14).fill(0), 0, 7]),
    segment(0xc4, [0x10, 1, ...Array<number>(15).fill(0), 0]),
    segment(0xda, [1, 1, 0, 0, 63, 0]),
    Buffer.from(scan),
    Buffer.from([0xff, 0xd9]),
  ]);
}

function isInk(row: number, column: number): boolean {
  const line = Math.floor((row - TOP) / LINE);
  const within = (row - TOP) % LINE;
  const text = LINES[line];
  if (row < TOP || text === undefined) return false;
  const left = Math.floor((WIDTH - text.length * LETTER + 1) / 2);
  const place = column - left;
  const bits = LETTERS[text[Math.floor(place / LETTER)] ?? '']?.[within] ?? 0;
  return place >= 0 && ((bits >> (4 - (place % LETTER))) & 1) === 1;
}

/** Of seven bits, of which the highest says whether it is above nothing; then the end of the block. */
function blockBits(difference: number): string {
  if (difference === 0) return '000';
  const value = difference > 0 ? difference : difference + 127;
  return `01${value.toString(2).padStart(7, '0')}0`;
}

const both = (value: number): [number, number] => [value >> 8, value & 0xff];

/** One segment of a JPEG: its marker, its length, what it holds. */
function segment(code: number, data: Uint8Array | readonly number[]): Buffer {
  const head = Buffer.from([0xff, code, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, Buffer.from(data)]);
}
