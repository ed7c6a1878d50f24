import type { Readable } from 'node:stream';
import type { MultipartFile } from '@fastify/multipart';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

/** The largest file that is streamed: it is cut here, and whoever takes it refuses it. */
export const MAX_UPLOAD = 10 * 1024 * 1024;

/** A file on its way: it flows when somebody reads it, and no sooner. */
export interface Upload {
  /** As the sender called it: never a path, whatever it looks like. */
  readonly name: string;
  readonly content: Readable;
  /** Once it has been read: whether there was more than {@link MAX_UPLOAD}. */
  readonly isCut: () => boolean;
}

/**
 * Marks a handler whose form has one file at its end, which is streamed: who asks is checked before any of it is read.
 * The fields before it stand in the body.
 */
export const StreamsFile = (): MethodDecorator => RouteConfig({ streamsFile: true });

const held = new WeakMap<object, Upload>();

/** The file of a request to a handler that {@link StreamsFile}; undefined where none came. */
export const uploadOf = (request: FastifyRequest): Upload | undefined => held.get(request);

/** Reads the fields that come before the file, and holds the file back. Later fields are not read. */
export async function holdFile(request: FastifyRequest): Promise<void> {
  const body: Record<string, unknown> = {};
  const parts = request.parts({ limits: { fileSize: MAX_UPLOAD } });
  request.body = body;
  for (let first = true; ; first = false) {
    const next = parts.next();
    // It is being read: the plugin's own hook, which comes after, would read it once more.
    if (first) Object.defineProperty(request, 'isMultipart', { value: () => false });
    const read = await next;
    if (read.done) return;
    const part = read.value;
    if (part.type === 'field') {
      body[part.fieldname] = part.value;
      continue;
    }
    hold(request, part);
    return;
  }
}

function hold(request: FastifyRequest, { file, filename }: MultipartFile): void {
  file.on('error', () => undefined);
  onItsWay.set(request, file);
  // A browser sends an empty part without a name where no file was chosen.
  if (filename) held.set(request, { name: filename, content: file, isCut: () => file.truncated });
}

const onItsWay = new WeakMap<object, Readable>();

/** Once a request is answered: what nobody wanted of its file goes by, so that the connection can take another request. */
export function letGoOfFile(request: FastifyRequest): void {
  onItsWay.get(request)?.resume();
}
