import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import readQr from 'jsqr';
import { qrRuns, qrSvg } from './qr.js';

const SCALE = 4;
const QUIET = 4;

/** What a camera would read of the code. */
function scan(text: string): string | undefined {
  const { size, runs } = qrRuns(text);
  const side = (size + 2 * QUIET) * SCALE;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const { x, y, width } of runs) {
    for (let row = (y + QUIET) * SCALE; row < (y + QUIET + 1) * SCALE; row += 1) {
      for (let column = (x + QUIET) * SCALE; column < (x + QUIET + width) * SCALE; column += 1) {
        pixels.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3);
      }
    }
  }
  const scanner = readQr as unknown as typeof readQr.default;
  return scanner(pixels, side, side)?.data;
}

describe('a QR code', () => {
  it('is read as what it was made of', () => {
    const address = `https://exam.example.org/receipts/${'0123456789abcdef'.repeat(4)}`;
    expect(scan(address)).toBe(address);
    fc.assert(
      fc.property(fc.stringMatching(/^[23456789BCDFGHJKMNPQRSTVWXYZ]{16}$/), (code) => {
        expect(scan(code)).toBe(code);
      }),
      { numRuns: 20 },
    );
  });

  it('says its label, and keeps markup out of it', () => {
    expect(qrSvg('A', 'a "code" <b>')).toContain('aria-label="a &quot;code&quot; &lt;b>"');
  });
});
