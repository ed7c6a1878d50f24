import { rows, type Tx } from '../../platform/index.js';
import { livePool } from '../../question-bank/index.js';
import { assemblyItem, type AssemblyItem } from '../domain/assembly/assembly-item.js';
import { banksOf, type Blueprint } from '../domain/blueprint/blueprint.js';
import type { ProgrammeState } from '../domain/blueprint/programme-state.js';

/** A version of a programme as those see it who make programmes. */
export interface BlueprintView {
  readonly id: string;
  readonly code: string;
  readonly version: number;
  readonly state: ProgrammeState;
  readonly origin: 'shipped' | 'editor';
  /** Who saved it; null for what is shipped. */
  readonly official: string | null;
  readonly createdAt: Date;
  readonly body: Blueprint;
  /** Whether no later version has its code. */
  readonly newest: boolean;
}

const BLUEPRINT = `SELECT p.id, p.code, p.version, p.state, p.origin, p.official, p.created_at AS "createdAt", p.body,
  NOT EXISTS (SELECT 1 FROM programme q WHERE q.code = p.code AND q.version > p.version) AS newest
  FROM programme p`;

/** The newest version of each code, drafts among them, by code. */
export async function blueprints(tx: Tx): Promise<BlueprintView[]> {
  return rows<BlueprintView>(tx, `SELECT * FROM (${BLUEPRINT}) p WHERE p.newest ORDER BY p.code COLLATE "C"`);
}

export async function blueprintById(tx: Tx, id: string): Promise<BlueprintView | undefined> {
  const [found] = await rows<BlueprintView>(tx, `${BLUEPRINT} WHERE p.id = $1`, [id]);
  return found;
}

/** Every version of a code, the newest first. */
export async function blueprintVersions(tx: Tx, code: string): Promise<BlueprintView[]> {
  return rows<BlueprintView>(tx, `${BLUEPRINT} WHERE p.code = $1 ORDER BY p.version DESC`, [code]);
}

/** What the banks of a blueprint hold in its languages, as assembly sees it. */
export async function poolFor(
  tx: Tx,
  blueprint: Pick<Blueprint, 'parts' | 'languages'>,
): Promise<AssemblyItem[]> {
  const pool = await livePool(tx, banksOf(blueprint), blueprint.languages);
  return pool.map(assemblyItem);
}
