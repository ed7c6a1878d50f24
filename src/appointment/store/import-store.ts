import { rows, type Tx } from '../../platform/index.js';
import { rowHash, type ImportRow } from '../domain/import-file.js';

export interface BatchView {
  readonly id: string;
  readonly source: string;
  readonly state: 'read' | 'confirmed' | 'discarded';
  readonly rows: number;
  /** Without a fault, when the file was read. */
  readonly good: number;
  /** Imported, once it is confirmed. */
  readonly written: number | null;
  readonly uploadedBy: string;
  readonly uploadedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
}

const BATCH = `
  SELECT b.id, b.source, b.state, b.row_count AS rows, b.good_count AS good, b.written,
    concat_ws(', ', u.display_name, u.position) AS "uploadedBy", b.uploaded_at AS "uploadedAt",
    CASE WHEN d.id IS NOT NULL THEN concat_ws(', ', d.display_name, d.position) END AS "decidedBy",
    b.decided_at AS "decidedAt"
  FROM import_batch b JOIN account u ON u.id = b.uploaded_by LEFT JOIN account d ON d.id = b.decided_by`;

/** The files that were read for an agency, the newest first. */
export const batchesOf = (tx: Tx, agencyId: string): Promise<BatchView[]> =>
  rows<BatchView>(tx, `${BATCH} WHERE b.agency_id = $1 ORDER BY b.uploaded_at DESC, b.id LIMIT 100`, [
    agencyId,
  ]);

export async function batchById(tx: Tx, agencyId: string, id: string): Promise<BatchView | undefined> {
  const [batch] = await rows<BatchView>(tx, `${BATCH} WHERE b.agency_id = $1 AND b.id = $2`, [agencyId, id]);
  return batch;
}

/** The rows of a file that is not decided yet; none of one that is. */
export async function reviewedRows(tx: Tx, batchId: string): Promise<ImportRow[]> {
  const [batch] = await rows<{ reviewed: ImportRow[] | null }>(
    tx,
    'SELECT reviewed FROM import_batch WHERE id = $1',
    [batchId],
  );
  return batch?.reviewed ?? [];
}

/** The rows with those marked that were imported before, by this file or another. */
export async function markKnown(tx: Tx, agencyId: string, read: readonly ImportRow[]): Promise<ImportRow[]> {
  const hashes = read.map(({ values }) => rowHash(agencyId, values));
  const found = await rows<{ hash: Buffer }>(
    tx,
    'SELECT row_hash AS hash FROM imported_appointment WHERE row_hash = ANY($1::bytea[])',
    [hashes],
  );
  const known = new Set(found.map(({ hash }) => hash.toString('hex')));
  return read.map((row, index) =>
    row.faults.length === 0 && known.has(hashes[index]?.toString('hex') ?? '')
      ? { ...row, faults: [{ fault: 'KNOWN' as const, column: null }] }
      : row,
  );
}
