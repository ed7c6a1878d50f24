import { encode } from 'uqr';

/** The dark runs of a QR code (ISO/IEC 18004, error correction M): row, first module, how many. */
export function qrRuns(text: string): {
  readonly size: number;
  readonly runs: readonly { readonly x: number; readonly y: number; readonly width: number }[];
} {
  const { data, size } = encode(text, { ecc: 'M', border: 0 });
  const runs: { x: number; y: number; width: number }[] = [];
  for (const [y, row] of data.entries()) {
    for (let x = 0; x < size; x += 1) {
      if (!row[x]) continue;
      const from = x;
      while (row[x + 1]) x += 1;
      runs.push({ x: from, y, width: x - from + 1 });
    }
  }
  return { size, runs };
}

/** The quiet zone that readers need around a code, in modules. */
const QUIET = 4;

/**
 * A QR code as SVG for a page. @param label what a screen reader says instead.
 * It is dark on white whatever the page's colours are: readers need the contrast.
 */
export function qrSvg(text: string, label: string): string {
  const { size, runs } = qrRuns(text);
  const side = String(size + 2 * QUIET);
  const path = runs
    .map(
      ({ x, y, width }) => `M${String(x + QUIET)} ${String(y + QUIET)}h${String(width)}v1h-${String(width)}z`,
    )
    .join('');
  return (
    `<svg class="om-qr" viewBox="0 0 ${side} ${side}" role="img" aria-label="${escape(label)}" shape-rendering="crispEdges" focusable="false">` +
    `<path fill="#fff" d="M0 0h${side}v${side}H0z"/><path fill="#000" d="${path}"/></svg>`
  );
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
