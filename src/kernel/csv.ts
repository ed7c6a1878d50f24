/**
 * One record of a table as text (RFC 4180): cells apart by commas, quoted where they must be (also for those who part cells by semicolons), ended by CR LF. A cell that a
 * spreadsheet would take for a formula gets an apostrophe before it, so that nobody's name is computed (OWASP, CSV Injection).
 */
export const csvRecord = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(cellOf).join(',')}\r\n`;

/** A whole table as a file for spreadsheets, in UTF-8 with the mark by which they know it. */
export const csvFile = (lines: readonly (readonly (string | number | null)[])[]): string =>
  `\uFEFF${lines.map(csvRecord).join('')}`;

function cellOf(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  // A spreadsheet passes over space before it looks; some take full-width signs for the signs themselves.
  const text = /^\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(value) ? `'${value}` : value;
  return /[",;\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
