/** Above this many drawn pages the oldest is dropped: whoever makes up addresses fills no memory. */
const MOST = 100;

/**
 * Pages that a crowd asks for in the minutes before an exam, and that are the same for all but for a few words: drawn
 * once, with marks where those words go. Drawing takes a thousand times as long as putting them in.
 */
export class DrawnOnce {
  readonly #drawn = new Map<string, string>();

  /**
   * @param key tells apart what differs otherwise: language, address, state.
   * @param draw draws the page with its marks, where it was not drawn before.
   * @param words for each mark what stands there this time, as HTML; asked for only where the page has the mark.
   */
  html(key: string, draw: () => string, words: Readonly<Record<string, () => string>>): string {
    let page = this.#drawn.get(key);
    if (page === undefined) {
      page = draw();
      const [oldest] = this.#drawn.keys();
      if (oldest !== undefined && this.#drawn.size >= MOST) this.#drawn.delete(oldest);
      this.#drawn.set(key, page);
    }
    for (const [mark, word] of Object.entries(words)) {
      // Given as a function, the words are no pattern of replaceAll's own ($&).
      if (page.includes(mark)) page = page.replaceAll(mark, word);
    }
    return page;
  }
}
