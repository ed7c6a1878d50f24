import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { Bus, Database, LOGGER, type Principal } from '../../platform/index.js';
import { sessionById, type SessionState } from '../../session/index.js';
import { sayWhoWatches, viewersOf, type Viewer } from '../store/board-store.js';
import { BoardOfSession, type BoardRow } from './board-of-session.js';

/** What is told of a board: all of it at first, then what differs. */
export interface BoardNews {
  /** Everything is in `rows`: what is not in it is no more. */
  readonly whole: boolean;
  readonly rows: readonly BoardRow[];
  /** Rows that are gone, by {@link boardKey}. */
  readonly gone: readonly string[];
  /** Who else watches; null where that has not changed. */
  readonly viewers: readonly Viewer[] | null;
  readonly session: { readonly state: SessionState; readonly pausedAt: Date | null };
  /** Milliseconds since 1970, when this was looked at. */
  readonly at: number;
}

export interface BoardListener {
  readonly principal: Pick<Principal, 'accountId' | 'official'>;
  tell(news: BoardNews): void;
  beat(): void;
  end(): void;
}

/** After a hint, so that what comes together is looked at together. */
const SOON = 150;
/** Without one: time passes too, and saves give no hint. */
const EVERY = 1000;
const BEAT = 10_000;
/** How far answers are changes all the time: every so many looks. */
const PROGRESS_EACH = 10;
const MOST = 500;
/** One person has a few windows; what opens more would shut others out. */
const MOST_EACH = 20;
/** A board that was not looked at for so long does not live, whatever its line says. */
const STALE = 5000;

/** A row's name: its sitting, or the application of who has none that counts. */
export const boardKey = (row: Pick<BoardRow, 'sittingId' | 'applicationId'>): string =>
  row.sittingId ?? row.applicationId;

interface Watched {
  readonly board: BoardOfSession;
  readonly listeners: Set<BoardListener>;
  /** What was told last, without progress and with it. */
  told: Map<string, { readonly glance: string; readonly whole: string; readonly row: BoardRow }>;
  readonly fresh: Set<BoardListener>;
  /** Who watches, and how the session stands. */
  around: string;
  looks: number;
  /** When it was looked at last, in milliseconds of a monotonic clock. */
  lookedAt: number;
}

/**
 * The boards that are watched through this process. A session is looked at once for all who watch it, soon after a hint and
 * otherwise each second; who comes gets everything, the others what differs.
 */
@Injectable()
export class LiveBoards implements OnModuleDestroy {
  readonly #watched = new Map<string, Watched>();
  readonly #due = new Set<string>();
  #count = 0;
  #looking = false;
  #timers: NodeJS.Timeout[] = [];
  #soon: NodeJS.Timeout | undefined;
  #subscriptions: (() => void)[] = [];

  constructor(
    private readonly database: Database,
    private readonly bus: Bus,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Whether this process takes another listener of somebody. */
  hasRoomFor(accountId: string): boolean {
    const own = [...this.#watched.values()]
      .flatMap(({ listeners }) => [...listeners])
      .filter(({ principal }) => principal.accountId === accountId);
    return this.#count < MOST && own.length < MOST_EACH;
  }

  /** @returns what ends it. */
  watch(sessionId: string, listener: BoardListener): () => void {
    this.#begin();
    const watched = this.#watched.get(sessionId) ?? {
      board: new BoardOfSession(sessionId),
      listeners: new Set<BoardListener>(),
      told: new Map<string, { readonly glance: string; readonly whole: string; readonly row: BoardRow }>(),
      fresh: new Set<BoardListener>(),
      around: '',
      looks: 0,
      lookedAt: -Infinity,
    };
    this.#watched.set(sessionId, watched);
    watched.listeners.add(listener);
    watched.fresh.add(listener);
    this.#count += 1;
    void this.#say().then(() => {
      this.#ask([sessionId]);
    });
    return () => {
      if (!watched.listeners.delete(listener)) return;
      watched.fresh.delete(listener);
      this.#count -= 1;
      if (watched.listeners.size === 0 && this.#watched.get(sessionId) === watched) {
        this.#watched.delete(sessionId);
      }
      if (this.#count === 0) this.#rest();
    };
  }

  onModuleDestroy(): void {
    for (const { listeners } of this.#watched.values()) for (const one of listeners) one.end();
    this.#watched.clear();
    this.#rest();
  }

  #begin(): void {
    if (this.#timers.length > 0) return;
    const all = (): Iterable<string> => this.#watched.keys();
    this.#timers = [
      setInterval(() => {
        this.#ask(all());
      }, EVERY).unref(),
      setInterval(() => {
        // Who hears no beat looks for another process.
        for (const { listeners, lookedAt } of this.#watched.values())
          if (performance.now() - lookedAt < STALE) for (const one of listeners) one.beat();
        void this.#say();
      }, BEAT).unref(),
    ];
    const hear = (hint: Readonly<Record<string, string>> | null): void => {
      const sessionId = hint?.['sessionId'];
      for (const one of sessionId === undefined ? all() : [sessionId]) {
        if (this.#watched.has(one)) this.#due.add(one);
      }
      if (this.#due.size > 0) {
        this.#soon ??= setTimeout(() => {
          this.#soon = undefined;
          this.#ask([]);
        }, SOON).unref();
      }
    };
    this.#subscriptions = ['watch', 'session', 'sitting'].map((channel) => this.bus.subscribe(channel, hear));
  }

  #rest(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
    for (const end of this.#subscriptions) end();
    this.#subscriptions = [];
  }

  #ask(sessionIds: Iterable<string>): void {
    for (const sessionId of sessionIds) this.#due.add(sessionId);
    if (!this.#looking && this.#due.size > 0) void this.#lookAtAll();
  }

  async #lookAtAll(): Promise<void> {
    this.#looking = true;
    for (const sessionId of this.#due) {
      this.#due.delete(sessionId);
      const watched = this.#watched.get(sessionId);
      if (!watched) continue;
      try {
        await this.#look(sessionId, watched);
      } catch (error) {
        this.logger.error({ error: error instanceof Error ? error.name : 'unknown' }, 'board not looked at');
        // The record is away: they come again, and see by then that they were cut off.
        for (const listener of [...watched.listeners]) listener.end();
      }
    }
    this.#looking = false;
  }

  async #look(sessionId: string, watched: Watched): Promise<void> {
    const fresh = [...watched.fresh];
    const at = Date.now();
    const rows = await watched.board.look(this.database.tx);
    const viewers = await viewersOf(this.database.tx, sessionId);
    const { state = 'closed', pausedAt = null } = (await sessionById(this.database.tx, sessionId)) ?? {};
    const session = { state, pausedAt };
    watched.looks += 1;
    watched.lookedAt = performance.now();
    const withProgress = watched.looks % PROGRESS_EACH === 0;
    const before = watched.told;
    const now = new Map(
      rows.map((row) => {
        const key = boardKey(row);
        const whole = JSON.stringify(row);
        const glance = JSON.stringify({ ...row, answersSaved: 0 });
        const known = before.get(key);
        const isNews = known?.glance !== glance || (withProgress && known.whole !== whole);
        return [key, isNews ? { glance, whole, row } : known] as const;
      }),
    );
    const changed = [...now].filter(([key, one]) => before.get(key) !== one).map(([, { row }]) => row);
    const gone = [...before.keys()].filter((key) => !now.has(key));
    watched.told = now;
    const around = JSON.stringify([viewers, session]);
    const viewersNews = around === watched.around ? null : viewers;
    watched.around = around;
    for (const listener of watched.listeners) {
      if (fresh.includes(listener)) {
        watched.fresh.delete(listener);
        listener.tell({ whole: true, rows, gone: [], viewers, session, at });
      } else if (!watched.fresh.has(listener) && (changed.length > 0 || gone.length > 0 || viewersNews)) {
        listener.tell({ whole: false, rows: changed, gone, viewers: viewersNews, session, at });
      }
    }
  }

  async #say(): Promise<void> {
    const watching = [...this.#watched].flatMap(([sessionId, { listeners }]) =>
      [...listeners].map(({ principal: { accountId, official } }) => ({ sessionId, accountId, official })),
    );
    if (watching.length === 0) return;
    await sayWhoWatches(this.database.tx, watching).catch(() => undefined);
  }
}
