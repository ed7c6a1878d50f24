import { preparedRows, rows, type Tx } from '../../platform/index.js';
import type { Blueprint } from '../domain/blueprint/blueprint.js';

export interface ProgrammeView {
  readonly id: string;
  readonly code: string;
  readonly version: number;
  readonly body: Blueprint;
  /** Hex. */
  readonly contentHash: string;
}

const PROGRAMME = `SELECT id, code, version, body, encode(content_hash, 'hex') AS "contentHash" FROM programme p`;

/** A published version; what is a draft still is nobody's exam. */
export async function programmeById(tx: Tx, id: string): Promise<ProgrammeView | undefined> {
  const [programme] = await preparedRows<ProgrammeView>(
    tx,
    `${PROGRAMME} WHERE id = $1 AND state = 'published'`,
    [id],
  );
  return programme;
}

/** The newest published version of each programme, by code. */
export async function programmes(tx: Tx): Promise<ProgrammeView[]> {
  return rows<ProgrammeView>(
    tx,
    `${PROGRAMME} WHERE state = 'published' AND NOT EXISTS (SELECT 1 FROM programme q
       WHERE q.code = p.code AND q.version > p.version AND q.state = 'published')
     ORDER BY code COLLATE "C"`,
  );
}
