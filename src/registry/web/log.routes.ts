import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { canonicalJson, type Json, type Refusal } from '../../kernel/index.js';
import { BareRoutes, Database, refuseBare } from '../../platform/index.js';
import { inclusionRanges } from '../domain/log/proofs.js';
import { readNote, validSignature } from '../domain/log/signed-note.js';
import { parseTilePath, TILE_WIDTH, tilePath, type Tile } from '../domain/log/tile-path.js';
import { writeProof } from '../domain/log/tlog-proof.js';
import { bundleContents, chunkByHash } from '../store/entry-store.js';
import { handoverOf } from '../use-cases/handover-of.js';
import { LogKey } from '../use-cases/log-key.js';
import {
  cosignaturesOf,
  newestCheckpoint,
  newestCosigned,
  rangeHashes,
  tileBytes,
  type StoredCheckpoint,
} from '../store/log-store.js';

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
  readonly #tiles = new LRUCache<string, FullTile>({
    maxSize: AT_HAND,
    sizeCalculation: ({ bytes, gzipped }) => bytes.length + (gzipped?.length ?? 0),
  });

  #asking: Promise<WholeNote | undefined> | undefined;

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
    add('cosigned', (request, reply) => this.#cosigned(request, reply));
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

  async #cosigned(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const checkpoint = await newestCosigned(this.database.tx);
    if (!checkpoint) return refuseBare(request, reply, NOT_FOUND);
    const { note } = await this.#withCosignatures(checkpoint);
    return reply.type('text/plain; charset=utf-8').send(note);
  }

  async #tile(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const tile = parseTilePath(`tile/${(request.params as { '*': string })['*']}`);
    if (!tile) return refuseBare(request, reply, NOT_FOUND);
    const path = tilePath(tile);
    let found = this.#tiles.get(path);
    if (!found) {
      const bytes = await tileBytes(this.database.tx, tile);
      if (!bytes) return refuseBare(request, reply, NOT_FOUND);
      // Entries get to a third of their size; hashes get no smaller.
      found =
        tile.level === 'entries' && isFull(tile) ? { bytes, gzipped: await compress(bytes) } : { bytes };
      if (isFull(tile)) this.#tiles.set(path, found);
    }
    void reply.header('cache-control', FOR_EVER).type('application/octet-stream');
    if (!found.gzipped) return reply.send(found.bytes);
    void reply.header('vary', 'accept-encoding');
    if (!takesGzip(request.headers['accept-encoding'])) return reply.send(found.bytes);
    return reply.header('content-encoding', 'gzip').send(found.gzipped);
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
    // What a witness has cosigned outweighs what is newer: a proof is kept, and shown to those who trust neither.
    const cosigned = await newestCosigned(this.database.tx);
    // One that an older key signed is no news to who holds the key of now.
    const signed = cosigned && readNote(cosigned.note);
    const isCurrent = signed && validSignature(signed, this.key.verifier);
    const note =
      cosigned && isCurrent && place < cosigned.size
        ? await this.#withCosignatures(cosigned)
        : await this.#newestNote();
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
  #newestNote(): Promise<WholeNote | undefined> {
    return (this.#asking ??= this.#readNote().finally(() => {
      this.#asking = undefined;
    }));
  }

  async #readNote(): Promise<WholeNote | undefined> {
    const checkpoint = await newestCheckpoint(this.database.tx);
    return checkpoint && this.#withCosignatures(checkpoint);
  }

  async #withCosignatures({ size, note }: StoredCheckpoint): Promise<WholeNote> {
    const lines = (await cosignaturesOf(this.database.tx, size)).map(({ line }) => `${line}\n`);
    return { size, note: `${note}${lines.join('')}` };
  }
}

interface FullTile {
  readonly bytes: Buffer;
  readonly gzipped?: Buffer;
}

const compress = promisify<Buffer, Buffer>(gzip);

const isFull = ({ width }: Tile): boolean => width === TILE_WIDTH;

/** Whether a client says that it takes gzip (RFC 9110, section 12.5.3); `q=0` says that it does not. */
const takesGzip = (accepted: string | undefined): boolean =>
  /(?:^|,)\s*gzip\s*(?:$|,|;\s*q=(?!0(?:\.0*)?\s*(?:,|$)))/i.test(accepted ?? '');

/** A checkpoint with all signatures. */
interface WholeNote {
  readonly size: number;
  readonly note: string;
}

const NOT_FOUND: Refusal = {
  code: 'LOG.NOT_FOUND',
  kind: 'not-found',
  detail: 'The log has nothing at this address.',
};
