import { parse } from 'csv-parse/sync';
import { hashJson, ok, refuse, type Result } from '../../kernel/index.js';

/** Columns of a file of past appointments, by their names in the first line; in any order, all of them. */
export const IMPORT_COLUMNS = [
  'person_name',
  'post_title',
  'grade',
  'location',
  'appointed_on',
  'basis',
] as const;
export type ImportColumn = (typeof IMPORT_COLUMNS)[number];

export const MOST_ROWS = 2000;
const LONGEST: Readonly<Record<ImportColumn, number>> = {
  person_name: 200,
  post_title: 300,
  grade: 40,
  location: 120,
  appointed_on: 10,
  basis: 500,
};
/** May be left empty: old books do not say it always. */
const OPTIONAL: readonly ImportColumn[] = ['grade', 'location'];

/** What is wrong with a row; `KNOWN`: it was imported before. */
export type RowFault =
  'CELLS' | 'MISSING' | 'LONG' | 'CHARACTERS' | 'NAME' | 'DAY' | 'DAY_TO_COME' | 'TWICE' | 'KNOWN';

export interface ImportRow {
  /** In the file, from 1; a cell may go over several lines. */
  readonly line: number;
  readonly values: Readonly<Record<ImportColumn, string>>;
  /** Fault → the column that has it; null: the row itself. None: it can be imported. */
  readonly faults: readonly { readonly fault: RowFault; readonly column: ImportColumn | null }[];
}

/**
 * Reads a file of past appointments: UTF-8, with or without a byte order mark; commas, semicolons or tabs between cells;
 * RFC 4180 quotes; either kind of line end. Each row is judged by itself; a file that cannot be read at all is refused.
 *
 * @param today `yyyy-mm-dd`. Refusals: IMPORT.EMPTY, IMPORT.ENCODING, IMPORT.NOT_CSV, IMPORT.COLUMNS, IMPORT.NO_ROWS,
 *   IMPORT.MANY_ROWS.
 */
export function readImport(bytes: Uint8Array, today: string): Result<ImportRow[]> {
  if (bytes.length === 0) return fileRefusal('EMPTY', 'The file is empty.');
  const text = decode(bytes);
  if (text === undefined) return fileRefusal('ENCODING', 'The file is not UTF-8 text.');
  const records = recordsOf(text);
  if (!records) return fileRefusal('NOT_CSV', 'The file cannot be read as a table.');
  const [head, ...body] = records;
  const names = (head?.record ?? []).map((one) => one.trim().toLowerCase());
  const missing = IMPORT_COLUMNS.filter((one) => !names.includes(one));
  const unknown = names.filter((one) => !(IMPORT_COLUMNS as readonly string[]).includes(one));
  if (missing.length > 0 || unknown.length > 0 || new Set(names).size < names.length)
    return fileRefusal('COLUMNS', 'The first line does not name the columns that are needed.', {
      missing: missing.join(', '),
      unknown: unknown.join(', ').slice(0, 200),
    });
  if (body.length === 0) return fileRefusal('NO_ROWS', 'The file has no rows below its first line.');
  if (body.length > MOST_ROWS)
    return fileRefusal('MANY_ROWS', 'The file has too many rows.', { most: MOST_ROWS });
  const seen = new Set<string>();
  return ok(
    body.map(({ record, line }) => {
      const values = Object.fromEntries(
        IMPORT_COLUMNS.map((column) => [column, tidy(record[names.indexOf(column)] ?? '')]),
      ) as Record<ImportColumn, string>;
      if (record.length !== names.length)
        return { line, values, faults: [{ fault: 'CELLS' as const, column: null }] };
      const faults = IMPORT_COLUMNS.flatMap((column) => {
        const fault = cellFault(column, values[column], today);
        return fault === null ? [] : [{ fault, column }];
      });
      const same = rowHash('', values).toString('hex');
      if (faults.length === 0 && seen.has(same)) return { line, values, faults: [TWICE] };
      seen.add(same);
      return { line, values, faults };
    }),
  );
}

/** By what a past appointment is known again: who, to what, when, in one form. Nobody is imported twice. */
export const rowHash = (agencyId: string, values: Readonly<Record<ImportColumn, string>>): Buffer =>
  hashJson([
    agencyId,
    values.person_name.toLowerCase(),
    values.post_title.toLowerCase(),
    values.appointed_on,
  ]);

const TWICE = { fault: 'TWICE' as const, column: null };

const fileRefusal = (code: string, detail: string, data: Readonly<Record<string, unknown>> = {}) =>
  refuse('invalid', `IMPORT.${code}`, detail, { fields: { file: `IMPORT.${code}` }, data });

function decode(bytes: Uint8Array): string | undefined {
  try {
    // It takes a byte order mark away, and throws for what is no UTF-8.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

function recordsOf(text: string): { record: string[]; line: number }[] | undefined {
  const [first = ''] = text.split(/\r?\n/, 1);
  const delimiter = [';', '\t', ','].find((one) => first.includes(one)) ?? ',';
  try {
    const found = parse(text, {
      delimiter,
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 20_000,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return found.map(({ record, info }) => ({ record, line: info.lines }));
  } catch {
    return undefined;
  }
}

const tidy = (cell: string): string => cell.normalize('NFC').trim().replace(/ +/g, ' ');

function cellFault(column: ImportColumn, value: string, today: string): RowFault | null {
  if (value === '') return OPTIONAL.includes(column) ? null : 'MISSING';
  if (value.length > LONGEST[column]) return 'LONG';
  if (/\p{Cc}|\p{Cs}|\p{Co}/u.test(value)) return 'CHARACTERS';
  if (column === 'person_name' && !/\p{L}.*\p{L}/u.test(value)) return 'NAME';
  if (column !== 'appointed_on') return null;
  if (!isDay(value)) return 'DAY';
  return value > today ? 'DAY_TO_COME' : null;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '1800-01-01') return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}
