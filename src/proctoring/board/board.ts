import { setText } from '../../pages/browser/set-text.js';
import { element } from '../../question-bank/item-types/view/index.js';
import { BoardApi } from './board-api.js';
import { BoardGrid } from './board-grid.js';
import { BoardLine, type LineState } from './board-line.js';
import { BoardPanel } from './board-panel.js';
import { PanelCover } from './panel-cover.js';
import {
  countsOf,
  shownRows,
  VIEWS,
  withNews,
  type Filter,
  type News,
  type Row,
  type View,
} from './board-state.js';
import { sayFrom, timeOf, type Say } from './words.js';

/** What the page hands over, as JSON in a data block. */
interface BoardSetup {
  readonly sessionId: string;
  readonly accountId: string;
  readonly csrfToken: string;
  readonly language: string;
  readonly canAct: boolean;
  readonly canExtend: boolean;
  readonly words: Readonly<Record<string, unknown>>;
}

/** How long things have lasted is written anew so often. */
const TICK = 10_000;

/** The page of a board: the stream comes in, the grid and the panel show it. */
class Board {
  readonly #say: Say;
  readonly #grid: BoardGrid;
  readonly #panel: BoardPanel;
  readonly #cover = new PanelCover(byId('board'), byId('board-status'), byId('board-panel'));
  #rows: ReadonlyMap<string, Row> = new Map();
  #filter: Filter = { view: 'all', roomId: '', search: '' };
  #open: string | null = null;
  /** The button that has opened the panel for all. */
  #opener: HTMLElement | null = null;
  /** What the server's clock is ahead of this one, in milliseconds. */
  #ahead = 0;

  constructor(private readonly setup: BoardSetup) {
    const say = sayFrom(setup.words);
    this.#say = say;
    this.#grid = new BoardGrid(byId('board-grid'), say, setup.language, (key) => {
      this.#openPanel(key);
    });
    this.#panel = new BoardPanel(byId('board-panel'), {
      say,
      language: setup.language,
      sessionId: setup.sessionId,
      me: setup.accountId,
      canAct: setup.canAct,
      canExtend: setup.canExtend,
      api: new BoardApi(setup.sessionId, setup.csrfToken),
      onClose: () => {
        this.#closed();
      },
      onSaid: (text) => {
        byId('board-said').textContent = text;
      },
    });
    byId('board-loading').hidden = false;
    this.#listen();
    new BoardLine(`/api/v1/sessions/${setup.sessionId}/board`, {
      onNews: (news) => {
        this.#take(news);
      },
      onLine: (state) => {
        this.#line(state);
      },
    }).open();
    setInterval(() => {
      this.#draw();
    }, TICK);
  }

  #listen(): void {
    const search = byId('board-search') as HTMLInputElement;
    search.addEventListener('input', () => {
      this.#filter = { ...this.#filter, search: search.value };
      this.#draw();
    });
    const room = document.getElementById('board-room') as HTMLSelectElement | null;
    room?.addEventListener('change', () => {
      this.#filter = { ...this.#filter, roomId: room.value };
      this.#draw();
    });
    for (const button of document.querySelectorAll<HTMLButtonElement>('[data-act]')) {
      button.addEventListener('click', () => {
        this.#open = null;
        this.#opener = button;
        this.#panel.actForAll(button.dataset['act'] as 'message');
        this.#cover.set(true);
        this.#draw();
      });
    }
  }

  #take(news: News): void {
    this.#rows = withNews(this.#rows, news);
    this.#ahead = news.at - Date.now();
    if (news.viewers) {
      const others = news.viewers.filter(({ accountId }) => accountId !== this.setup.accountId);
      setText(
        byId('board-viewers'),
        others.length === 0
          ? ''
          : this.#say('alsoWatching', { names: others.map(({ official }) => official).join('; ') }),
      );
    }
    const { pausedAt } = news.session;
    setText(
      byId('board-paused'),
      pausedAt === null ? '' : this.#say('stands', { time: timeOf(this.setup.language, pausedAt) }),
    );
    const held = document.activeElement;
    for (const button of document.querySelectorAll<HTMLElement>('[data-act]')) {
      const act = button.dataset['act'];
      button.hidden =
        news.session.state !== 'open' ||
        (act === 'pause' && pausedAt !== null) ||
        (act === 'resume' && pausedAt === null);
    }
    // The button that has just done its work is gone: the one beside it is there.
    if (held instanceof HTMLElement && held.matches('[data-act][hidden]')) actForAllOf(held).focus();
    byId('board-loading').hidden = true;
    const row = this.#open === null ? undefined : this.#rows.get(this.#open);
    if (row) this.#panel.update(row);
    else if (this.#open !== null) this.#panel.close();
    this.#draw();
  }

  #line(state: LineState): void {
    const line = byId('board-line');
    line.dataset['state'] = state.is;
    const heardAt = state.is === 'lost' ? state.heardAt : null;
    const text =
      heardAt === null
        ? this.#say(`line.${state.is}`)
        : this.#say('line.lostAt', { time: timeOf(this.setup.language, heardAt) });
    const { pathname, search } = location;
    const signIn = `/sign-in?next=${encodeURIComponent(pathname + search)}`;
    line.replaceChildren(
      text,
      ...(state.is === 'signed-out'
        ? [' ', element('a', { href: signIn, class: 'govuk-link' }, this.#say('line.signIn'))]
        : []),
    );
  }

  #draw(): void {
    const rows = [...this.#rows.values()];
    const shown = shownRows(rows, this.#filter, this.setup.accountId);
    this.#grid.draw(shown, Date.now() + this.#ahead, this.#open);
    byId('board-empty').hidden = shown.length > 0 || this.#rows.size === 0;
    byId('board-nobody').hidden = this.#rows.size > 0 || !byId('board-loading').hidden;
    const counts = countsOf(rows, this.#filter.roomId, this.setup.accountId);
    this.#chips(counts);
    const title = document.title.replace(/^\(\d+\) /, '');
    document.title = counts.attention > 0 ? `(${String(counts.attention)}) ${title}` : title;
  }

  #chips(counts: Readonly<Record<View, number>>): void {
    const host = byId('board-views');
    if (host.childElementCount === 0) {
      for (const view of VIEWS) {
        const button = element('button', { type: 'button', 'data-view': view });
        button.addEventListener('click', () => {
          this.#filter = { ...this.#filter, view };
          this.#draw();
        });
        host.append(button);
      }
    }
    for (const button of host.querySelectorAll<HTMLButtonElement>('button')) {
      const view = button.dataset['view'] as View;
      button.setAttribute('aria-pressed', String(view === this.#filter.view));
      const text = `${this.#say(`view.${view}`)} ${String(counts[view])}`;
      if (button.textContent !== text) button.textContent = text;
    }
  }

  #openPanel(key: string): void {
    const row = this.#rows.get(key);
    if (!row) return;
    this.#open = key;
    this.#panel.open(row);
    this.#cover.set(true);
    this.#draw();
  }

  #closed(): void {
    const key = this.#open;
    this.#open = null;
    this.#cover.set(false);
    this.#draw();
    if (key === null && this.#opener) {
      actForAllOf(this.#opener).focus({ preventScroll: true });
      return;
    }
    const tile = [...document.querySelectorAll<HTMLElement>('[data-key]')].find(
      ({ dataset }) => dataset['key'] === key,
    );
    (tile?.querySelector('button') ?? byId('board-search')).focus({ preventScroll: true });
  }
}

/** A button of an act for all, or the first that there is where it is gone; with none, the search. */
const actForAllOf = (button: HTMLElement): HTMLElement =>
  button.hidden
    ? (document.querySelector<HTMLElement>('[data-act]:not([hidden])') ?? byId('board-search'))
    : button;

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found;
}

new Board(JSON.parse(byId('board-setup').textContent) as BoardSetup);
