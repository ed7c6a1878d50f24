import { backOff } from '../../pages/browser/back-off.js';
import { newCsrfToken } from '../../pages/browser/new-csrf-token.js';

/** A picture may be on its way on the same poor line. */
const PATIENCE = 60_000;

/**
 * Tells the server what the candidate has chosen for their camera, so that a snapshot that they do not want is refused there
 * too: one request at a time, the last choice alone, and again until the server has answered.
 */
export class CameraChoice {
  #untold: boolean | null = null;
  #isTelling = false;

  /** @param csrfToken of the page; one that has grown old is asked for anew. */
  constructor(
    private readonly sessionId: string,
    private csrfToken: string,
  ) {}

  choose(camera: boolean): void {
    this.#untold = camera;
    if (!this.#isTelling) void this.#tell();
  }

  async #tell(): Promise<void> {
    this.#isTelling = true;
    let failures = 0;
    while (this.#untold !== null) {
      const camera = this.#untold;
      const response = await this.#put(camera);
      if (await this.#isAnswer(response)) {
        failures = 0;
        if (this.#untold === camera) this.#untold = null;
        continue;
      }
      failures += 1;
      const rest = backOff(failures, Number(response?.headers.get('retry-after') ?? 0));
      await new Promise((resolve) => setTimeout(resolve, rest));
    }
    this.#isTelling = false;
  }

  #put(camera: boolean): Promise<Response | undefined> {
    return fetch(`/api/v1/sessions/${this.sessionId}/consent/camera`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'x-csrf-token': this.csrfToken },
      body: JSON.stringify({ camera }),
      credentials: 'same-origin',
      cache: 'no-store',
      keepalive: true,
      signal: AbortSignal.timeout(PATIENCE),
    }).catch(() => undefined);
  }

  /** Whether asking again would change nothing: it is done, or refused for good. */
  async #isAnswer(response: Response | undefined): Promise<boolean> {
    if (!response || response.status >= 500 || response.headers.has('retry-after')) return false;
    if (response.ok) return true;
    const { code } = (await response.json().catch(() => ({}))) as { code?: string };
    if (code !== 'AUTH.CSRF') return true;
    // The page was kept from an earlier session of this account.
    this.csrfToken = (await newCsrfToken(PATIENCE)) ?? this.csrfToken;
    return false;
  }
}
