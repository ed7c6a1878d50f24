// What a spreadsheet would take for a formula (OWASP, CSV Injection).
const FORMULA = /^[=+\-@\t\r]/;

/** One cell of a file for spreadsheets: quoted where it must be (RFC 4180), and never a formula. */
export function csvCell(value: string | number | null): string {
  const text = typeof value === 'number' ? String(value) : (value ?? '');
  const safe = typeof value !== 'number' && FORMULA.test(text) ? `'${text}` : text;
  return /[",;\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A file for spreadsheets, in UTF-8 with the mark by which they know it. */
export const csvFile = (lines: readonly (readonly (string | number | null)[])[]): string =>
  `\uFEFF${lines.map((line) => `${line.map(csvCell).join(',')}\r\n`).join('')}`;
