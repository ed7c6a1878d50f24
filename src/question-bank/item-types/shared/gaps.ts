/** Where a gap stands in a stem: `[[g1]]`. */
const GAP = /\[\[([a-z][a-z0-9-]*)\]\]/g;

/** The ids of a stem's gaps, in their order. */
export const gapsIn = (stem: string): string[] => [...stem.matchAll(GAP)].map(([, id]) => id ?? '');

/** A text cut at its gaps: what stands between them, and the gap's id after each piece but the last. */
export function cutAtGaps(text: string): { readonly text: string; readonly gap: string | undefined }[] {
  const pieces: { text: string; gap: string | undefined }[] = [];
  let end = 0;
  for (const match of text.matchAll(GAP)) {
    pieces.push({ text: text.slice(end, match.index), gap: match[1] });
    end = match.index + match[0].length;
  }
  return [...pieces, { text: text.slice(end), gap: undefined }];
}
