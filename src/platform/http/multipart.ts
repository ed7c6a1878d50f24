import fastifyMultipart from '@fastify/multipart';
import { RouteConfig, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { holdFile, letGoOfFile, MAX_UPLOAD } from './upload.js';

const KIBIBYTE = 1024;
const MAX_FIELDS = 400;
const MAX_FIELD = 64 * KIBIBYTE;
/** A form with its file; what is longer is refused before it is read. */
const MAX_REQUEST = 768 * KIBIBYTE;
/** A file is cut here: whoever takes it tells by its length that it is too large, and keeps what was typed beside it. */
export const MAX_FILE = 256 * KIBIBYTE;

/** Marks a handler whose form comes with a file (multipart/form-data); every other refuses such a form. */
export const TakesFile = (): MethodDecorator => RouteConfig({ takesFile: true });

/** Forms with files, for the routes that take them alone: fields as texts or lists, files as buffers, all in the body. */
export async function registerMultipart(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    const isMultipart = /^multipart\//i.test(request.headers['content-type'] ?? '');
    const { takesFile, streamsFile } = request.routeOptions.config as FileRoute;
    const length = Number(request.headers['content-length'] ?? Infinity);
    const most = streamsFile ? MAX_UPLOAD + MAX_FIELD : MAX_REQUEST;
    if (isMultipart && !takesFile && !streamsFile) done(refused(415));
    else if (isMultipart && !(length <= most)) done(refused(413));
    else done();
  });
  // Before the plugin's own hook, which would read every file whole.
  fastify.addHook('preValidation', async (request) => {
    const { streamsFile } = request.routeOptions.config as FileRoute;
    if (streamsFile && request.isMultipart()) await holdFile(request);
  });
  fastify.addHook('onResponse', (request, _reply, done) => {
    letGoOfFile(request);
    done();
  });
  await app.register(fastifyMultipart, {
    attachFieldsToBody: 'keyValues',
    throwFileSizeLimit: false,
    limits: { fileSize: MAX_FILE, files: 1, fields: MAX_FIELDS, fieldSize: MAX_FIELD, fieldNameSize: 100 },
  });
}

interface FileRoute {
  readonly takesFile?: boolean;
  readonly streamsFile?: boolean;
}

const refused = (statusCode: number): Error => Object.assign(new Error('multipart'), { statusCode });
