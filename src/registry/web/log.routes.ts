import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { canonicalJson, type Json, type Refusal } from '../../kernel/index.js';
import { BareRoutes, Database, refuseBare } from '../../platform/index.js';
import { inclusionRanges } from '../domain/log/proofs.js';
import { parseTilePath, TILE_WIDTH, tilePath } from '../domain/log/tile-path.js';
import { writeProof } from '../domain/log/tlog-proof.js';
import { bundleContents, chunkByHash } from '../store/entry-store.js';
import { handoverOf } from '../use-cases/handover-of.js';
import { LogKey } from '../use-cases/log-key.js';
import { cosignaturesOf, newestCheckpoint, rangeHashes, tileBytes } from '../store/log-store.js';

/** Where the log lies, below the platform's own address. */
export const LOG_PATH = '/log';

const FOR_EVER = 'public, max-age=31536000, immutable';
// Bytes of full tiles that a process keeps at hand: some thousand, and those are what everybody asks for.
const AT_HAND = 64 * 1024 * 1024;

/**
 * The log as C2SP tlog-tiles lays it out: what anybody reads who checks the platform, without a session. Tiles never
 * change, also partial ones, so whatever stands in front of the platform may keep them for ever.
 */
@Injectable()
export class LogRoutes implements OnModuleInit {
  readonly #tiles = new LRUCache<string, Buffer>({
    maxSize: AT_HAND,
    sizeCalculation: (tile) => tile.length,
  });

  #asking: Promise<NewestNote | undefined> | undefined;

  constructor(
    private readonly routes: BareRoutes,
    private readonly database: Database,
    private readonly key: LogKey,
  ) {}

  onModuleInit(): void {
    const add = (path: string, handler: (request: FastifyRequest, reply: FastifyReply) => unknown): void => {
      this.routes.add({ method: 'GET', path: `${LOG_PATH}/${path}`, access: { kind: 'anyone' }, handler });
    };
    add('checkpoint', (request, reply) => this.#checkpoint(request, reply));
    add('tile/*', (request, reply) => this.#tile(request, reply));
    add('contents/*', (request, reply) => this.#contents(request, reply));
    add('key', (_request, reply) =>
      reply.type('text/plain; charset=utf-8').send(`${this.key.verifierText}\n`),
    );
    add('chunks/:hash', (request, reply) => this.#chunk(request, reply));
    add('proofs/:index', (request, reply) => this.#proof(request, reply));
    add('handovers/:keyId', (request, reply) => this.#handover(request, reply));
  }

  async #checkpoint(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const note = await this.#newestNote();
    if (note === undefined) return refuseBare(request, reply, NOT_FOUND);
    return reply.type('text/plain; charset=utf-8').send(note.note);
  }

  async #tile(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const tile = parseTilePath(`tile/${(request.params as { '*': string })['*']}`);
    if (!tile) return refuseBare(request, reply, NOT_FOUND);
    const path = tilePath(tile);
    let bytes = this.#tiles.get(path);
    if (!bytes) {
      bytes = await tileBytes(this.database.tx, tile);
      if (!bytes) return refuseBare(request, reply, NOT_FOUND);
      if (tile.width === TILE_WIDTH) this.#tiles.set(path, bytes);
    }
    return reply.header('cache-control', FOR_EVER).type('application/octet-stream').send(bytes);
  }

  /** What stands beside the entries of a bundle. It changes where a name is removed, so nobody keeps it. */
  async #contents(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const bundle = parseTilePath(`tile/entries/${(request.params as { '*': string })['*']}`);
    const contents = bundle && (await bundleContents(this.database.tx, bundle));
    if (!contents) return refuseBare(request, reply, NOT_FOUND);
    return reply.type('application/json; charset=utf-8').send(JSON.stringify(contents));
  }

  async #chunk(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { hash } = request.params as { readonly hash: string };
    const chunk = /^[0-9a-f]{64}$/.test(hash) ? await chunkByHash(this.database.tx, hash) : undefined;
    if (chunk === undefined) return refuseBare(request, reply, NOT_FOUND);
    // The very bytes of which the address is the hash.
    return reply
      .header('cache-control', FOR_EVER)
      .type('application/json; charset=utf-8')
      .send(canonicalJson(chunk as Json));
  }

  async #proof(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { index } = request.params as { readonly index: string };
    const place = /^(?:0|[1-9]\d{0,14})$/.test(index) ? Number(index) : Infinity;
    const note = await this.#newestNote();
    if (!note || place >= note.size) return refuseBare(request, reply, NOT_FOUND);
    const proof = writeProof({
      index: place,
      hashes: await rangeHashes(this.database.tx, inclusionRanges(place, note.size)),
      checkpoint: note.note,
    });
    return reply
      .type('text/plain; charset=utf-8')
      .header('content-disposition', `attachment; filename="entry-${index}.tlog-proof"`)
      .send(proof);
  }

  /** To which key another handed over: it does so once, and what it signed for that stays. */
  async #handover(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { keyId } = request.params as { readonly keyId: string };
    const file = await handoverOf(this.database.tx, this.key, keyId);
    if (file === undefined) return refuseBare(request, reply, NOT_FOUND);
    return reply.header('cache-control', FOR_EVER).type('text/plain; charset=utf-8').send(file);
  }

  /** The newest checkpoint with all that stand beside the log's own signature. Who asks at once is answered at once. */
  #newestNote(): Promise<NewestNote | undefined> {
    return (this.#asking ??= this.#readNote().finally(() => {
      this.#asking = undefined;
    }));
  }

  async #readNote(): Promise<NewestNote | undefined> {
    const { tx } = this.database;
    const checkpoint = await newestCheckpoint(tx);
    if (!checkpoint) return undefined;
    const lines = (await cosignaturesOf(tx, checkpoint.size)).map(({ line }) => `${line}\n`);
    return { size: checkpoint.size, note: `${checkpoint.note}${lines.join('')}` };
  }
}

interface NewestNote {
  readonly size: number;
  readonly note: string;
}

const NOT_FOUND: Refusal = {
  code: 'LOG.NOT_FOUND',
  kind: 'not-found',
  detail: 'The log has nothing at this address.',
};
