import { TILE_WIDTH } from '../domain/log/tile-path.js';
import { rows, type Fact, type FactContent, type Tx } from '../../platform/index.js';

export interface EntryView {
  /** Position in the log, from 0; a decimal string, because it may pass 2^53. */
  readonly seq: string;
  readonly publicId: string;
  readonly type: string;
  readonly fact: Fact;
  readonly shown: FactContent['shown'];
  readonly personName: string | null;
  readonly postTitle: string | null;
  readonly agencyName: string | null;
  readonly competitionCode: string | null;
  readonly official: string | null;
  readonly occurredAt: Date;
  readonly publishedAt: Date;
  /** Hex, RFC 6962 leaf hash of the fact's canonical JSON. */
  readonly leafHash: string;
  readonly corrects: string | null;
  /** Public ids of the entries that correct this one, the newest first. */
  readonly correctedBy: readonly string[];
}

/** What a visitor looks for. Texts match anywhere, without regard to case. Dates are days (UTC), both included. */
export interface EntrySearch {
  readonly types?: readonly string[];
  readonly name?: string;
  readonly agency?: string;
  readonly post?: string;
  readonly competition?: string;
  readonly from?: string;
  readonly until?: string;
  /** Entries before this position. */
  readonly before?: string;
}

// What is told of an entry comes from what the log has the hashes of; columns of their own are for searching.
const ENTRY = `
  SELECT seq::text, public_id AS "publicId", fact ->> 'type' AS type, fact, content -> 'shown' AS shown,
    content #>> '{personal,personName,value}' AS "personName", post_title AS "postTitle", agency_name AS "agencyName",
    competition_code AS "competitionCode", fact ->> 'official' AS official,
    (fact ->> 'time')::timestamptz AS "occurredAt", published_at AS "publishedAt", encode(leaf_hash, 'hex') AS "leafHash",
    corrects::text AS corrects,
    ARRAY(SELECT c.public_id FROM registry_entry c WHERE c.corrects = registry_entry.seq ORDER BY c.seq DESC) AS "correctedBy"
  FROM registry_entry`;

/** Entries, newest first. Pages stay as they are while entries are added: the cursor is a position in the log. */
export async function searchEntries(tx: Tx, search: EntrySearch, limit: number): Promise<EntryView[]> {
  return rows<EntryView>(
    tx,
    `${ENTRY}
     WHERE ($1::text[] IS NULL OR type = ANY($1))
       AND ($2::text IS NULL OR person_name ILIKE $2)
       AND ($3::text IS NULL OR agency_name ILIKE $3)
       AND ($4::text IS NULL OR post_title ILIKE $4)
       AND ($5::text IS NULL OR competition_code = $5)
       AND ($6::date IS NULL OR occurred_at >= $6::date)
       AND ($7::date IS NULL OR occurred_at < $7::date + 1)
       AND ($8::bigint IS NULL OR seq < $8)
     ORDER BY registry_entry.seq DESC LIMIT $9`,
    [
      search.types ?? null,
      contains(search.name),
      contains(search.agency),
      contains(search.post),
      search.competition ?? null,
      search.from ?? null,
      search.until ?? null,
      search.before ?? null,
      limit,
    ],
  );
}

export async function entryByPublicId(tx: Tx, publicId: string): Promise<EntryView | undefined> {
  const [entry] = await rows<EntryView>(tx, `${ENTRY} WHERE public_id = $1`, [publicId]);
  return entry;
}

/** What stands beside an entry of the log: what its `contentHash` and its commitments are of. */
export interface EntryContent {
  readonly publicId: string;
  /** RFC 3339: when it was put into the log. */
  readonly publishedAt: string;
  readonly shown: FactContent['shown'];
  /** Values and salts of the personal fields; none where they were removed. */
  readonly personal: FactContent['personal'];
}

/** The contents of a bundle's entries, in their order; undefined where there are not as many. */
export async function bundleContents(
  tx: Tx,
  { index, width }: { readonly index: number; readonly width: number },
): Promise<EntryContent[] | undefined> {
  const found = await rows<EntryContent>(
    tx,
    `SELECT public_id AS "publicId", published_at AS "publishedAt", content -> 'shown' AS shown,
       content -> 'personal' AS personal
     FROM registry_entry WHERE seq >= $1 AND seq < $2 ORDER BY registry_entry.seq`,
    [index * TILE_WIDTH, index * TILE_WIDTH + width],
  );
  return found.length === width ? found : undefined;
}

/** A published list by its hash (hex), or undefined. */
export async function chunkByHash(tx: Tx, hash: string): Promise<unknown> {
  const [chunk] = await rows<{ content: unknown }>(tx, 'SELECT content FROM registry_chunk WHERE hash = $1', [
    Buffer.from(hash, 'hex'),
  ]);
  return chunk?.content;
}

const contains = (text: string | undefined): string | null =>
  text ? `%${text.replace(/[\\%_]/g, (special) => `\\${special}`)}%` : null;
