import { canonicalJson, type Json } from '../../kernel/index.js';
import { rows, type Fact, type Tx } from '../../platform/index.js';
import { writeBundle } from '../domain/log/entry-bundle.js';
import { rangeHash, tileHashesOf, type Range, type TileHash } from '../domain/log/proofs.js';
import { TILE_WIDTH, type Tile } from '../domain/log/tile-path.js';

/** A signed state of the log, as it is in the record. */
export interface StoredCheckpoint {
  readonly size: number;
  readonly root: Buffer;
  /** The signed note, with the log's own signature alone. */
  readonly note: string;
  readonly madeAt: Date;
}

/** What a witness put its name to. */
export interface Cosignature {
  readonly witness: string;
  /** The signature's line in the note. */
  readonly line: string;
  readonly cosignedAt: Date;
}

const CHECKPOINT = 'SELECT size::float8 AS size, root, note, made_at AS "madeAt" FROM log_checkpoint';

/** The newest signed state; undefined where nothing was published yet. */
export async function newestCheckpoint(tx: Tx): Promise<StoredCheckpoint | undefined> {
  const [checkpoint] = await rows<StoredCheckpoint>(
    tx,
    `${CHECKPOINT} ORDER BY log_checkpoint.size DESC LIMIT 1`,
  );
  return checkpoint;
}

/** The newest signed state that a witness has cosigned; undefined where none has cosigned any. */
export async function newestCosigned(tx: Tx): Promise<StoredCheckpoint | undefined> {
  const [checkpoint] = await rows<StoredCheckpoint>(
    tx,
    `${CHECKPOINT} WHERE log_checkpoint.size = (SELECT max(c.size) FROM log_cosignature c)`,
  );
  return checkpoint;
}

export async function checkpointOfSize(tx: Tx, size: number): Promise<StoredCheckpoint | undefined> {
  const [checkpoint] = await rows<StoredCheckpoint>(tx, `${CHECKPOINT} WHERE log_checkpoint.size = $1`, [
    size,
  ]);
  return checkpoint;
}

/** Who has cosigned a state. */
export async function cosignaturesOf(tx: Tx, size: number): Promise<Cosignature[]> {
  return rows<Cosignature>(
    tx,
    'SELECT witness, line, cosigned_at AS "cosignedAt" FROM log_cosignature WHERE size = $1 ORDER BY witness COLLATE "C"',
    [size],
  );
}

/** The largest size that a witness has cosigned; 0 where it has cosigned none. */
export async function lastCosignedSize(tx: Tx, witness: string): Promise<number> {
  const [last] = await rows<{ size: number }>(
    tx,
    `SELECT size::float8 AS size FROM log_cosignature WHERE witness = $1 ORDER BY log_cosignature.size DESC LIMIT 1`,
    [witness],
  );
  return last?.size ?? 0;
}

/** Keeps a cosignature; the first of a witness stays where two workers asked it at once. @returns whether it is new. */
export async function keepCosignature(tx: Tx, size: number, cosignature: Cosignature): Promise<boolean> {
  const kept = await rows(
    tx,
    `INSERT INTO log_cosignature (size, witness, line, cosigned_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (size, witness) DO NOTHING RETURNING size`,
    [size, cosignature.witness, cosignature.line, cosignature.cosignedAt],
  );
  return kept.length > 0;
}

export async function keepCheckpoint(
  tx: Tx,
  checkpoint: Pick<StoredCheckpoint, 'size' | 'root' | 'note'>,
): Promise<void> {
  await tx.query('INSERT INTO log_checkpoint (size, root, note) VALUES ($1, $2, $3)', [
    checkpoint.size,
    checkpoint.root,
    checkpoint.note,
  ]);
}

/** Hashes that stand in tiles at a level from an index on, in their order. */
export async function hashesFrom(tx: Tx, level: number, from: number): Promise<Buffer[]> {
  const found = await rows<{ hash: Buffer }>(
    tx,
    level === 0
      ? 'SELECT leaf_hash AS hash FROM registry_entry WHERE seq >= $1 ORDER BY registry_entry.seq'
      : 'SELECT hash FROM log_hash WHERE level = $2 AND index >= $1 ORDER BY index',
    level === 0 ? [from] : [from, level],
  );
  return found.map(({ hash }) => hash);
}

/** The hashes of ranges, as proofs name them: out of what stands in tiles. @throws Error where the log has no such range. */
export async function rangeHashes(tx: Tx, ranges: readonly Range[]): Promise<Buffer[]> {
  const wanted = ranges.flatMap(tileHashesOf);
  const place = ({ level, index }: TileHash): string => `${String(level)} ${String(index)}`;
  const found = await rows<TileHash & { readonly hash: Buffer }>(
    tx,
    `WITH wanted AS (SELECT * FROM unnest($1::int[], $2::bigint[]) AS t (level, index))
     SELECT w.level, w.index::float8 AS index, e.leaf_hash AS hash FROM wanted w JOIN registry_entry e ON e.seq = w.index
     WHERE w.level = 0
     UNION ALL
     SELECT w.level, w.index::float8, h.hash FROM wanted w JOIN log_hash h ON h.level = w.level AND h.index = w.index`,
    [wanted.map(({ level }) => level), wanted.map(({ index }) => index)],
  );
  const hashes = new Map(found.map((one) => [place(one), one.hash]));
  const read = (at: TileHash): Buffer => {
    const hash = hashes.get(place(at));
    if (!hash) throw new Error(`The log has no hash ${place(at)}.`);
    return hash;
  };
  return ranges.map((range) => rangeHash(range, read));
}

/** Adds hashes of full tiles, one level up. @param from the first one's index. */
export async function addHashes(
  tx: Tx,
  level: number,
  from: number,
  hashes: readonly Buffer[],
): Promise<void> {
  await tx.query(
    `INSERT INTO log_hash (level, index, hash)
     SELECT $1, $2 + n - 1, hash FROM unnest($3::bytea[]) WITH ORDINALITY AS t (hash, n)`,
    [level, from, [...hashes]],
  );
}

/** How many entries the registry has. */
export async function entryCount(tx: Tx): Promise<number> {
  const [last] = await rows<{ count: number }>(
    tx,
    'SELECT (coalesce(max(seq), -1) + 1)::float8 AS count FROM registry_entry',
  );
  return last?.count ?? 0;
}

/** A tile's bytes; undefined where the log does not have as many. */
export async function tileBytes(tx: Tx, { level, index, width }: Tile): Promise<Buffer | undefined> {
  const from = index * TILE_WIDTH;
  if (level === 'entries') {
    const facts = await rows<{ fact: Fact }>(
      tx,
      'SELECT fact FROM registry_entry WHERE seq >= $1 AND seq < $2 ORDER BY registry_entry.seq',
      [from, from + width],
    );
    if (facts.length < width) return undefined;
    return writeBundle(facts.map(({ fact }) => Buffer.from(canonicalJson(fact as unknown as Json))));
  }
  const [tile] = await rows<{ bytes: Buffer | null }>(
    tx,
    level === 0
      ? `SELECT string_agg(leaf_hash, ''::bytea ORDER BY seq) AS bytes FROM registry_entry WHERE seq >= $1 AND seq < $2`
      : `SELECT string_agg(hash, ''::bytea ORDER BY index) AS bytes FROM log_hash WHERE level = $3 AND index >= $1 AND index < $2`,
    level === 0 ? [from, from + width] : [from, from + width, level],
  );
  return tile?.bytes?.length === width * 32 ? tile.bytes : undefined;
}
