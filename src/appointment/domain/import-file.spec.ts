import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { IMPORT_COLUMNS, MOST_ROWS, readImport, rowHash, type ImportRow } from './import-file.js';

const HEAD = IMPORT_COLUMNS.join(',');
const TODAY = '2026-03-10';
const bytes = (text: string) => Buffer.from(text, 'utf8');
const read = (text: string | Uint8Array) => readImport(typeof text === 'string' ? bytes(text) : text, TODAY);
const codeOf = (text: string | Uint8Array) => {
  const result = read(text);
  return result.ok ? 'ok' : result.refusal.code;
};
const rowsOf = (text: string): ImportRow[] => {
  const result = read(text);
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
};
const faultsOf = (row: string) =>
  rowsOf(`${HEAD}\n${row}`)[0]?.faults.map(({ fault, column }) => [fault, column]);
const GOOD = 'Aliya Nurlan,Head of archive,B-3,Baku,1999-05-01,Order 7';

describe('a file of past appointments', () => {
  it.each([
    ['a byte order mark', `\uFEFF${HEAD}\n${GOOD}\n`],
    ['line ends of Windows', `${HEAD}\r\n${GOOD}\r\n`],
    ['semicolons', `${HEAD}\n${GOOD}\n`.replaceAll(',', ';')],
    ['tabs', `${HEAD}\n${GOOD}\n`.replaceAll(',', '\t')],
    [
      'quotes and empty lines',
      `\n${HEAD.toUpperCase()}\n\n"Aliya  Nurlan ","Head of archive",B-3,Baku,1999-05-01,Order 7`,
    ],
    [
      'columns in another order',
      'basis,appointed_on,location,grade,post_title,person_name\nOrder 7,1999-05-01,Baku,B-3,Head of archive,Aliya Nurlan',
    ],
  ])('is read with %s', (_, text) => {
    expect(rowsOf(text)).toMatchObject([
      {
        values: { person_name: 'Aliya Nurlan', post_title: 'Head of archive', basis: 'Order 7' },
        faults: [],
      },
    ]);
  });

  it.each([
    ['IMPORT.EMPTY', ''],
    ['IMPORT.ENCODING', Buffer.from([0xff, 0xfe, 0x41, 0x00])],
    ['IMPORT.ENCODING', Buffer.from([0xc0, 0xeb, 0xe8, 0xff])],
    ['IMPORT.ENCODING', `${HEAD}\nA\0liya`],
    ['IMPORT.COLUMNS', 'name,post\nAliya,Head'],
    ['IMPORT.COLUMNS', `${HEAD},extra\n${GOOD},x`],
    ['IMPORT.COLUMNS', `${HEAD},basis\n${GOOD},x`],
    ['IMPORT.NOT_CSV', `${HEAD}\n"never closed`],
    ['IMPORT.NO_ROWS', `${HEAD}\n\n`],
    ['IMPORT.MANY_ROWS', `${HEAD}\n${`${GOOD}\n`.repeat(MOST_ROWS + 1)}`],
  ])('is refused with %s', (code, text) => {
    expect(codeOf(text as string)).toBe(code);
  });

  it('says of each row what is wrong, and where', () => {
    expect(faultsOf(GOOD)).toEqual([]);
    expect(faultsOf('Aliya Nurlan,Head,B-3,Baku,1999-05-01')).toEqual([['CELLS', null]]);
    expect(faultsOf(`${GOOD},more`)).toEqual([['CELLS', null]]);
    expect(faultsOf(',,,,,')).toEqual([
      ['MISSING', 'person_name'],
      ['MISSING', 'post_title'],
      ['MISSING', 'appointed_on'],
      ['MISSING', 'basis'],
    ]);
    expect(faultsOf('7,Head,,,1999-02-30,Order')).toEqual([
      ['NAME', 'person_name'],
      ['DAY', 'appointed_on'],
    ]);
    expect(faultsOf('Aliya Nurlan,Head,,,01.05.1999,Order')).toEqual([['DAY', 'appointed_on']]);
    expect(faultsOf('Aliya Nurlan,Head,,,2026-03-11,Order')).toEqual([['DAY_TO_COME', 'appointed_on']]);
    expect(faultsOf(`Aliya Nurlan,${'x'.repeat(301)},,,1999-05-01,"Or\u0007der"`)).toEqual([
      ['LONG', 'post_title'],
      ['CHARACTERS', 'basis'],
    ]);
  });

  it('finds the same person, post and day a second time, however they are written', () => {
    const rows = rowsOf(`${HEAD}\n${GOOD}\nALIYA  NURLAN,head of archive,,,1999-05-01,Another order`);
    expect(rows.map(({ faults }) => faults.map(({ fault }) => fault))).toEqual([[], ['TWICE']]);
    const hashes = (agency: string) => rows.map(({ values }) => rowHash(agency, values).toString('hex'));
    const [a, b] = hashes('agency');
    expect(a).toBe(b);
    expect(hashes('other')).not.toContain(a);
  });

  it('never throws, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (some) => {
        expect(typeof readImport(some, TODAY).ok).toBe('boolean');
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (some) => {
        expect(typeof read(`${HEAD}\n${some}`).ok).toBe('boolean');
      }),
    );
  });
});
