/** A refusal of the API, with its stable code. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly status: number,
    readonly code: string,
    readonly path: string,
  ) {
    super(`${path} answered ${String(status)} ${code}`);
  }
}

/** Speaks the public API as a browser would: one cookie jar, the CSRF token of its session. */
export class ApiClient {
  #cookie = '';
  #csrf = '';

  /** @param base origin of the platform, without a trailing slash. */
  constructor(private readonly base: string) {}

  /** Begins a session without an account. */
  async begin(): Promise<this> {
    const { csrfToken } = await this.get<{ csrfToken: string }>('/api/v1/session');
    this.#csrf = csrfToken;
    return this;
  }

  async signIn(signIn: string, password: string): Promise<this> {
    await this.begin();
    const { csrfToken } = await this.post<{ csrfToken: string }>('/api/v1/session', { signIn, password });
    this.#csrf = csrfToken;
    return this;
  }

  /** What a browser would send: for a load that speaks HTTP by itself. */
  get cookie(): string {
    return this.#cookie;
  }

  get<T>(path: string, bearer?: string): Promise<T> {
    return this.#send<T>('GET', path, undefined, bearer);
  }

  post<T>(path: string, body: unknown = {}, bearer?: string): Promise<T> {
    return this.#send<T>('POST', path, body, bearer);
  }

  /** A picture of whoever has this sitting token. */
  picture<T>(path: string, jpeg: Buffer, bearer: string): Promise<T> {
    return this.#send<T>('POST', path, jpeg, bearer);
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.#send<T>('PUT', path, body);
  }

  /** A static file: no cookie is sent. @throws ApiError where there is none. */
  async file(path: string): Promise<Buffer> {
    const response = await fetch(this.base + path);
    if (!response.ok) throw new ApiError(response.status, 'NONE', path);
    return Buffer.from(await response.arrayBuffer());
  }

  delete<T>(path: string): Promise<T> {
    return this.#send<T>('DELETE', path);
  }

  /** A file of one's own: what kind it says it is, whether it may be kept, and its bytes. */
  async ownFile(path: string): Promise<{ type: string | null; cache: string | null; bytes: Buffer }> {
    const response = await fetch(this.base + path, { headers: { cookie: this.#cookie } });
    const bytes = Buffer.from(await response.arrayBuffer());
    if (!response.ok) {
      const { code } = JSON.parse(bytes.toString('utf8')) as { code?: string };
      throw new ApiError(response.status, code ?? 'NONE', path);
    }
    const { headers } = response;
    return { type: headers.get('content-type'), cache: headers.get('cache-control'), bytes };
  }

  async #send<T>(method: string, path: string, body?: unknown, bearer?: string): Promise<T> {
    const response = await fetch(this.base + path, {
      method,
      headers: {
        // A sitting token stands alone: the hot path wants no session.
        ...(bearer
          ? { authorization: `Bearer ${bearer}` }
          : { cookie: this.#cookie, 'x-csrf-token': this.#csrf }),
        ...(body !== undefined && {
          'content-type': Buffer.isBuffer(body) ? 'image/jpeg' : 'application/json',
        }),
      },
      ...(body !== undefined && {
        body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body),
      }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      if (cookie.startsWith('openmerit=')) this.#cookie = cookie.split(';')[0] ?? '';
    }
    const text = await response.text();
    const value: unknown = text === '' ? undefined : JSON.parse(text);
    if (!response.ok) throw new ApiError(response.status, (value as { code?: string }).code ?? 'NONE', path);
    return value as T;
  }
}
