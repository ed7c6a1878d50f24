import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { END, jpeg, segment } from '../../../test/support/jpegs.js';
import { MOST_SNAPSHOT_BYTES, SnapshotCheck, type SnapshotFault } from './snapshot-check.js';

/** What is said of bytes that come in pieces of a size. */
function told(bytes: Buffer, size = Math.max(1, bytes.length)): SnapshotFault | null {
  const check = new SnapshotCheck();
  for (let at = 0; at < bytes.length; at += size) {
    const fault = check.push(bytes.subarray(at, at + size));
    if (fault) return fault;
  }
  return check.end();
}

const zip = Buffer.from('PK\x03\x04\x14\0\0\0\0\0 evil PK\x05\x06', 'latin1');
const page = Buffer.from('<!doctype html><script>alert(1)</script>');
const good = jpeg();
const at = good.indexOf(Buffer.from([0xff, 0xc0]));
const before = good.subarray(0, at);
const scanAt = good.indexOf(Buffer.from([0xff, 0xda]));

describe('a snapshot', () => {
  it.each<[string, Buffer, SnapshotFault | null]>([
    ['a JPEG', good, null],
    ['as large as may be', jpeg({ width: 1920, height: 1920 }), null],
    [
      'with a small picture of itself within',
      Buffer.concat([good.subarray(0, 2), segment(0xe1, good), good.subarray(2)]),
      null,
    ],
    ['nothing', Buffer.alloc(0), 'NOT_JPEG'],
    ['a byte', Buffer.from([0xff]), 'NOT_JPEG'],
    ['a beginning alone', good.subarray(0, 2), 'NOT_JPEG'],
    ['a beginning and an end', Buffer.concat([good.subarray(0, 2), END]), 'NOT_JPEG'],
    ['a frame without a picture', Buffer.concat([good.subarray(0, scanAt), END]), 'NOT_JPEG'],
    ['a picture without a frame', Buffer.concat([before, good.subarray(scanAt)]), 'NOT_JPEG'],
    ['without its last byte', good.subarray(0, -1), 'NOT_JPEG'],
    ['another beginning', Buffer.concat([Buffer.from([0xff, 0xd9]), good.subarray(2)]), 'NOT_JPEG'],
    ['a PNG', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'NOT_JPEG'],
    ['a page', page, 'NOT_JPEG'],
    ['a page before a JPEG', Buffer.concat([page, good]), 'NOT_JPEG'],
    ['a page behind a JPEG', Buffer.concat([good, page]), 'NOT_JPEG'],
    ['an archive behind a JPEG', Buffer.concat([good, zip]), 'NOT_JPEG'],
    ['two JPEGs', Buffer.concat([good, good]), 'NOT_JPEG'],
    ['1921 pixels wide', jpeg({ width: 1921, height: 8 }), 'PICTURE_SIZE'],
    ['1921 pixels high', jpeg({ width: 8, height: 1921 }), 'PICTURE_SIZE'],
    ['of no width', jpeg({ width: 0, height: 8 }), 'PICTURE_SIZE'],
    ['too long', jpeg({ more: MOST_SNAPSHOT_BYTES }), 'TOO_LARGE'],
  ])('%s', (_, bytes, fault) => {
    expect(told(bytes)).toBe(fault);
    expect(told(bytes, 1)).toBe(fault);
  });

  it('has exactly 300 KB at most', () => {
    // Six remarks, each with a marker and a length.
    const more = MOST_SNAPSHOT_BYTES - good.length - 6 * 4;
    expect(jpeg({ more })).toHaveLength(MOST_SNAPSHOT_BYTES);
    expect(told(jpeg({ more }))).toBe(null);
    expect(told(jpeg({ more: more + 1 }))).toBe('TOO_LARGE');
  });

  it('is judged the same however it arrives', () => {
    const some = fc.constantFrom(
      good,
      jpeg({ width: 4000 }),
      Buffer.concat([good, zip]),
      page,
      good.subarray(0, -2),
    );
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 90 }), (bytes, size) => {
        expect(told(bytes, size)).toBe(told(bytes));
      }),
    );
  });

  it('is no other text, no part of one, and none with something around it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(told(Buffer.from(bytes))).not.toBeNull();
      }),
    );
    fc.assert(
      fc.property(fc.nat(good.length - 1), (length) => {
        expect(told(good.subarray(0, length))).toBe('NOT_JPEG');
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), (other) => {
        expect(told(Buffer.concat([good, other]))).toBe('NOT_JPEG');
        // FF FF FF before it would be fill bytes, were it a marker.
        expect(told(Buffer.concat([other, good]))).not.toBeNull();
      }),
    );
  });
});
