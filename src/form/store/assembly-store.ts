import { rows, type Tx } from '../../platform/index.js';
import type { AssemblyItem } from '../domain/assembly/assembly-item.js';
import type { AssemblyState } from '../domain/assembly/assembly-state.js';
import type { Measure } from '../domain/assembly/profile.js';
import type { PreassembledForm } from '../domain/draw/draw-blueprint.js';
import type { Simulation } from '../domain/assembly/simulate.js';

/** What the forms were made to be, beside the forms themselves. */
export interface AssemblyResult {
  readonly measures: readonly Measure[];
  readonly target: readonly number[];
  readonly seconds: number;
  /** Items that it could choose from. */
  readonly pool: number;
  readonly simulation: Simulation;
}

export interface AssemblyFailure {
  readonly code: string;
  readonly detail: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface AssemblyView {
  readonly id: string;
  readonly programmeId: string;
  readonly programmeCode: string;
  readonly programmeVersion: number;
  readonly kind: 'one-form' | 'parallel';
  readonly forms: number;
  readonly formsDone: number;
  readonly state: AssemblyState;
  readonly timeLimitSeconds: number;
  readonly result: AssemblyResult | null;
  readonly failure: AssemblyFailure | null;
  readonly requestedAt: Date;
  readonly requestedOfficial: string;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly approvedAt: Date | null;
  readonly approvedOfficial: string | null;
}

/** A form with what assembly saw of its items at that time. */
export interface StoredForm {
  readonly name: string;
  readonly parts: readonly { readonly code: string; readonly items: readonly AssemblyItem[] }[];
  readonly profile: readonly number[];
}

const ASSEMBLY = `SELECT a.id, a.programme_id AS "programmeId", p.code AS "programmeCode", p.version AS "programmeVersion",
  a.kind, a.forms, a.forms_done AS "formsDone", a.state, a.time_limit_seconds AS "timeLimitSeconds", a.result, a.failure,
  a.requested_at AS "requestedAt", a.requested_official AS "requestedOfficial", a.started_at AS "startedAt",
  a.ended_at AS "endedAt", a.approved_at AS "approvedAt", a.approved_official AS "approvedOfficial"
  FROM assembly a JOIN programme p ON p.id = a.programme_id`;

export async function assemblyById(tx: Tx, id: string): Promise<AssemblyView | undefined> {
  const [found] = await rows<AssemblyView>(tx, `${ASSEMBLY} WHERE a.id = $1`, [id]);
  return found;
}

/** The assemblies of all versions of a programme, the newest first. */
export async function assembliesOf(tx: Tx, programmeCode: string, limit = 50): Promise<AssemblyView[]> {
  return rows<AssemblyView>(tx, `${ASSEMBLY} WHERE p.code = $1 ORDER BY a.requested_at DESC, a.id LIMIT $2`, [
    programmeCode,
    limit,
  ]);
}

/** An assembly's forms in their order; none before it is done. */
export async function formsOf(tx: Tx, assemblyId: string): Promise<StoredForm[]> {
  return rows<StoredForm>(
    tx,
    'SELECT name, items AS parts, profile FROM assembled_form WHERE assembly_id = $1 ORDER BY place',
    [assemblyId],
  );
}

/** Item codes alone: what a draw commits to. */
export const codesOf = (form: Pick<StoredForm, 'name' | 'parts'>): PreassembledForm => ({
  name: form.name,
  parts: form.parts.map(({ code, items }) => ({ code, items: items.map(({ itemCode }) => itemCode) })),
});

/**
 * The forms of a programme's assembly that a named officer approved, the latest where there are several; undefined
 * where there is none. Item codes: whether each is live still is for whoever commits them.
 */
export async function approvedForms(tx: Tx, programmeId: string): Promise<PreassembledForm[] | undefined> {
  const [assembly] = await rows<{ id: string }>(
    tx,
    `SELECT id FROM assembly WHERE programme_id = $1 AND state IN ('approved', 'used')
     ORDER BY approved_at DESC, id LIMIT 1 FOR UPDATE`,
    [programmeId],
  );
  return assembly && (await formsOf(tx, assembly.id)).map(codesOf);
}

/** Says that a draw has committed what {@link approvedForms} gave, in its transaction: the approval stands from now on. */
export async function markFormsUsed(tx: Tx, programmeId: string): Promise<void> {
  await tx.query(
    `UPDATE assembly SET state = 'used' WHERE id = (
       SELECT id FROM assembly WHERE programme_id = $1 AND state IN ('approved', 'used')
       ORDER BY approved_at DESC, id LIMIT 1)`,
    [programmeId],
  );
}
