import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { canonicalJson, hashJson, hmac, leafHash, sameBytes, sha256, type Json } from '../kernel/index.js';
import type { Fact, FactContent } from '../platform/index.js';
import { committedFields, FACT_SCHEMA, SHOWN_SCHEMAS } from '../registry/domain/fact-schemas.js';
import type { Checkpoint } from '../registry/domain/log/checkpoint.js';
import { readBundle } from '../registry/domain/log/entry-bundle.js';
import {
  consistencyRanges,
  inclusionRanges,
  isConsistent,
  isIncluded,
  pairUp,
  rangeHash,
  tileHashesOf,
  type Range,
  type TileHash,
} from '../registry/domain/log/proofs.js';
import {
  eachTile,
  hashesAt,
  TILE_WIDTH,
  tileAt,
  tilePath,
  type Tile,
} from '../registry/domain/log/tile-path.js';
import type { EntryContent } from '../registry/store/entry-store.js';
import { CompactTree } from './compact-tree.js';
import { ahead, Missing, type PublicSource } from './public-source.js';

/** Something that was published does not hold: the check that says so, and a sentence for people. */
export class DoesNotHold extends Error {
  override readonly name = 'DoesNotHold';
  constructor(
    readonly check: string,
    readonly wrong: string,
  ) {
    super(wrong);
  }
}

/** An entry whose bytes, hash, form and content were found to agree. */
export interface ReadEntry {
  readonly seq: number;
  readonly leaf: Buffer;
  readonly fact: Fact;
  readonly shown: FactContent['shown'];
  readonly personal: FactContent['personal'];
}

const HASH_BYTES = 32;
/** Bundles of contents that are kept at hand. */
const AT_HAND = 40;
/** As many bundles are on their way as keep one processor busy. */
const AHEAD = 6;
/** Milliseconds by which a clock may differ. */
const CLOCK_TOLERANCE = 300_000;
const MAX_FACT_BYTES = 4096;

const hashAt = (tile: Buffer, place: number): Buffer =>
  tile.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES);

interface StepsBack {
  readonly count: number;
  readonly first: { readonly seq: number; readonly publishedAt: string; readonly minutes: number };
}

/**
 * Reads the log from where an earlier visit ended to a checkpoint, and checks as it goes: each entry against its hash in
 * the tiles, the tiles of each level against those below, the form and the content of each fact, and at the end the root,
 * which proves that what was seen before is the beginning of what is there now (RFC 6962, 2.1.2: the same tree, grown).
 */
export class LogReading {
  readonly #facts = new FactCheck();
  /** By level: hashes of tiles that are full now, which the next level must have. */
  readonly #above: Map<number, Buffer>[] = [];
  /** Tiles that were read for a proof, by their addresses: whoever asks again gets the same bytes. */
  readonly #tiles = new Map<string, Buffer>();
  readonly #proved = new Set<string>();
  readonly #contents = new Map<string, EntryContent[]>();
  #stepsBack: StepsBack | undefined;
  #checkpoint: Checkpoint = { origin: '', size: 0, root: sha256('') };

  constructor(
    private readonly source: PublicSource,
    private readonly tree: CompactTree,
    private readonly now: number,
    /** Milliseconds since 1970, of the newest entry of before. */
    private publishedAt: number,
  ) {}

  /** When the newest of what was read was published, milliseconds since 1970; after a step back, of what came after it. */
  get newest(): number {
    return this.publishedAt;
  }

  /** Whether, and where first, times of publishing go back: the clock was set, or they are not true. */
  get stepsBack(): StepsBack | undefined {
    return this.#stepsBack;
  }

  /** Kinds of facts that this program does not know, and how many there were. */
  get unknown(): ReadonlyMap<string, number> {
    return this.#facts.unknown;
  }

  /** The entries that are new up to a checkpoint, in their order. Again with a newer one. @throws DoesNotHold, Unreadable. */
  async *entries(checkpoint: Checkpoint): AsyncGenerator<ReadEntry> {
    const start = this.tree.size;
    const before = this.tree.root();
    this.#checkpoint = checkpoint;
    this.#tiles.clear();
    this.#proved.clear();
    this.#contents.clear();
    const wanted =
      start === checkpoint.size ? [] : eachTile('entries', checkpoint.size, Math.floor(start / TILE_WIDTH));
    for await (const { bundle, entries, contents, tile } of ahead(wanted, AHEAD, (one) => this.#fetch(one))) {
      const hashes = entries.map((entry) => leafHash(entry));
      for (const [place, entry] of entries.entries()) {
        const seq = bundle.index * TILE_WIDTH + place;
        const leaf = hashes[place] as Buffer;
        if (!sameBytes(leaf, hashAt(tile, place)))
          throw new DoesNotHold(
            'entries',
            `Entry ${String(seq)} is not the one of which the tiles have the hash.`,
          );
        if (seq < start) continue;
        this.tree.add(leaf);
        const content = contents[place] as EntryContent;
        this.#checkClock(seq, content.publishedAt);
        yield {
          seq,
          leaf,
          fact: this.#facts.check(seq, entry, content),
          shown: content.shown,
          personal: content.personal,
        };
      }
      if (bundle.width === TILE_WIDTH) await this.#full(0, bundle.index, pairUp(hashes));
    }
    await this.#checkEdges();
    if (sameBytes(this.tree.root(), checkpoint.root)) return;
    const forked = start > 0 && !(await this.beginsWith({ size: start, root: before }));
    throw forked
      ? new DoesNotHold(
          'since the last visit',
          `The log has forked: the ${String(start)} entries seen at the last visit are not the beginning of what is there now.`,
        )
      : new DoesNotHold('root', 'The root over all entries is not the one that the checkpoint signs.');
  }

  /** The hash of an entry, which the tiles prove to be under the signed root (RFC 6962, 2.1.1). @throws DoesNotHold. */
  async leafAt(seq: number): Promise<Buffer> {
    const { size, root } = this.#checkpoint;
    const at = { level: 0, index: seq };
    const path = tilePath(this.#tileOf(at));
    const own = hashAt(await this.#keptTile(this.#tileOf(at)), seq % TILE_WIDTH);
    // A proof goes over all hashes of the leaf's tile: it is one for each of them.
    if (this.#proved.has(path)) return own;
    const proof = await this.#hashes(inclusionRanges(seq, size));
    if (!isIncluded(own, seq, size, proof, root))
      throw new DoesNotHold('tiles', `/log/${path} does not lead to the root that is signed.`);
    this.#proved.add(path);
    return own;
  }

  /** What is shown beside an entry now. @throws DoesNotHold where nothing is. */
  async contentAt(seq: number): Promise<EntryContent> {
    const bundle = this.#tileOf({ level: 0, index: seq });
    const path = tilePath(bundle).replace('tile/0', 'contents');
    const contents = this.#contents.get(path) ?? contentsOf(await this.#needed(`/log/${path}`), bundle.width);
    if (!contents) throw new DoesNotHold('contents', `/log/${path} cannot be read.`);
    // Newest first is how the registry lists: few are asked for again.
    if (this.#contents.size >= AT_HAND) this.#contents.clear();
    this.#contents.set(path, contents);
    return contents[seq % TILE_WIDTH] as EntryContent;
  }

  /** Whether the tiles prove that the log begins with an earlier state (RFC 6962, 2.1.2). */
  async beginsWith(old: { readonly size: number; readonly root: Buffer }): Promise<boolean> {
    const { size, root } = this.#checkpoint;
    if (old.size > size) return false;
    return isConsistent(
      old.size,
      size,
      await this.#hashes(consistencyRanges(old.size, size)),
      old.root,
      root,
    );
  }

  /** Hashes of ranges, out of the log's tiles. */
  async #hashes(ranges: readonly Range[]): Promise<Buffer[]> {
    for (const hash of ranges.flatMap(tileHashesOf)) await this.#keptTile(this.#tileOf(hash));
    const read = (hash: TileHash): Buffer =>
      hashAt(this.#tiles.get(tilePath(this.#tileOf(hash))) as Buffer, hash.index % TILE_WIDTH);
    return ranges.map((range) => rangeHash(range, read));
  }

  #tileOf({ level, index }: TileHash): Tile {
    const tile = tileAt(level, Math.floor(index / TILE_WIDTH), this.#checkpoint.size);
    if (!tile) throw new RangeError('The log has no such tile.');
    return tile;
  }

  async #keptTile(tile: Tile): Promise<Buffer> {
    const path = tilePath(tile);
    const kept = this.#tiles.get(path) ?? (await this.#tile(tile));
    this.#tiles.set(path, kept);
    return kept;
  }

  async #fetch(bundle: Tile) {
    const path = tilePath(bundle);
    const [bytes, contents, tile] = await Promise.all([
      this.#needed(`/log/${path}`),
      this.#needed(`/log/${path.replace('tile/entries', 'contents')}`),
      this.#tile({ ...bundle, level: 0 }),
    ]);
    const entries = readBundle(bytes);
    if (entries?.length !== bundle.width)
      throw new DoesNotHold('entries', `/log/${path} does not have ${String(bundle.width)} entries.`);
    const parsed = contentsOf(contents, bundle.width);
    if (!parsed) throw new DoesNotHold('contents', `What stands beside /log/${path} cannot be read.`);
    return { bundle, entries, contents: parsed, tile };
  }

  async #tile(tile: Tile): Promise<Buffer> {
    const path = `/log/${tilePath(tile)}`;
    const bytes = await this.#needed(path);
    if (bytes.length !== tile.width * HASH_BYTES)
      throw new DoesNotHold('tiles', `${path} does not have ${String(tile.width)} hashes.`);
    return bytes;
  }

  async #needed(path: string): Promise<Buffer> {
    try {
      return await this.source.bytes(path);
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      throw new DoesNotHold('tiles', `${path} is missing, though the checkpoint covers it.`);
    }
  }

  /** A tile is full: the next level must have its hash; and that one's tile may be full now. */
  async #full(level: number, index: number, hash: Buffer): Promise<void> {
    const above = (this.#above[level + 1] ??= new Map());
    above.set(index, hash);
    if (index % TILE_WIDTH !== TILE_WIDTH - 1) return;
    const tile = await this.#checkTile({
      level: level + 1,
      index: (index + 1) / TILE_WIDTH - 1,
      width: TILE_WIDTH,
    });
    const hashes = Array.from({ length: TILE_WIDTH }, (_, place) => hashAt(tile, place));
    await this.#full(level + 1, (index + 1) / TILE_WIDTH - 1, pairUp(hashes));
  }

  /** The partial tiles at the end of each level. */
  async #checkEdges(): Promise<void> {
    for (let level = 1; level < this.#above.length; level += 1) {
      const last = Math.floor(hashesAt(level, this.#checkpoint.size) / TILE_WIDTH);
      const tile = tileAt(level, last, this.#checkpoint.size);
      if (tile) await this.#checkTile(tile);
    }
  }

  async #checkTile(tile: Tile): Promise<Buffer> {
    const bytes = await this.#tile(tile);
    const above = this.#above[tile.level as number];
    for (let place = 0; place < tile.width; place += 1) {
      const index = tile.index * TILE_WIDTH + place;
      const hash = above?.get(index);
      if (hash && !sameBytes(hash, hashAt(bytes, place)))
        throw new DoesNotHold('tiles', `/log/${tilePath(tile)} does not follow from the tiles below it.`);
      above?.delete(index);
    }
    return bytes;
  }

  #checkClock(seq: number, publishedAt: string): void {
    const time = Date.parse(publishedAt);
    if (!(time <= this.now + CLOCK_TOLERANCE))
      throw new DoesNotHold(
        'clock',
        `Entry ${String(seq)} was published at ${publishedAt}, which is not yet.`,
      );
    // No fault by itself: a clock may be set, and the log does not bind these times.
    const isBack = time < this.publishedAt - CLOCK_TOLERANCE;
    if (isBack) {
      const minutes = Math.round((this.publishedAt - time) / 60_000);
      const { count, first } = this.#stepsBack ?? { count: 0, first: { seq, publishedAt, minutes } };
      this.#stepsBack = { count: count + 1, first };
    }
    this.publishedAt = isBack ? time : Math.max(time, this.publishedAt);
  }
}

/** Form and content of facts. */
class FactCheck {
  readonly unknown = new Map<string, number>();
  readonly #envelope: ValidateFunction;
  readonly #shown = new Map<string, ValidateFunction>();

  constructor() {
    const ajv = new Ajv2020();
    this.#envelope = ajv.compile(FACT_SCHEMA);
    for (const [type, schema] of Object.entries(SHOWN_SCHEMAS)) this.#shown.set(type, ajv.compile(schema));
  }

  check(seq: number, entry: Buffer, { shown, personal }: EntryContent): Fact {
    const text = entry.toString('utf8');
    const value = parsed(text);
    if (
      value === undefined ||
      entry.length > MAX_FACT_BYTES ||
      canonicalJson(value) !== text ||
      !this.#envelope(value)
    )
      throw new DoesNotHold('facts', `Entry ${String(seq)} is not the canonical JSON of a fact.`);
    const fact = value as unknown as Fact;
    if (hashJson(shown).toString('hex') !== fact.contentHash)
      throw new DoesNotHold(
        'contents',
        `What is shown of entry ${String(seq)} (${fact.type}) is not what was stated.`,
      );
    const committed = committedFields(fact.type, shown);
    if (Object.keys(fact.commitments).join() !== committed.join())
      throw new DoesNotHold(
        'facts',
        `Entry ${String(seq)} (${fact.type}) does not commit to ${committed.join(', ') || 'nothing'}.`,
      );
    checkOpened(seq, fact, personal);
    const schema = this.#shown.get(fact.type);
    if (!schema) this.unknown.set(fact.type, (this.unknown.get(fact.type) ?? 0) + 1);
    else if (!schema(shown))
      throw new DoesNotHold(
        'facts',
        `Entry ${String(seq)} is not what a fact of the kind ${fact.type} says.`,
      );
    return fact;
  }
}

/** The personal fields that are shown are those that were committed to. @throws DoesNotHold. */
export function checkOpened(seq: number, fact: Fact, personal: FactContent['personal']): void {
  for (const [field, { value, salt }] of Object.entries(personal)) {
    if (hmac(Buffer.from(salt, 'hex'), value).toString('hex') !== fact.commitments[field])
      throw new DoesNotHold(
        'contents',
        `The ${field} shown of entry ${String(seq)} is not the one that was stated.`,
      );
  }
}

function contentsOf(bytes: Buffer, width: number): EntryContent[] | undefined {
  const value = parsed(bytes.toString('utf8'));
  const isRecord = (one: unknown): one is Record<string, unknown> =>
    typeof one === 'object' && one !== null && !Array.isArray(one);
  const isContent = (one: Json): boolean =>
    isRecord(one) &&
    typeof one['publicId'] === 'string' &&
    typeof one['publishedAt'] === 'string' &&
    isRecord(one['shown']) &&
    isRecord(one['personal']) &&
    Object.values(one['personal']).every(
      (field) => isRecord(field) && typeof field['value'] === 'string' && typeof field['salt'] === 'string',
    );
  return Array.isArray(value) && value.length === width && value.every(isContent) ? value : undefined;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
