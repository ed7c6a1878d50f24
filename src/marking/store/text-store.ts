import { newId, sha256 } from '../../kernel/index.js';
import { placeOf, rows, type Principal, type Tx } from '../../platform/index.js';
import type { MarkLayer } from '../domain/mark-layer.js';

/** A text that people have to mark. */
export interface TextToMark {
  readonly sittingId: string;
  /** The number of the answer sheet that has it. */
  readonly sheet: number;
  readonly position: number;
  readonly itemVersionId: string;
  readonly text: string;
}

/**
 * Writes down which texts of some sittings people have to mark; what is written down already stays. Others of these
 * sittings (their item is annulled, another sheet counts now) are owed no more.
 */
export async function oweMarks(
  tx: Tx,
  sittingIds: readonly string[],
  texts: readonly TextToMark[],
): Promise<void> {
  const hashes = texts.map(({ text }) => sha256(text));
  await tx.query(
    `INSERT INTO marking_text AS t (id, session_id, sitting_id, position, item_version_id, text_hash, sheet)
     SELECT o.id, s.session_id, o.sitting_id, o.position, o.item, o.hash, o.sheet
     FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $5::bytea[], $6::int[])
       AS o (id, sitting_id, position, item, hash, sheet) JOIN sitting s ON s.id = o.sitting_id
     ORDER BY o.sitting_id, o.position
     ON CONFLICT (sitting_id, position, text_hash) DO UPDATE SET sheet = excluded.sheet, owed = true
       WHERE t.sheet < excluded.sheet OR NOT t.owed`,
    [
      texts.map(() => newId()),
      texts.map(({ sittingId }) => sittingId),
      texts.map(({ position }) => position),
      texts.map(({ itemVersionId }) => itemVersionId),
      hashes,
      texts.map(({ sheet }) => sheet),
    ],
  );
  await tx.query(
    `UPDATE marking_text t SET owed = false
     WHERE t.sitting_id = ANY($1::uuid[]) AND t.owed AND NOT EXISTS (
       SELECT 1 FROM unnest($2::uuid[], $3::int[], $4::bytea[]) AS o (sitting_id, position, hash)
       WHERE o.sitting_id = t.sitting_id AND o.position = t.position AND o.hash = t.text_hash)`,
    [sittingIds, texts.map(({ sittingId }) => sittingId), texts.map(({ position }) => position), hashes],
  );
}

/** A layer with the text that it belongs to: one of a text that was superseded says nothing of the one that counts. */
export interface LayerOfText extends MarkLayer {
  /** Hex SHA-256 of the text. */
  readonly textHash: string;
}

/** The layers of some sittings, and the revision up to which they are: one state of the record. */
export async function markLayers(
  tx: Tx,
  sittingIds: readonly string[],
): Promise<Map<string, { readonly revision: number; readonly layers: readonly LayerOfText[] }>> {
  const found = await rows<{ id: string; revision: number; layers: LayerOfText[] }>(
    tx,
    `SELECT s.id, s.marks AS revision, coalesce((
       SELECT jsonb_agg(jsonb_build_object('revision', l.revision, 'position', t.position, 'kind', l.kind,
         'points', l.points, 'textHash', encode(t.text_hash, 'hex')) ORDER BY l.revision)
       FROM mark_layer l JOIN marking_text t ON t.id = l.text_id WHERE l.sitting_id = s.id), '[]') AS layers
     FROM sitting s WHERE s.id = ANY($1::uuid[])`,
    [sittingIds],
  );
  return new Map(found.map(({ id, revision, layers }) => [id, { revision, layers }]));
}

export interface NewLayer {
  readonly sittingId: string;
  readonly textId: string;
  readonly kind: MarkLayer['kind'];
  readonly points: number;
  /** Of a correction. */
  readonly by?: Pick<Principal, 'accountId' | 'official' | 'actingFor'> & { readonly reason: string };
}

/** Adds a layer to a sitting: its grade is owed anew. @returns its revision. */
export async function addLayer(tx: Tx, { sittingId, textId, kind, points, by }: NewLayer): Promise<number> {
  const [sitting] = await rows<{ revision: number }>(
    tx,
    'UPDATE sitting SET marks = marks + 1 WHERE id = $1 RETURNING marks AS revision',
    [sittingId],
  );
  if (!sitting) throw new Error('A text belongs to a sitting.');
  await tx.query(
    `INSERT INTO mark_layer (sitting_id, revision, text_id, kind, points, reason, account_id, official, acting_for)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      sittingId,
      sitting.revision,
      textId,
      kind,
      points,
      by?.reason ?? null,
      by?.accountId ?? null,
      by?.official ?? null,
      by ? placeOf(by) : null,
    ],
  );
  return sitting.revision;
}
