import { Agent, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

// As the player: whatever takes longer is tried again.
const PATIENCE = 15_000;

/** HTTP as a load client needs it: kept connections, JSON, and no more work than a request must cost. */
export class HttpClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: Infinity, maxFreeSockets: Infinity });
  readonly #host: string;
  readonly #port: string;

  /** @param base origin of the platform, without a trailing slash. */
  constructor(
    base: string,
    private readonly patience = PATIENCE,
  ) {
    const url = new URL(base);
    this.#host = url.hostname;
    this.#port = url.port;
  }

  /** @throws Error where no answer came: refused, cut or too late. */
  post(path: string, body: unknown, headers: Readonly<Record<string, string>>): Promise<Answer> {
    const payload = JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          agent: this.#agent,
          host: this.#host,
          port: this.#port,
          method: 'POST',
          path,
          headers: {
            ...headers,
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(payload),
          },
          timeout: this.patience,
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            try {
              resolve({
                status: response.statusCode ?? 0,
                body: JSON.parse(Buffer.concat(chunks).toString()) as unknown,
              });
            } catch {
              reject(new Error('The answer is no JSON.'));
            }
          });
        },
      );
      sent.on('timeout', () => sent.destroy(new Error('No answer in time.')));
      sent.on('error', reject);
      sent.end(payload);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
