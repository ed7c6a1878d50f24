import { rows, type Tx } from '../../platform/index.js';
import type { Blueprint } from '../domain/blueprint.js';

export interface ProgrammeView {
  readonly id: string;
  readonly code: string;
  readonly version: number;
  readonly body: Blueprint;
  /** Hex. */
  readonly contentHash: string;
}

const PROGRAMME = `SELECT id, code, version, body, encode(content_hash, 'hex') AS "contentHash" FROM programme p`;

export async function programmeById(tx: Tx, id: string): Promise<ProgrammeView | undefined> {
  const [programme] = await rows<ProgrammeView>(tx, `${PROGRAMME} WHERE id = $1`, [id]);
  return programme;
}

/** The newest version of each programme, by code. */
export async function programmes(tx: Tx): Promise<ProgrammeView[]> {
  return rows<ProgrammeView>(
    tx,
    `${PROGRAMME} WHERE NOT EXISTS (SELECT 1 FROM programme q WHERE q.code = p.code AND q.version > p.version)
     ORDER BY code COLLATE "C"`,
  );
}
