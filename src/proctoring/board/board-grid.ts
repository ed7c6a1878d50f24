import { element } from '../../question-bank/item-types/view/index.js';
import { keyOf, stateOf, type Row } from './board-state.js';
import { lasted, type Say } from './words.js';

/** The candidates, a tile each. A tile that has not changed is not touched, so nobody loses their place. */
export class BoardGrid {
  readonly #tiles = new Map<string, { readonly item: HTMLLIElement; drawn: string }>();

  constructor(
    private readonly list: HTMLElement,
    private readonly say: Say,
    private readonly language: string,
    private readonly onOpen: (key: string) => void,
  ) {}

  /** @param now milliseconds since 1970 by the server. @param open the key of the candidate whose panel is open. */
  draw(rows: readonly Row[], now: number, open: string | null): void {
    const shown = new Set(rows.map(keyOf));
    for (const [key, { item }] of this.#tiles) {
      if (shown.has(key)) continue;
      item.remove();
      this.#tiles.delete(key);
    }
    let place: Element | null = this.list.firstElementChild;
    for (const row of rows) {
      const item = this.#tile(row, now, open);
      if (item === place) place = place.nextElementSibling;
      else this.#move(item, place);
    }
  }

  /** A tile that moves keeps the focus that it had. */
  #move(item: HTMLLIElement, before: Element | null): void {
    const held = item.contains(document.activeElement);
    this.list.insertBefore(item, before);
    if (held) item.querySelector('button')?.focus({ preventScroll: true });
  }

  #tile(row: Row, now: number, open: string | null): HTMLLIElement {
    const key = keyOf(row);
    const known = this.#tiles.get(key);
    const item = known?.item ?? this.#made(key);
    const lines = this.#lines(row, now);
    const drawn = JSON.stringify([row.attention, row.state, lines, open === key]);
    if (known?.drawn === drawn) return item;
    this.#tiles.set(key, { item, drawn });
    const button = item.querySelector('button');
    if (!button) return item;
    button.dataset['attention'] = row.attention;
    button.dataset['state'] = row.state;
    button.setAttribute('aria-expanded', String(open === key));
    button.replaceChildren(
      ...lines.map(([name, text]) => element('span', { class: `board-tile__${name}` }, text)),
    );
    return item;
  }

  #made(key: string): HTMLLIElement {
    const button = element('button', { type: 'button', class: 'board-tile', 'aria-controls': 'board-panel' });
    button.addEventListener('click', () => {
      this.onOpen(key);
    });
    return element('li', { 'data-key': key }, button);
  }

  #lines(row: Row, now: number): (readonly [name: string, text: string])[] {
    const { say } = this;
    const since = (moment: string): string => lasted(this.language, now - Date.parse(moment));
    const [first] = row.lasting;
    const [unseen, ...more] = row.unseen;
    const what = first
      ? say('lasts', { what: say(`kind.${first.kind}`), time: since(first.since) })
      : unseen
        ? say(unseen.count > 1 ? 'times' : 'once', {
            what: say(`kind.${unseen.kind}`),
            count: String(unseen.count),
          })
        : null;
    return [
      ['number', row.candidateNumber ?? say('noNumber')],
      ...(row.seat === null ? [] : [['seat', row.seat] as const]),
      ['state', say(stateOf(row))],
      ...(what === null ? [] : [['what', what] as const]),
      ...(!first && more.length > 0
        ? [['more', say('andMore', { count: String(more.length) })] as const]
        : []),
      ...(row.inHand ? [['hand', say('inHand', { name: row.inHand.official })] as const] : []),
    ];
  }
}
