import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvFile, csvRecord } from './csv.js';

/** Reads one record back as RFC 4180 has it. */
function read(line: string): string[] {
  const cells: string[] = [];
  let rest = line.slice(0, -2);
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"(,|$)/.exec(rest);
    const plain = /^([^",\r\n]*)(,|$)/.exec(rest);
    const found = quoted ?? plain;
    if (!found) throw new Error(`No record: ${line}`);
    cells.push((found[1] ?? '').replaceAll('""', '"'));
    if (found[2] === '') return cells;
    rest = rest.slice(found[0].length);
  }
}

describe('a record of a table', () => {
  it.each([
    [['a', 'b'], 'a,b\r\n'],
    [['a,b', 'c"d', 'e\nf'], '"a,b","c""d","e\nf"\r\n'],
    [[1, -2, null, ''], '1,-2,,\r\n'],
    [['=1+1', '+1', '-1', '@x', '\t=1'], `'=1+1,'+1,'-1,'@x,'\t=1\r\n`],
    [[' =cmd|x'], `' =cmd|x\r\n`],
    [['O\u2019Neil', 'Ә'], 'O\u2019Neil,Ә\r\n'],
  ])('%j', (cells, line) => {
    expect(csvRecord(cells)).toBe(line);
  });

  it('is read back as it was, but for the apostrophe before what looks like a formula', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (cells) => {
        const back = read(csvRecord(cells));
        expect(back.map((cell, index) => (cell === cells[index] ? cell : cell.slice(1)))).toEqual(cells);
        for (const cell of back) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });
});

describe('a file for spreadsheets', () => {
  it('begins with the mark of UTF-8', () => {
    expect(csvFile([['a', 7, null]])).toBe('\uFEFFa,7,\r\n');
  });

  it('is read by others as it was, but for the apostrophe before what looks like a formula', () => {
    const cell = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1 }), (lines) => {
        const back: string[][] = parse(csvFile(lines), { bom: true });
        expect(
          back.map((line, row) =>
            line.map((one, column) => (one === `'${lines[row]?.[column] ?? ''}` ? one.slice(1) : one)),
          ),
        ).toEqual(lines);
      }),
      { numRuns: 1000 },
    );
  });
});
