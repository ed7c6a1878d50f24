import { request } from 'node:http';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { keyHash } from '../../src/sitting/domain/exam-browser/index.js';

/** What a request got. */
export interface Answered {
  readonly status: number;
  readonly location: string | undefined;
  readonly code: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A request with headers of one's own, as a browser that is none of ours sends it. Redirects are not followed. */
export function ask(
  base: string,
  path: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: unknown },
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(path, base),
      {
        method,
        headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => {
          const isJson = response.headers['content-type']?.includes('json') ?? false;
          const value = (isJson ? JSON.parse(text) : {}) as Record<string, unknown>;
          resolve({
            status: response.statusCode ?? 0,
            location: response.headers.location,
            code: value['code'] as string | undefined,
            body: value,
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Safe Exam Browser, as far as a server meets it: it loads pages, and hashes the addresses it asks for with its keys. */
export class SafeExamBrowser {
  constructor(
    private readonly base: string,
    private readonly client: ApiClient,
    private readonly keys: { readonly configKey: string; readonly browserExamKey?: string },
  ) {}

  /** Loads the page of an exam. @returns the nonce of the address that it was sent to. */
  async nonceOf(path: string): Promise<string> {
    const { location = '' } = await ask(this.base, path, { headers: { cookie: this.client.cookie } });
    return new URL(location, this.base).searchParams.get('browser') ?? '';
  }

  /** The headers that go with a request. @param origin as this browser sees it. */
  headers(path: string, origin = this.base): Record<string, string> {
    const address = `${origin}${path}`;
    const { configKey, browserExamKey } = this.keys;
    return {
      'x-safeexambrowser-configkeyhash': keyHash(address, configKey),
      ...(browserExamKey !== undefined && {
        'x-safeexambrowser-requesthash': keyHash(address, browserExamKey),
      }),
    };
  }

  /** What its JavaScript API states of a page. */
  page(path: string, origin = this.base) {
    const address = `${origin}${path}`;
    const { configKey, browserExamKey } = this.keys;
    return {
      browser: {
        address,
        configKeyHash: keyHash(address, configKey),
        ...(browserExamKey !== undefined && { browserExamKeyHash: keyHash(address, browserExamKey) }),
      },
    };
  }

  async post(path: string, headers: Record<string, string>, body: unknown = {}): Promise<Answered> {
    const { csrfToken } = await this.client.get<{ csrfToken: string }>('/api/v1/session');
    return ask(this.base, path, {
      method: 'POST',
      headers: { cookie: this.client.cookie, 'x-csrf-token': csrfToken, ...headers },
      body,
    });
  }
}
