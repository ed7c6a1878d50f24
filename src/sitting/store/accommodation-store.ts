import { rows, type Tx } from '../../platform/index.js';
import type { AccommodationBasis, Accommodations } from '../domain/accommodations.js';

/** SQL: a row of `accommodation` in the shape of {@link Accommodations}: nothing stands in it that was not granted. */
export const GRANTED = (row: string): string => `
  jsonb_strip_nulls(jsonb_build_object('extraTimePercent', nullif(${row}.extra_time_percent, 0),
    'breakMinutes', nullif(${row}.break_minutes, 0), 'largerType', nullif(${row}.larger_type, false),
    'reader', nullif(${row}.reader, false)))`;

/** What was granted for an application and stands. */
export async function accommodationsOf(tx: Tx, applicationId: string): Promise<Accommodations> {
  const [row] = await rows<{ granted: Accommodations }>(
    tx,
    `SELECT ${GRANTED('c')} AS granted FROM accommodation c WHERE application_id = $1 AND revoked_at IS NULL`,
    [applicationId],
  );
  return row?.granted ?? {};
}

/** How many of a competition's applicants were granted something that stands. */
export async function accommodatedCount(tx: Tx, competitionId: string): Promise<number> {
  const [row] = await rows<{ count: number }>(
    tx,
    `SELECT count(*)::int AS count FROM accommodation c JOIN application a ON a.id = c.application_id
     WHERE a.competition_id = $1 AND a.state = 'submitted' AND c.revoked_at IS NULL`,
    [competitionId],
  );
  return row?.count ?? 0;
}

/** Applications with a sitting that runs with something else than what is granted; changes of the last hour alone. */
export async function unsettledApplications(tx: Tx): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT DISTINCT r.application_id AS id FROM accommodation r
     WHERE greatest(r.granted_at, r.revoked_at) > clock_timestamp() - interval '1 hour'
       AND EXISTS (SELECT 1 FROM sitting s
         LEFT JOIN accommodation c ON c.application_id = s.application_id AND c.revoked_at IS NULL
         WHERE s.application_id = r.application_id AND s.state = 'open' AND s.deadline_at > clock_timestamp()
           AND s.accommodations <> ${GRANTED('c')})`,
  );
  return found.map(({ id }) => id);
}

export interface NewAccommodation extends Required<Accommodations> {
  readonly id: string;
  readonly applicationId: string;
  readonly basis: AccommodationBasis;
  /** Ciphertext. */
  readonly document: Buffer;
  readonly documentKey: string;
  readonly accountId: string;
  readonly official: string;
  readonly actingFor: string | null;
}

/** @throws a unique violation where one stands already. */
export async function insertAccommodation(tx: Tx, one: NewAccommodation): Promise<void> {
  await tx.query(
    `INSERT INTO accommodation (id, application_id, extra_time_percent, break_minutes, larger_type, reader, basis,
       document, document_key, granted_by, granted_official, acting_for)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      one.id,
      one.applicationId,
      one.extraTimePercent,
      one.breakMinutes,
      one.largerType,
      one.reader,
      one.basis,
      one.document,
      one.documentKey,
      one.accountId,
      one.official,
      one.actingFor,
    ],
  );
}

/** Revokes what stands for an application. @returns its id, or undefined where nothing stood. */
export async function revokeStanding(
  tx: Tx,
  applicationId: string,
  by: { readonly accountId: string; readonly official: string },
): Promise<string | undefined> {
  const [revoked] = await rows<{ id: string }>(
    tx,
    `UPDATE accommodation SET revoked_at = clock_timestamp(), revoked_by = $2, revoked_official = $3
     WHERE application_id = $1 AND revoked_at IS NULL RETURNING id`,
    [applicationId, by.accountId, by.official],
  );
  return revoked?.id;
}

/** A grant as the exam officers of its competition see it. */
export interface AccommodationView {
  readonly id: string;
  readonly applicationId: string;
  readonly fullName: string;
  readonly granted: Accommodations;
  readonly basis: AccommodationBasis;
  /** Ciphertext: which paper it rests on. */
  readonly document: Buffer;
  readonly grantedAt: Date;
  readonly grantedOfficial: string;
  readonly revokedAt: Date | null;
  readonly revokedOfficial: string | null;
}

const VIEW = `
  SELECT c.id, c.application_id AS "applicationId", p.full_name AS "fullName", ${GRANTED('c')} AS granted, c.basis,
    c.document, c.granted_at AS "grantedAt", c.granted_official AS "grantedOfficial", c.revoked_at AS "revokedAt",
    c.revoked_official AS "revokedOfficial"
  FROM accommodation c JOIN application a ON a.id = c.application_id JOIN person p ON p.id = a.person_id`;

/** All grants of a competition, those that stand first, then by name. */
export async function accommodationsIn(tx: Tx, competitionId: string): Promise<AccommodationView[]> {
  return rows<AccommodationView>(
    tx,
    `${VIEW} WHERE a.competition_id = $1
     ORDER BY c.revoked_at IS NOT NULL, p.full_name COLLATE "C", c.granted_at DESC`,
    [competitionId],
  );
}

/** All that was granted for an application, oldest first. */
export async function grantsOf(tx: Tx, applicationId: string): Promise<AccommodationView[]> {
  return rows<AccommodationView>(tx, `${VIEW} WHERE a.id = $1 ORDER BY c.granted_at`, [applicationId]);
}

/** Someone who has applied. */
export interface ApplicantView {
  readonly applicationId: string;
  readonly fullName: string;
  readonly appliedAt: Date;
}

/** Applicants of a competition whose name has these words in it, by name; `limit` at most. */
export async function applicantsByName(
  tx: Tx,
  competitionId: string,
  name: string,
  limit = 20,
): Promise<ApplicantView[]> {
  return rows<ApplicantView>(
    tx,
    `SELECT a.id AS "applicationId", p.full_name AS "fullName", a.created_at AS "appliedAt"
     FROM application a JOIN person p ON p.id = a.person_id
     WHERE a.competition_id = $1 AND a.state = 'submitted' AND strpos(lower(p.full_name), lower($2)) > 0
     ORDER BY p.full_name COLLATE "C", a.id LIMIT $3`,
    [competitionId, name, limit],
  );
}

/** An applicant of a competition, or undefined. */
export async function applicantById(
  tx: Tx,
  competitionId: string,
  applicationId: string,
): Promise<ApplicantView | undefined> {
  const [applicant] = await rows<ApplicantView>(
    tx,
    `SELECT a.id AS "applicationId", p.full_name AS "fullName", a.created_at AS "appliedAt"
     FROM application a JOIN person p ON p.id = a.person_id
     WHERE a.competition_id = $1 AND a.id = $2 AND a.state = 'submitted'`,
    [competitionId, applicationId],
  );
  return applicant;
}
