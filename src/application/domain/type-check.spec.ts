import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nameFits, shownName } from './file-type.js';
import { TypeCheck } from './type-check.js';

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const chunk = (type: string, data: Buffer): Buffer =>
  Buffer.concat([u32(data.length), Buffer.from(type, 'latin1'), data, u32(0)]);
const png = (width = 20, height = 20, more: Buffer[] = []): Buffer =>
  Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', Buffer.concat([u32(width), u32(height), Buffer.from([8, 0, 0, 0, 0])])),
    ...more,
    chunk('IDAT', deflateSync(Buffer.alloc(420))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
const segment = (code: number, data: Buffer): Buffer => {
  const head = Buffer.from([0xff, code, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
};
const frame = (width: number, height: number): Buffer => {
  const data = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  data.writeUInt16BE(height, 1);
  data.writeUInt16BE(width, 3);
  return data;
};
const jpeg = (width = 20, height = 20): Buffer =>
  Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    // A picture within the picture: its own end is not the end.
    segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), Buffer.from([0xff, 0xd8, 0xff, 0xd9])])),
    segment(0xc0, frame(width, height)),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56, 0xff, 0xff]),
    Buffer.from([0xd9]),
  ]);
const pdf = (more = ''): Buffer =>
  Buffer.from(`%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n${more}`, 'latin1');
const zip = Buffer.from('PK\x03\x04\x14\0\0\0\0\0 evil PK\x05\x06', 'latin1');

function told(bytes: Buffer, size = bytes.length): ReturnType<TypeCheck['end']> {
  const check = new TypeCheck();
  for (let at = 0; at < bytes.length; at += size) check.push(bytes.subarray(at, at + size));
  return check.end();
}

describe('what a file is', () => {
  it.each<[string, Buffer, object]>([
    ['a PDF', pdf(), { type: 'pdf', fault: null }],
    ['a PDF that was added to', pdf('2 0 obj\nendobj\n%%EOF\r\n'), { type: 'pdf', fault: null }],
    ['a JPEG', jpeg(), { type: 'jpeg', fault: null }],
    ['a PNG', png(), { type: 'png', fault: null }],
    ['nothing', Buffer.alloc(0), { fault: 'EMPTY' }],
    ['one byte', Buffer.from([0x89]), { fault: 'TYPE' }],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'), { fault: 'TYPE' }],
    ['a script after junk before a PDF', Buffer.concat([Buffer.from('<script>'), pdf()]), { fault: 'TYPE' }],
    ['an archive', zip, { fault: 'TYPE' }],
    ['a GIF', Buffer.from('GIF89a\x01\0\x01\0\0\0\0;trailing-bytes', 'latin1'), { fault: 'TYPE' }],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), { fault: 'TYPE' }],
    ['a PDF with an archive behind it', Buffer.concat([pdf(), zip]), { fault: 'TRAILING' }],
    [
      'a PDF with a long archive behind it',
      Buffer.concat([pdf(), Buffer.alloc(5000, zip)]),
      { fault: 'TRAILING' },
    ],
    ['a PDF without an end', Buffer.from('%PDF-1.7\n1 0 obj'), { fault: 'TYPE' }],
    ['a JPEG with an archive behind it', Buffer.concat([jpeg(), zip]), { fault: 'TRAILING' }],
    ['a JPEG that is cut', jpeg().subarray(0, -1), { fault: 'TYPE' }],
    [
      'the first bytes of a JPEG and a script',
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('<script>alert(1)</script>')]),
      { fault: 'TYPE' },
    ],
    ['a PNG with a PDF behind it', Buffer.concat([png(), pdf()]), { fault: 'TRAILING' }],
    ['a PNG that is cut', png().subarray(0, -3), { fault: 'TYPE' }],
    [
      'a PNG without its head',
      Buffer.concat([png().subarray(0, 8), chunk('IDAT', Buffer.alloc(40))]),
      { fault: 'TYPE' },
    ],
    ['a PNG that unpacks to 3.6 thousand million pixels', png(60_000, 60_000), { fault: 'PICTURE_SIZE' }],
    ['a PNG of no size', png(0, 20), { fault: 'PICTURE_SIZE' }],
    ['a JPEG that unpacks to 4 thousand million pixels', jpeg(65_535, 65_535), { fault: 'PICTURE_SIZE' }],
  ])('%s', (_, bytes, verdict) => {
    expect(told(bytes)).toEqual(verdict);
  });

  it('is the same however the bytes arrive', () => {
    const any = fc.constantFrom(pdf(), jpeg(), png(), png(60_000, 60_000), Buffer.concat([jpeg(), zip]), zip);
    fc.assert(
      fc.property(any, fc.integer({ min: 1, max: 60 }), (bytes, size) => {
        expect(told(bytes, size)).toEqual(told(bytes));
      }),
    );
  });

  it('is one kind, and a fault for every other text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(told(Buffer.from(bytes)).fault).not.toBeNull();
      }),
    );
  });
});

describe('a file’s name', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    [String.raw`C:\Users\me\diploma.pdf`, 'diploma.pdf'],
    ['.htaccess', 'htaccess'],
    ['диплом.pdf', 'диплом.pdf'],
    ['photo\u202Egpj.exe', 'photogpj.exe'],
    ['a\r\nset-cookie: x.pdf', 'aset-cookie x.pdf'],
    ['', 'document'],
    ['/', 'document'],
    ['...', 'document'],
  ])('%j is shown as %j', (name, shown) => {
    expect(shownName(name)).toBe(shown);
  });

  it('is never a path, never empty, never long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const shown = shownName(name);
        expect(shown).toMatch(/^[^/\\.\p{Cc}"][^/\\\p{Cc}"]*$/u);
        expect([...shown].length).toBeLessThanOrEqual(120);
        expect(shownName(shown)).toBe(shown);
      }),
    );
  });

  it('fits what the file is', () => {
    expect(nameFits('a.JPG', 'jpeg')).toBe(true);
    expect(nameFits('a.jpeg', 'jpeg')).toBe(true);
    expect(nameFits('a.pdf', 'png')).toBe(false);
    expect(nameFits('a.pdf.exe', 'pdf')).toBe(false);
  });
});
