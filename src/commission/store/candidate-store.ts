import { applicationsInStage, type StageView } from '../../competition/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { Standing } from '../domain/quorum.js';
import type { Verdict } from '../domain/judge-round.js';

export interface RoundView {
  readonly id: string;
  readonly applicationId: string;
  readonly number: number;
  readonly discussion: string | null;
  readonly closedAt: Date | null;
  readonly verdict: Verdict | null;
}

export interface SlotView {
  readonly applicationId: string;
  readonly startsAt: Date;
  readonly minutes: number;
  readonly timeZone: string;
  readonly place: string;
  readonly reason: string | null;
}

export interface AbsenceView {
  readonly applicationId: string;
  readonly reason: string;
  readonly official: string;
  readonly decidedAt: Date;
}

export interface MemberStanding extends Standing {
  readonly memberId: string;
}

/** A candidate before a commission: how things stand, and no score. */
export interface CandidateView {
  readonly applicationId: string;
  readonly number: string;
  readonly personId: string;
  readonly fullName: string;
  readonly slot: SlotView | null;
  readonly absence: AbsenceView | null;
  /** In their order. */
  readonly rounds: readonly RoundView[];
  /** Of each member, in the newest round. */
  readonly standings: readonly MemberStanding[];
}

const ofCandidate = <T extends { readonly applicationId: string }>(all: readonly T[], id: string): T[] =>
  all.filter(({ applicationId }) => applicationId === id);

/** Those whom a commission sees: who withdrew, or is no longer in the stage, is left out. By number. */
export async function candidatesOf(tx: Tx, commissionId: string, stage: StageView): Promise<CandidateView[]> {
  const inStage = new Set(await applicationsInStage(tx, stage));
  const known = await rows<Pick<CandidateView, 'applicationId' | 'number' | 'personId' | 'fullName'>>(
    tx,
    `SELECT k.application_id AS "applicationId", k.number, p.id AS "personId", p.full_name AS "fullName"
     FROM commission_candidate k JOIN application a ON a.id = k.application_id JOIN person p ON p.id = a.person_id
     WHERE k.commission_id = $1 ORDER BY k.number COLLATE "C"`,
    [commissionId],
  );
  const rounds = await roundsOf(tx, commissionId);
  const standings = await standingsOf(tx, commissionId);
  const slots = await slotsOf(tx, commissionId);
  const absences = await absencesOf(tx, commissionId);
  return known
    .filter(({ applicationId }) => inStage.has(applicationId))
    .map((one) => ({
      ...one,
      slot: ofCandidate(slots, one.applicationId)[0] ?? null,
      absence: ofCandidate(absences, one.applicationId)[0] ?? null,
      rounds: ofCandidate(rounds, one.applicationId),
      standings: ofCandidate(standings, one.applicationId).map(
        ({ applicationId: _, ...standing }) => standing,
      ),
    }));
}

/** Applications in the stage that have no number yet. */
export async function newApplications(tx: Tx, commissionId: string, stage: StageView): Promise<string[]> {
  const known = await rows<{ id: string }>(
    tx,
    'SELECT application_id AS id FROM commission_candidate WHERE commission_id = $1',
    [commissionId],
  );
  const ids = new Set(known.map(({ id }) => id));
  return (await applicationsInStage(tx, stage)).filter((id) => !ids.has(id));
}

/** Each with its number. */
export async function insertCandidates(
  tx: Tx,
  commissionId: string,
  candidates: readonly { readonly applicationId: string; readonly number: string }[],
): Promise<void> {
  await tx.query(
    `INSERT INTO commission_candidate (commission_id, application_id, number)
     SELECT $1, application_id, number FROM unnest($2::uuid[], $3::text[]) AS t (application_id, number)`,
    [
      commissionId,
      candidates.map(({ applicationId }) => applicationId),
      candidates.map(({ number }) => number),
    ],
  );
}

const roundsOf = (tx: Tx, commissionId: string) =>
  rows<RoundView>(
    tx,
    `SELECT id, application_id AS "applicationId", number, discussion, closed_at AS "closedAt", verdict
     FROM commission_round WHERE commission_id = $1 ORDER BY number`,
    [commissionId],
  );

const standingsOf = (tx: Tx, commissionId: string) =>
  rows<MemberStanding & { readonly applicationId: string }>(
    tx,
    `SELECT k.application_id AS "applicationId", m.id AS "memberId",
       -- By account: whoever sits in another function now has declared all the same.
       (SELECT d.kind FROM commission_declaration d JOIN commission_member w ON w.id = d.member_id
        WHERE d.commission_id = k.commission_id AND d.application_id = k.application_id
          AND w.account_id = m.account_id
        ORDER BY d.id DESC LIMIT 1) AS declared,
       EXISTS (SELECT 1 FROM commission_excusal x WHERE x.round_id = r.id AND x.member_id = m.id) AS excused,
       EXISTS (SELECT 1 FROM commission_entry e
         WHERE e.round_id = r.id AND e.member_id = m.id AND e.sealed_at IS NOT NULL) AS sealed
     FROM commission_candidate k JOIN commission_member m ON m.commission_id = k.commission_id AND m.left_at IS NULL
       LEFT JOIN LATERAL (SELECT id FROM commission_round o
         WHERE o.commission_id = k.commission_id AND o.application_id = k.application_id
         ORDER BY o.number DESC LIMIT 1) r ON true
     WHERE k.commission_id = $1 ORDER BY m.function, m.official COLLATE "C", m.id`,
    [commissionId],
  );

const slotsOf = (tx: Tx, commissionId: string) =>
  rows<SlotView>(
    tx,
    `SELECT DISTINCT ON (application_id) application_id AS "applicationId", starts_at AS "startsAt", minutes,
       time_zone AS "timeZone", place, reason
     FROM commission_slot WHERE commission_id = $1 ORDER BY application_id, id DESC`,
    [commissionId],
  );

const absencesOf = (tx: Tx, commissionId: string) =>
  rows<AbsenceView>(
    tx,
    `SELECT application_id AS "applicationId", reason, official, decided_at AS "decidedAt"
     FROM commission_absence WHERE commission_id = $1 AND revoked_at IS NULL`,
    [commissionId],
  );
