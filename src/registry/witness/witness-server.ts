import { fastify, type FastifyInstance, type FastifyReply } from 'fastify';
import { validSignature, signatureLine, type VerifierKey } from '../domain/log/signed-note.js';
import { cosign, judge, parseAddCheckpoint, SIZE_TYPE, type AddCheckpoint } from '../domain/log/witness.js';
import { WitnessError } from './witness-error.js';
import type { WitnessFolder } from './witness-folder.js';

const TEXT = 'text/plain; charset=utf-8';
// A proof and a note with a few signatures are some thousand bytes; post-quantum ones are five thousand each.
const MAX_BODY = 128 * 1024;
const REQUEST_MILLISECONDS = 10_000;
const MAX_CONNECTIONS = 512;

/**
 * A witness over HTTP (C2SP tlog-witness): POST /add-checkpoint, and GET / for whoever wants to know who this is.
 *
 * @param logs keys of the logs that are witnessed; a key's name is its log's origin.
 * @param lost is called where this process must not go on as this witness.
 */
export function witnessServer(
  folder: WitnessFolder,
  logs: readonly VerifierKey[],
  lost: (error: WitnessError) => void,
): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: MAX_BODY,
    requestTimeout: REQUEST_MILLISECONDS,
  });
  app.server.maxConnections = MAX_CONNECTIONS;
  const turns = new Map<string, Promise<unknown>>();
  /** One request for one log at a time: what is decided is kept before the next one is looked at. */
  const inTurn = <T>(origin: string, work: () => Promise<T>): Promise<T> => {
    const turn = (turns.get(origin) ?? Promise.resolve()).then(work);
    turns.set(
      origin,
      turn.catch(() => undefined),
    );
    return turn;
  };

  const answer = async (request: AddCheckpoint, reply: FastifyReply): Promise<FastifyReply> => {
    const { origin } = request.checkpoint;
    const known = folder.known(origin);
    const decision = judge(known, request, logs);
    if (decision.kind === 'refuse') {
      reply.code(decision.status);
      return decision.knownSize === undefined
        ? reply.type(TEXT).send(`${decision.detail}\n`)
        : reply.type(SIZE_TYPE).send(`${String(decision.knownSize)}\n`);
    }
    const { text } = request.note;
    const own = cosign(text, folder.verifier, Math.floor(Date.now() / 1000), (data) => folder.sign(data));
    if (known?.size !== decision.state.size) {
      const trusted = logs.flatMap((key) => validSignature(request.note, key) ?? []);
      await folder.keep(decision.state, { text, signatures: [...trusted, own] });
    }
    return reply.type(TEXT).send(`${signatureLine(own)}\n`);
  };

  app.removeAllContentTypeParsers();
  // Whatever a log calls its body: the protocol names no type.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  app.post('/add-checkpoint', async (request, reply) => {
    const parsed = Buffer.isBuffer(request.body) ? parseAddCheckpoint(request.body) : undefined;
    if (!parsed) return reply.code(400).type(TEXT).send('The body is no add-checkpoint request.\n');
    const { origin } = parsed.checkpoint;
    // Whoever names logs that nobody knows takes no turn of one.
    if (!logs.some(({ name }) => name === origin)) return answer(parsed, reply);
    return inTurn(origin, () => answer(parsed, reply));
  });
  app.get('/', async (_request, reply) => reply.type(TEXT).send(aboutOf(folder, logs)));
  app.setNotFoundHandler(async (_request, reply) =>
    reply.code(404).type(TEXT).send('There is POST /add-checkpoint and GET / here.\n'),
  );
  app.setErrorHandler(async (error: Error & { readonly statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500)
      return reply
        .code(status)
        .type(TEXT)
        .send(status === 413 ? 'The body is too large.\n' : 'The request is malformed.\n');
    if (error instanceof WitnessError) lost(error);
    else process.stderr.write(`A checkpoint could not be kept (${codeOf(error)}): it is not cosigned.\n`);
    return reply.code(500).type(TEXT).send('The checkpoint could not be kept, so it is not cosigned.\n');
  });
  return app;
}

const codeOf = (error: Error): string => (error as NodeJS.ErrnoException).code ?? error.name;

function aboutOf(folder: WitnessFolder, logs: readonly VerifierKey[]): string {
  const origins = [...new Set(logs.map(({ name }) => name))];
  return [
    `This is the witness ${folder.verifier.name}. It signs checkpoints of the logs below after it has seen that each`,
    'begins with the one before: a log that shows two histories cannot have both signed (https://c2sp.org/tlog-witness).',
    '',
    'Its verifier key:',
    folder.verifierText,
    '',
    'The size that it signed last of each log:',
    ...origins.map((origin) => `${origin} ${String(folder.known(origin)?.size ?? 0)}`),
    '',
  ].join('\n');
}
