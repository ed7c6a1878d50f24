import { newCsrfToken } from '../../pages/browser/new-csrf-token.js';
import type { SignalView } from '../store/signal-store.js';

export type Signal = Omit<SignalView, 'at'> & { readonly at: string };

/** A line that stalls is said to be lost: whoever acts must know. */
const PATIENCE = 15_000;

/** A refusal of the server, in its words. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    readonly data: Readonly<Record<string, string>>,
  ) {
    super(code);
  }
}

/** What somebody has filled in for an act. Whatever is sent under one id the server does once. */
export interface Written {
  readonly actId: string;
  readonly text: string;
  readonly minutes: number;
}

/** What became of an act. */
export interface Done {
  /** It was done at an earlier try, and not again now. */
  readonly doneBefore?: boolean;
}

/** What proctors do, as the API has it. */
export class BoardApi {
  constructor(
    private readonly sessionId: string,
    private csrfToken: string,
  ) {}

  async signals(sittingId: string): Promise<readonly Signal[]> {
    const { items } = await this.#ask<{ items: readonly Signal[] }>('GET', `sittings/${sittingId}/signals`);
    return items;
  }

  seen(sittingId: string, upTo: number): Promise<unknown> {
    return this.#ask('POST', `sittings/${sittingId}/seen`, { upTo });
  }

  /** @param from whom they are taken over from: an account's id. */
  take(sittingId: string, from: string | null): Promise<unknown> {
    return this.#ask('POST', `sittings/${sittingId}/hand`, from === null ? {} : { from });
  }

  letGo(sittingId: string): Promise<unknown> {
    return this.#ask('POST', `sittings/${sittingId}/hand/release`, {});
  }

  message({ actId, text }: Written, candidateNumber: string | null): Promise<Done> {
    return this.#ask('POST', 'messages', { actId, text, ...only(candidateNumber) });
  }

  clock(
    act: 'pause' | 'resumption',
    { actId, text }: Written,
    candidateNumber: string | null,
  ): Promise<Done> {
    return this.#ask('POST', act, { actId, reason: text, ...only(candidateNumber) });
  }

  extend({ actId, text, minutes }: Written, candidateNumber: string | null): Promise<Done> {
    return this.#ask('POST', 'extension', { actId, minutes, reason: text, ...only(candidateNumber) });
  }

  end(sittingId: string, reason: string): Promise<Done> {
    return this.#ask('POST', `sittings/${sittingId}/end`, { reason });
  }

  async #ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const send = () =>
      fetch(`/api/v1/sessions/${this.sessionId}/${path}`, {
        method,
        headers: {
          'x-csrf-token': this.csrfToken,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        credentials: 'same-origin',
        cache: 'no-store',
        signal: AbortSignal.timeout(PATIENCE),
      }).catch(() => {
        throw new Refused('OFFLINE', {});
      });
    let answer = await read<T>(await send());
    if (!answer.ok && answer.code === 'AUTH.CSRF') {
      // The page is older than its session's secret.
      this.csrfToken = (await newCsrfToken(PATIENCE)) ?? this.csrfToken;
      answer = await read<T>(await send());
    }
    if (answer.ok) return answer.value;
    throw new Refused(answer.code, answer.data);
  }
}

const only = (candidateNumber: string | null): { candidateNumber?: string } =>
  candidateNumber === null ? {} : { candidateNumber };

type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly data: Readonly<Record<string, string>> };

async function read<T>(response: Response): Promise<Answer<T>> {
  const body = (await response.json().catch(() => undefined)) as
    { readonly code?: string; readonly data?: Readonly<Record<string, string>> } | undefined;
  if (response.ok && body) return { ok: true, value: body as T };
  // An answer that is cut off, that comes from a machine between, or from a server in trouble does not tell what was done.
  if (response.ok || response.status >= 500 || body?.code === undefined)
    return { ok: false, code: 'OFFLINE', data: {} };
  return { ok: false, code: body.code, data: body.data ?? {} };
}
