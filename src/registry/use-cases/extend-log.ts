import path from 'node:path';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { newId, sameBytes } from '../../kernel/index.js';
import { CONFIG, type Config, type Tx } from '../../platform/index.js';
import { checkpointText } from '../domain/log/checkpoint.js';
import { pairUp, treeHash } from '../domain/log/proofs.js';
import { writeNote } from '../domain/log/signed-note.js';
import { hashesAt, TILE_WIDTH } from '../domain/log/tile-path.js';
import {
  addHashes,
  checkpointOfSize,
  entryCount,
  hashesFrom,
  keepCheckpoint,
  newestCheckpoint,
} from '../store/log-store.js';
import { logKeyAfter } from '../store/handover-store.js';
import { LogKey } from './log-key.js';

/** What the log signed last, as it is known outside the database. */
interface Head {
  readonly size: number;
  /** Hex. */
  readonly root: string;
}

/**
 * The record is not what was signed: entries are gone, or changed, or the database is older than what was published. A
 * checkpoint over it would fork the log; nothing is published until somebody has put it right.
 */
export class LogBroken extends Error {
  override readonly name = 'LogBroken';
}

/**
 * Signs what the registry has as the log's next state: hashes of the tiles that are full now, and a checkpoint. The
 * caller holds the registry's lock, and the entries are of the same transaction: what is signed and what is there are one.
 *
 * What was signed last is kept beside the keys too, so that a database restored from a copy that is older than what was
 * published is noticed before a second history begins.
 */
@Injectable()
export class ExtendLog {
  readonly #head: string;

  constructor(
    private readonly key: LogKey,
    @Inject(CONFIG) config: Config,
  ) {
    this.#head = path.join(config.keysDir, 'log', 'head.json');
  }

  /** @returns the new size, or undefined where nothing is new. @throws LogBroken. */
  async run(tx: Tx): Promise<{ readonly size: number; readonly root: Buffer } | undefined> {
    const before = await newestCheckpoint(tx);
    const size = await entryCount(tx);
    const head = await this.#checkHead(tx, before?.size ?? 0);
    if (before && size < before.size) throw new LogBroken('Entries that were signed are gone.');
    if (before) this.key.settle(before.note);
    // A kill between the commit and the writing of the head is made good here.
    if (before && size === before.size) return head < size ? before : undefined;
    if (size === 0) return undefined;

    const edges = await edgesOf(tx, before?.size ?? 0);
    if (before && !sameBytes(rootAt(before.size, edges), before.root))
      throw new LogBroken('Entries or tiles are not those that were signed.');
    await this.#fillTiles(tx, size, edges);
    const root = rootAt(size, edges);
    const text = checkpointText({ origin: this.key.origin, size, root });
    // What the log stated under a signature says who signs next: as many workers as there are say the same of one record.
    const signature = this.key.sign(text, before && (await logKeyAfter(tx, before.size)));
    if (!signature) throw new LogBroken('The key that the log states for its checkpoints is not here.');
    await keepCheckpoint(tx, { size, root, note: writeNote({ text, signatures: [signature] }) });
    return { size, root };
  }

  /** Writes down outside the database what is published, once it is committed. */
  async published({ size, root }: { readonly size: number; readonly root: Buffer }): Promise<void> {
    // Another worker may have published more since.
    if (((await this.#readHead())?.size ?? 0) >= size) return;
    const head: Head = { size, root: root.toString('hex') };
    await mkdir(path.dirname(this.#head), { recursive: true, mode: 0o700 });
    const part = `${this.#head}.${newId()}`;
    await writeFile(part, JSON.stringify(head), { mode: 0o600, flush: true });
    await rename(part, this.#head);
  }

  /** @throws LogBroken where it cannot be read for another reason than that there is none: it guards nothing then. */
  async #readHead(): Promise<Head | undefined> {
    try {
      return JSON.parse(await readFile(this.#head, 'utf8')) as Head;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw new LogBroken('What was signed last cannot be read beside the keys.');
    }
  }

  /** @returns the size that stands beside the keys. */
  async #checkHead(tx: Tx, size: number): Promise<number> {
    const head = await this.#readHead();
    if (!head) return 0;
    const same = size < head.size ? undefined : await checkpointOfSize(tx, head.size);
    if (same?.root.toString('hex') !== head.root)
      throw new LogBroken('The database is not the one that was published from, or an older copy of it.');
    return head.size;
  }

  /** Adds the hashes of tiles that are full at this size and were not before. */
  async #fillTiles(tx: Tx, size: number, edges: Edges): Promise<void> {
    for (let level = 0; hashesAt(level + 1, size) > 0; level += 1) {
      const edge = edges[level] as Edge;
      const above = (edges[level + 1] ??= { from: 0, hashes: [] });
      const known = above.from + above.hashes.length;
      const added: Buffer[] = [];
      for (let tile = known; tile < hashesAt(level + 1, size); tile += 1) {
        const start = tile * TILE_WIDTH - edge.from;
        added.push(pairUp(edge.hashes.slice(start, start + TILE_WIDTH)));
      }
      if (added.length > 0) await addHashes(tx, level + 1, known, added);
      above.hashes.push(...added);
    }
  }
}

/** Hashes of a level from the beginning of its last, partial tile on. */
interface Edge {
  readonly from: number;
  readonly hashes: Buffer[];
}
type Edges = Edge[];

/** All that a log of this size is continued from: at each level what its partial tile has, and what came since. */
async function edgesOf(tx: Tx, size: number): Promise<Edges> {
  const edges: Edges = [];
  for (let level = 0; level === 0 || hashesAt(level, size) > 0; level += 1) {
    const from = Math.floor(hashesAt(level, size) / TILE_WIDTH) * TILE_WIDTH;
    edges.push({ from, hashes: await hashesFrom(tx, level, from) });
  }
  return edges;
}

/** The root at a size, which takes nothing but the hashes of each level's last tile. */
const rootAt = (size: number, edges: Edges): Buffer =>
  treeHash(size, ({ level, index }) => {
    const edge = edges[level];
    const hash = edge?.hashes[index - edge.from];
    if (!hash) throw new LogBroken('A hash of a tile is missing.');
    return hash;
  });
