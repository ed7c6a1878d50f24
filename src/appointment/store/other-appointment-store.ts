import { rows, type Tx } from '../../platform/index.js';
import type { Texts } from '../../competition/index.js';
import type { DirectKind, EndReason } from '../facts.js';

export type DirectState = 'proposed' | 'signed' | 'returned' | 'withdrawn';

/** An appointment without a competition, or what is to become one. */
export interface DirectView {
  readonly id: string;
  readonly kind: DirectKind;
  readonly personName: string;
  readonly postTitle: string;
  readonly grade: string;
  readonly location: string;
  readonly legalBasis: string;
  /** `yyyy-mm-dd`. */
  readonly beginsOn: string;
  readonly state: DirectState;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly proposers: readonly (string | null)[];
  /** Who signed, returned or withdrew it. */
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly reason: string | null;
  readonly ended: { readonly reason: EndReason; readonly endedOn: string } | null;
}

const ENDED = `CASE WHEN e.appointment_id IS NOT NULL
  THEN jsonb_build_object('reason', e.reason, 'endedOn', e.ended_on) END AS ended`;
const MOST = 500;

/** An agency's appointments without a competition, the newest first, the first 500. */
export const directOf = (tx: Tx, agencyId: string): Promise<DirectView[]> =>
  rows<DirectView>(
    tx,
    `SELECT d.id, d.kind, d.person_name AS "personName", d.post_title AS "postTitle", d.grade, d.location,
       d.legal_basis AS "legalBasis", d.begins_on::text AS "beginsOn", d.state, d.proposed_official AS "proposedBy",
       d.proposed_at AS "proposedAt", ARRAY[d.proposed_by, d.proposed_for]::text[] AS proposers,
       CASE WHEN a.id IS NOT NULL THEN concat_ws(', ', a.display_name, a.position) END AS "decidedBy",
       d.decided_at AS "decidedAt", d.reason, ${ENDED}
     FROM direct_appointment d LEFT JOIN account a ON a.id = d.decided_by
       LEFT JOIN other_appointment_end e ON e.appointment_id = d.id
     WHERE d.agency_id = $1 ORDER BY d.proposed_at DESC, d.id LIMIT ${String(MOST)}`,
    [agencyId],
  );

/** An appointment from before there was this log. */
export interface ImportedView {
  readonly id: string;
  readonly personName: string;
  readonly postTitle: string;
  readonly grade: string;
  readonly location: string;
  /** `yyyy-mm-dd`. */
  readonly appointedOn: string;
  readonly basis: string;
  readonly source: string;
  readonly ended: { readonly reason: EndReason; readonly endedOn: string } | null;
}

/** An agency's imported appointments, the newest first. */
export const importedOf = (tx: Tx, agencyId: string, limit = MOST): Promise<ImportedView[]> =>
  rows<ImportedView>(
    tx,
    `SELECT i.id, i.person_name AS "personName", i.post_title AS "postTitle", i.grade, i.location,
       i.appointed_on::text AS "appointedOn", i.basis, b.source, ${ENDED}
     FROM imported_appointment i JOIN import_batch b ON b.id = i.batch_id
       LEFT JOIN other_appointment_end e ON e.appointment_id = i.id
     WHERE i.agency_id = $1 ORDER BY i.appointed_on DESC, i.id LIMIT $2`,
    [agencyId, limit],
  );

/** A signed or imported appointment of an agency, as its end needs it; undefined where there is none. */
export interface OtherAppointment {
  readonly personName: string;
  readonly post: { readonly title: string; readonly grade: string; readonly location: string };
  /** `yyyy-mm-dd`: the day it began. */
  readonly beganOn: string;
  readonly ended: { readonly reason: EndReason; readonly endedOn: string } | null;
}

export async function otherAppointment(
  tx: Tx,
  agencyId: string,
  id: string,
): Promise<OtherAppointment | undefined> {
  const [found] = await rows<OtherAppointment>(
    tx,
    `SELECT x.person_name AS "personName", jsonb_build_object('title', x.post_title, 'grade', x.grade, 'location', x.location)
       AS post, x.began_on::text AS "beganOn", ${ENDED}
     FROM (
       SELECT id, agency_id, person_name, post_title, grade, location, begins_on AS began_on FROM direct_appointment
       WHERE state = 'signed'
       UNION ALL SELECT id, agency_id, person_name, post_title, grade, location, appointed_on FROM imported_appointment
     ) x LEFT JOIN other_appointment_end e ON e.appointment_id = x.id
     WHERE x.agency_id = $1 AND x.id = $2`,
    [agencyId, id],
  );
  return found;
}

/** How many appointments without a competition wait for a signature, by agency. */
export const directToSign = (
  tx: Tx,
  scopeIds: readonly string[],
): Promise<{ agencyId: string; agencyName: Texts; count: number }[]> =>
  rows(
    tx,
    `SELECT a.id AS "agencyId", a.name AS "agencyName", count(*)::int AS count
     FROM direct_appointment d JOIN agency a ON a.id = d.agency_id
     WHERE d.state = 'proposed' AND a.id = ANY($1::uuid[]) GROUP BY a.id ORDER BY a.code`,
    [scopeIds],
  );

/** An agency as facts name it. */
export async function agencyById(
  tx: Tx,
  id: string,
): Promise<{ readonly id: string; readonly code: string; readonly name: Texts } | undefined> {
  const [agency] = await rows<{ id: string; code: string; name: Texts }>(
    tx,
    'SELECT id, code, name FROM agency WHERE id = $1',
    [id],
  );
  return agency;
}
