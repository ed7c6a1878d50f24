import type { ViewContext } from '../item-type.js';
import { cutAtGaps, gapsIn } from '../shared/gaps.js';
import { group, stem } from './frame.js';

/** Shows the stem with an input in the place of each gap. @param make the input of one gap; its label names its number. */
export function gapList(
  context: ViewContext,
  legend: string,
  make: (gap: string, label: string) => HTMLElement,
): void {
  const { host, item, say } = context;
  const count = String(gapsIn(item.stem).length);
  let number = 0;
  const body = stem(context);
  body.classList.add('item-gaps');
  // The group is described by the stem everywhere else; here the stem is in it.
  body.removeAttribute('id');
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts) {
    const pieces = cutAtGaps(text.data);
    if (pieces.length === 1) continue;
    text.replaceWith(
      ...pieces.flatMap((piece): (Node | string)[] => {
        if (piece.gap === undefined) return [piece.text];
        number += 1;
        return [piece.text, make(piece.gap, say('gap', { number: String(number), count }))];
      }),
    );
  }
  const whole = group(context, legend, body);
  whole.removeAttribute('aria-describedby');
  host.append(whole);
}
