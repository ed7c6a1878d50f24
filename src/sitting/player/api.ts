import type { ClosedBy } from '../domain/receipt.js';
import type { ChainedEvent } from '../domain/response-event.js';
import { browserShown } from './exam-browser.js';
import type { OpenWish } from './open-wish.js';
import type { ClockReading, Leased } from './types.js';

/** A refusal from the server, with its stable code; `code` is 'OFFLINE' where nothing came back. */
export class ApiRefusal extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly data: Readonly<Record<string, unknown>> = {},
    /** Seconds, where the server named them. */
    readonly retryAfter: number | null = null,
  ) {
    super(code);
  }

  /** Whether the same request may do better later: no line, a server that is down or busy. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** Whoever signs in again, or shows the browser, may do better. */
  get isKeptOut(): boolean {
    return this.status === 401 || this.status === 403;
  }
}

export interface SaveAnswer extends ClockReading {
  readonly acknowledged: number;
}

export interface ClockAnswer extends ClockReading {
  readonly state: 'open' | 'closed' | 'void';
  readonly leaseActive: boolean;
  readonly onBreak: boolean;
  /** Milliseconds of granted breaks that are left. */
  readonly breakLeft: number | null;
  readonly closedBy: ClosedBy | null;
  /** The number of the newest message for this sitting, 0 where there is none. */
  readonly messages: number;
}

/** What staff have written to this candidate, or to everybody. */
export interface Message {
  readonly number: number;
  readonly text: string;
  readonly official: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly isRead: boolean;
  readonly toAll: boolean;
}

/** Who ended the exam before its time, and why. */
export interface Ending {
  readonly reason: string;
  readonly official: string;
  readonly at: string;
}

/** What GET /api/v1/sessions/:id/waiting answers; moments in milliseconds since 1970. */
export interface Waiting {
  readonly state:
    | 'early'
    | 'waiting'
    | 'may-start'
    | 'entry-closed'
    | 'paused'
    | 'closed'
    | 'void'
    | 'sitting'
    | 'handed-in';
  readonly serverTime: number;
  readonly opensAt: number;
  readonly startAt: number;
  readonly entryClosesAt: number;
  readonly sittingId: string | null;
  readonly candidateNumber: string | null;
  readonly admission: {
    readonly needed: 'none' | 'proctor' | 'seat-code' | 'either';
    readonly admitted: boolean;
    /** Who made sure who this is, and how. */
    readonly check: null | {
      readonly how: 'photo-compared' | 'document-seen' | 'not-said';
      readonly document: string | null;
      readonly official: string;
      readonly at: string;
    };
  };
  readonly sealed: null | { readonly address: string; readonly bytes: number; readonly fetchAt: number };
}

const PATIENCE = 15_000;
/** Of an answer without a code: a server in trouble, or a machine between. */
const UNTOLD = 'SERVER.FAULT';

interface Asked {
  readonly method?: 'GET' | 'POST';
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** Saves and the clock carry the sitting token alone, no cookie. */
  readonly token?: string;
  readonly signal?: AbortSignal;
}

async function ask<T>(path: string, { method = 'GET', body, headers, token, signal }: Asked): Promise<T> {
  let response: Response;
  let text: string;
  const line = new AbortController();
  if (signal?.aborted) line.abort();
  const hangUp = (): void => {
    line.abort();
  };
  const patience = setTimeout(hangUp, PATIENCE);
  signal?.addEventListener('abort', hangUp);
  try {
    response = await fetch(path, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      credentials: token === undefined ? 'same-origin' : 'omit',
      cache: 'no-store',
      signal: line.signal,
    });
    text = await response.text();
  } catch {
    throw new ApiRefusal('OFFLINE', 0);
  } finally {
    clearTimeout(patience);
    signal?.removeEventListener('abort', hangUp);
  }
  const value = parsed(text) as { code?: string; data?: Record<string, unknown>; retryAfter?: number } | null;
  // Half an answer, or a stranger's page (a hotel's Wi-Fi answers everything): as good as none.
  if (response.ok && value === null) throw new ApiRefusal('OFFLINE', 0);
  if (response.ok) return value as T;
  throw new ApiRefusal(value?.code ?? UNTOLD, response.status, value?.data, value?.retryAfter ?? null);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The server, as the player sees it. */
export class Api {
  /** @param csrfToken of the page; one that has grown old is asked for anew. @param wish closed by whoever keeps what it was given. */
  constructor(
    private csrfToken: string,
    private readonly wish: OpenWish,
  ) {}

  waiting(sessionId: string): Promise<Waiting> {
    return ask(`/api/v1/sessions/${sessionId}/waiting`, {});
  }

  admit(sessionId: string, seatCode: string): Promise<unknown> {
    return this.#post(`/api/v1/sessions/${sessionId}/admission`, { seatCode });
  }

  start(sessionId: string): Promise<Leased> {
    return this.#take(`/api/v1/sessions/${sessionId}/sittings`);
  }

  /** @param go.follows the token of the lease before, where it was this device's own. @param go.again only what was given before. */
  lease(sittingId: string, go: { readonly follows?: string; readonly again?: boolean }): Promise<Leased> {
    return this.#take(`/api/v1/sittings/${sittingId}/leases`, go);
  }

  /** Shows the browser again, for the lease that goes on in it. */
  checkBrowser(sittingId: string, token: string): Promise<unknown> {
    return this.#show(
      `/api/v1/sittings/${sittingId}/browser-check`,
      {},
      { authorization: `Bearer ${token}` },
    );
  }

  async #take(path: string, more: object = {}): Promise<Leased> {
    try {
      return await this.#show(path, { ...more, id: this.wish.id });
    } catch (error) {
      // It may have been granted before: after anything but a plain no of the server the same is asked for.
      if (error instanceof ApiRefusal && !error.isPassing && !error.isKeptOut && error.code !== UNTOLD)
        this.wish.close();
      throw error;
    }
  }

  async #show<T>(path: string, more: object = {}, headers: Record<string, string> = {}): Promise<T> {
    const { nonce, page } = await browserShown();
    const query = nonce === '' ? '' : `?browser=${encodeURIComponent(nonce)}`;
    return this.#post(`${path}${query}`, { ...more, ...(page && { browser: page }) }, headers);
  }

  save(
    token: string,
    previous: string,
    events: readonly ChainedEvent[],
    signal: AbortSignal,
  ): Promise<SaveAnswer> {
    return ask('/api/v1/responses', { method: 'POST', body: { previous, events }, token, signal });
  }

  clock(token: string): Promise<ClockAnswer> {
    return ask('/api/v1/sitting-clock', { token });
  }

  async messages(token: string, after: number): Promise<readonly Message[]> {
    const path = `/api/v1/sitting-messages?after=${String(after)}`;
    return (await ask<{ items: readonly Message[] }>(path, { token })).items;
  }

  readMessage(token: string, number: number): Promise<unknown> {
    return ask('/api/v1/sitting-messages/read', { method: 'POST', body: { number }, token });
  }

  ending(sittingId: string): Promise<Ending> {
    return ask(`/api/v1/sittings/${sittingId}/ending`, {});
  }

  takeBreak(sittingId: string, action: 'begin' | 'end'): Promise<ClockAnswer> {
    return this.#post(`/api/v1/sittings/${sittingId}/break`, { action });
  }

  /** @param head the last event that the server must have; null once it takes nothing more. */
  submit(
    sittingId: string,
    head: { lease: number; seq: number } | null,
  ): Promise<{ readonly body: { readonly closedBy: ClosedBy } }> {
    return this.#post(`/api/v1/sittings/${sittingId}/submission`, head ? { head } : {});
  }

  async #post<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
    const post = (): Promise<T> =>
      ask(path, { method: 'POST', body, headers: { ...headers, 'x-csrf-token': this.csrfToken } });
    try {
      return await post();
    } catch (error) {
      if (!(error instanceof ApiRefusal) || error.code !== 'AUTH.CSRF') throw error;
      // The page was kept from an earlier session of this account.
      ({ csrfToken: this.csrfToken } = await ask<{ csrfToken: string }>('/api/v1/session', {}));
      return post();
    }
  }
}
