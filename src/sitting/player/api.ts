import type { ChainedEvent } from '../domain/response-event.js';
import type { Leased } from './types.js';

/** A refusal from the server, with its stable code; `code` is 'OFFLINE' where nothing came back. */
export class ApiRefusal extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly data: Readonly<Record<string, unknown>> = {},
  ) {
    super(code);
  }
}

export interface SaveAnswer {
  readonly acknowledged: number;
  readonly serverTime: number;
  readonly deadline: number;
}

async function post<T>(
  path: string,
  body: unknown,
  headers: Record<string, string>,
  cookies: boolean,
): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      credentials: cookies ? 'same-origin' : 'omit',
      signal: AbortSignal.timeout(15_000),
    });
  } catch {
    throw new ApiRefusal('OFFLINE', 0);
  }
  if (response.ok) return (await response.json()) as T;
  const problem = (await response.json().catch(() => ({}))) as {
    code?: string;
    data?: Record<string, unknown>;
  };
  throw new ApiRefusal(problem.code ?? 'SERVER.FAULT', response.status, problem.data);
}

/** The server, as the player sees it. Saves carry the sitting token alone, no cookie. */
export const api = {
  lease: (sittingId: string, csrfToken: string): Promise<Leased> =>
    post(`/api/v1/sittings/${sittingId}/leases`, {}, { 'x-csrf-token': csrfToken }, true),

  save: (token: string, previous: string, events: readonly ChainedEvent[]): Promise<SaveAnswer> =>
    post('/api/v1/responses', { previous, events }, { authorization: `Bearer ${token}` }, false),

  submit: (sittingId: string, csrfToken: string, head: { lease: number; seq: number }): Promise<unknown> =>
    post(`/api/v1/sittings/${sittingId}/submission`, { head }, { 'x-csrf-token': csrfToken }, true),
};
