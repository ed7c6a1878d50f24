import { randomInt } from 'node:crypto';
import { Agent as HttpAgent, request as overHttp, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as overHttps } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import aws4 from 'aws4';
import { sha256 } from '../../kernel/index.js';
import type { S3Config } from '../config/config.js';

/** The server refused, or did not answer. `code` is its own word (`AccessDenied`, `NoSuchKey`); no address, no name. */
export class S3Error extends Error {
  override readonly name = 'S3Error';
  constructor(
    /** Null: no answer came. */
    readonly status: number | null,
    readonly code: string,
  ) {
    super(`The object store answers ${status === null ? 'not' : String(status)}: ${code}.`);
  }
}

export interface S3Request {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly name: string;
  /** As it stands behind the question mark. */
  readonly query?: string;
  /** Whole, so that it can be signed, and sent again. */
  readonly body?: Buffer;
}

const AGAIN = new Set([429, 500, 502, 503, 504]);
const TRIES = 4;
const FIRST_PAUSE = 100;
const SILENCE = 30_000;
const LONGEST_REPLY = 65_536;

/**
 * Requests to one bucket, signed (AWS Signature Version 4) with the hash of what they carry, in path style. A request
 * that fails on the way, or that the server asks to repeat, is sent again up to four times with growing pauses: all of
 * them leave the same behind however often they are carried out. An answer's body is never asked for twice.
 */
export class S3Client {
  readonly #endpoint: URL;
  readonly #agent: HttpAgent | HttpsAgent;

  /** @param silence milliseconds without a byte in either direction after which a request has failed. */
  constructor(
    private readonly config: S3Config,
    private readonly silence = SILENCE,
  ) {
    this.#endpoint = new URL(config.endpoint);
    const kept = { keepAlive: true, timeout: silence };
    this.#agent = this.#endpoint.protocol === 'https:' ? new HttpsAgent(kept) : new HttpAgent(kept);
  }

  /** @returns an answer with a status of 2xx; its body must be read or destroyed. @throws S3Error. */
  async send(request: S3Request): Promise<IncomingMessage> {
    for (let attempt = 1; ; attempt += 1) {
      const failed = await this.#once(request);
      if (!(failed instanceof S3Error)) return failed;
      const isOver = failed.status !== null && !AGAIN.has(failed.status);
      if (isOver || attempt === TRIES) throw failed;
      const longest = FIRST_PAUSE * 2 ** attempt;
      await pause(randomInt(longest / 2, longest), undefined, { ref: false });
    }
  }

  async #once(request: S3Request): Promise<IncomingMessage | S3Error> {
    try {
      const answer = await this.#exchange(request);
      const { statusCode: status = 0 } = answer;
      if (status >= 200 && status < 300) return answer;
      return new S3Error(status, codeIn(await textOf(answer)));
    } catch (error) {
      if (error instanceof S3Error) return error;
      // Its message may hold an address.
      const { code } = error as NodeJS.ErrnoException;
      return new S3Error(null, typeof code === 'string' ? code : 'BROKEN');
    }
  }

  #exchange({ method, name, query, body }: S3Request): Promise<IncomingMessage> {
    const { hostname, port, host, protocol } = this.#endpoint;
    const { bucket, region, accessKeyId, secretAccessKey } = this.config;
    const signed = aws4.sign(
      {
        service: 's3',
        region,
        method,
        path: `/${bucket}/${name}${query === undefined ? '' : `?${query}`}`,
        headers: {
          Host: host,
          'X-Amz-Content-Sha256': sha256(body ?? '').toString('hex'),
          ...(method !== 'GET' && { 'Content-Length': body?.length ?? 0 }),
        },
      },
      { accessKeyId, secretAccessKey },
    );
    return new Promise((resolve, reject) => {
      const sent = (protocol === 'https:' ? overHttps : overHttp)({
        agent: this.#agent,
        hostname: hostname.replace(/^\[|\]$/g, ''),
        port,
        method,
        path: signed.path,
        headers: signed.headers,
      });
      sent.setTimeout(this.silence, () => sent.destroy(new S3Error(null, 'SILENT')));
      sent.once('response', resolve);
      // It stays: an answer that breaks off tells its reader, and the request too.
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

/** A short answer. @throws S3Error where it has no end. */
export async function textOf(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LONGEST_REPLY) throw new S3Error(null, 'ENDLESS');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** The server's own word for a fault, if it is one word. */
export const codeIn = (xml: string): string =>
  /<Code>([A-Za-z0-9.]{1,64})<\/Code>/.exec(xml)?.[1] ?? 'UNKNOWN';
