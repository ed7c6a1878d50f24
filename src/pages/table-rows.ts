import nunjucks from 'nunjucks';

type Text = string | number | null | undefined | { toString(): string };

export interface StatusTag {
  readonly text: Text;
  readonly kind?: string | undefined;
}

export type TableCell =
  | string
  | number
  | null
  | undefined
  | {
      readonly text?: Text;
      readonly href?: string | undefined;
      readonly html?: Text;
      readonly tag?: StatusTag | undefined;
    };

export interface TableColumn {
  readonly text: Text;
  readonly kind?: 'number' | undefined;
  readonly hidden?: boolean | undefined;
}

export interface TableRow {
  readonly cells: readonly TableCell[];
  readonly current?: boolean | undefined;
  readonly id?: string | undefined;
}

/**
 * The body of a table, for the component of that name. A page has hundreds of cells, and a template takes ten times as long
 * for each. Everything is escaped but a cell's `html`, and what a template has marked safe.
 */
export const tableRows = (columns: readonly TableColumn[], rows: readonly TableRow[]): string => {
  const heads = columns.map(({ text, kind, hidden }, index) => {
    const number = kind === 'number' ? ' class="om-number"' : '';
    return hidden && index > 0 ? number : `${number} data-label="${escaped(text)}"`;
  });
  return rows.map((row) => tableRow(heads, row)).join('\n');
};

function tableRow(heads: readonly string[], { cells, current, id }: TableRow): string {
  const attributes = `${id ? ` id="${escaped(id)}"` : ''}${current ? ' class="om-table__current" aria-current="true"' : ''}`;
  const drawn = cells.map((cell, index) => {
    const head = heads[index] ?? '';
    return index === 0
      ? `<th scope="row"${head}>${cellContent(cell)}</th>`
      : `<td${head}>${cellContent(cell)}</td>`;
  });
  return `<tr${attributes}>${drawn.join('')}</tr>`;
}

function cellContent(cell: TableCell): string {
  if (typeof cell !== 'object' || cell === null) return escaped(cell);
  const { tag, html, href, text } = cell;
  if (tag) return statusTag(tag);
  if (html) return html.toString();
  return href ? `<a class="govuk-link" href="${escaped(href)}">${escaped(text)}</a>` : escaped(text);
}

/** A state in a word. */
export const statusTag = ({ text, kind }: StatusTag): string =>
  `<strong class="om-tag om-tag--${escaped(kind ? kind : 'neutral')}">${escaped(text)}</strong>`;

// Its types leave it out.
const { escape } = nunjucks.lib as unknown as { escape: (text: string) => string };

function escaped(text: Text): string {
  if (text === null || text === undefined) return '';
  return text instanceof nunjucks.runtime.SafeString ? text.toString() : escape(String(text));
}
