const NAME = 'openmerit-wish ';

/**
 * The id of this tab's wish for the right to answer, until what it was given is kept: the server gives the same lease to the same
 * wish, so that an answer which is lost on the way is no other device. It outlives the page, which may be loaded again meanwhile.
 */
export class OpenWish {
  #id: string | null;

  constructor(private readonly sessionId: string) {
    this.#id = stored((tab) => tab.getItem(NAME + sessionId));
  }

  get isOpen(): boolean {
    return this.#id !== null;
  }

  /** Opens a wish where none is open. */
  get id(): string {
    if (this.#id !== null) return this.#id;
    const id = crypto.randomUUID();
    this.#id = id;
    stored((tab) => {
      tab.setItem(NAME + this.sessionId, id);
    });
    return id;
  }

  close(): void {
    this.#id = null;
    stored((tab) => {
      tab.removeItem(NAME + this.sessionId);
    });
  }
}

/** Null where this browser forbids storage: then the wish lasts as long as the page. */
function stored<T>(use: (tab: Storage) => T): T | null {
  try {
    return use(sessionStorage);
  } catch {
    return null;
  }
}
