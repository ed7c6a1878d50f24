import { evaluateNumber } from './evaluate.js';
import type { TableFile, Template } from './model-file.js';
import { Rational } from './rational.js';
import { within, type Scope } from './value.js';

/**
 * A table as HTML that the platform's texts allow: a caption, headers with scope, the first column as headers of rows.
 * A cell's template sees its row's number, from 1, as `i`.
 */
export function renderTable(
  table: TableFile,
  scope: Scope,
  render: (template: Template, scope: Scope) => string,
): string {
  const count = evaluateNumber(String(table.rows), scope).toIndex();
  const head = table.columns.map(({ head: text }) => `<th scope="col">${render(text, scope)}</th>`);
  const row = (cell: (column: TableFile['columns'][number]) => string): string =>
    `<tr>${table.columns
      .map((column, index) =>
        index === 0 ? `<th scope="row">${cell(column)}</th>` : `<td>${cell(column)}</td>`,
      )
      .join('')}</tr>`;
  const body = Array.from({ length: count }, (_, index) => {
    const inRow = within(scope, { i: Rational.of(index + 1) });
    return row(({ cell }) => render(cell, inRow));
  });
  if (table.columns[0]?.total !== undefined) body.push(row(({ total }) => render(total ?? '', scope)));
  return [
    `<table><caption>${render(table.caption, scope)}</caption>`,
    `<thead><tr>${head.join('')}</tr></thead>`,
    `<tbody>${body.join('')}</tbody></table>`,
  ].join('');
}
