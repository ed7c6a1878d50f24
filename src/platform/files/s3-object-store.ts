import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { ObjectMissingError, ownName, type ObjectStore } from './object-store.js';
import { S3Error, codeIn, textOf, type S3Client } from './s3-client.js';
import { segments } from './sealed-stream.js';

// The least that a part of an upload may have, but for its last (S3 API, multipart upload limits).
const PART = 5 * 1024 * 1024;

/**
 * Objects in a bucket. Content that fits into one part is sent at once when all of it is there; longer content goes as an
 * upload in parts that becomes an object only with its last request. So what breaks off leaves no object, no request
 * carries half of anything, and memory holds about two parts for each that is being put.
 */
export class S3ObjectStore implements ObjectStore {
  constructor(private readonly client: S3Client) {}

  async put(name: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    let upload: Upload | undefined;
    ownName(name);
    try {
      for await (const { bytes, last } of segments(content, PART)) {
        if (last && !upload) {
          (await this.client.send({ method: 'PUT', name, body: bytes })).resume();
          return;
        }
        upload ??= await this.#begin(name);
        await this.#add(upload, bytes);
      }
      if (upload) await this.#complete(upload);
    } catch (error) {
      if (upload) await this.#giveUp(upload);
      throw error;
    }
  }

  async get(name: string): Promise<Readable> {
    try {
      return await this.client.send({ method: 'GET', name: ownName(name) });
    } catch (error) {
      if (isMissing(error)) throw new ObjectMissingError('There is no such object.');
      throw error;
    }
  }

  async delete(name: string): Promise<void> {
    try {
      (await this.client.send({ method: 'DELETE', name: ownName(name) })).resume();
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  async #begin(name: string): Promise<Upload> {
    const answer = await textOf(await this.client.send({ method: 'POST', name, query: 'uploads' }));
    const id = /<UploadId>([^<]+)<\/UploadId>/.exec(answer)?.[1];
    if (id === undefined) throw new S3Error(200, 'NoUploadId');
    return { name, query: `uploadId=${encodeURIComponent(id.replace(/&amp;/g, '&'))}`, tags: [] };
  }

  async #add({ name, query, tags }: Upload, body: Buffer): Promise<void> {
    const number = String(tags.length + 1);
    const request = { method: 'PUT', name, query: `partNumber=${number}&${query}`, body } as const;
    tags.push(tagOf(await this.client.send(request)));
  }

  /** An answer that begins well may end in a fault: what counts is what it says. */
  async #complete({ name, query, tags }: Upload): Promise<void> {
    const parts = tags.map(
      (tag, index) => `<Part><PartNumber>${String(index + 1)}</PartNumber><ETag>${tag}</ETag></Part>`,
    );
    const body = Buffer.from(`<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`);
    const answer = await textOf(await this.client.send({ method: 'POST', name, query, body }));
    if (!answer.includes('<CompleteMultipartUploadResult')) throw new S3Error(200, codeIn(answer));
  }

  /** Should this fail, the bucket's own rule for uploads without an end clears the parts away. */
  async #giveUp({ name, query }: Upload): Promise<void> {
    await this.client.send({ method: 'DELETE', name, query }).then(
      (answer) => answer.resume(),
      () => undefined,
    );
  }
}

interface Upload {
  readonly name: string;
  readonly query: string;
  /** What the server calls each part that it has. */
  readonly tags: string[];
}

function tagOf(answer: IncomingMessage): string {
  answer.resume();
  const { etag } = answer.headers;
  if (etag === undefined) throw new S3Error(answer.statusCode ?? null, 'NoETag');
  return etag;
}

const isMissing = (error: unknown): boolean => error instanceof S3Error && error.code === 'NoSuchKey';
