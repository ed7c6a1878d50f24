import { rows, type Tx } from '../../platform/index.js';
import type { RuleOutcome } from '../domain/eligibility.js';
import type { ScreeningOutcome, ScreeningState } from '../domain/screening-state.js';
import { DECISION, IS_CLEAR, SCREENING } from './form-store.js';

/** An application in the list of those who screen. */
export interface ScreenedApplication {
  readonly id: string;
  readonly fullName: string;
  readonly screening: ScreeningState;
  /** Every rule met, every needed document there. */
  readonly isClear: boolean;
  readonly outcomes: Readonly<Record<string, RuleOutcome>>;
  readonly handedInAt: Date;
}

const FROM = `
  FROM application a JOIN competition c ON c.id = a.competition_id JOIN person p ON p.id = a.person_id
    LEFT JOIN application_form f ON f.application_id = a.id ${DECISION}
  WHERE a.competition_id = $1 AND a.state = 'submitted'`;

export interface ScreeningFilter {
  readonly state?: ScreeningState | undefined;
  readonly isClear?: boolean | undefined;
}

/** Applications of a competition that stand, by id, which tells nothing. */
export async function screenedApplications(
  tx: Tx,
  competitionId: string,
  filter: ScreeningFilter,
  after: string | null,
  limit: number,
): Promise<ScreenedApplication[]> {
  return rows<ScreenedApplication>(
    tx,
    `SELECT a.id, p.full_name AS "fullName", ${SCREENING} AS screening, ${IS_CLEAR} AS "isClear",
       coalesce(f.outcomes, '{}') AS outcomes, coalesce(f.handed_in_at, a.created_at) AS "handedInAt"
     ${FROM} AND ($2::text IS NULL OR ${SCREENING} = $2) AND ($3::boolean IS NULL OR (${IS_CLEAR}) = $3)
       AND ($4::uuid IS NULL OR a.id > $4) ORDER BY a.id LIMIT $5`,
    [competitionId, filter.state ?? null, filter.isClear ?? null, after, limit],
  );
}

/** How many applications stand in each state, and how many of those that wait are clear. */
export async function screeningCounts(
  tx: Tx,
  competitionId: string,
): Promise<Readonly<Record<ScreeningState | 'clear', number>>> {
  const found = await rows<{ screening: ScreeningState; count: number; clear: number }>(
    tx,
    `SELECT ${SCREENING} AS screening, count(*)::int AS count, count(*) FILTER (WHERE ${IS_CLEAR})::int AS clear
     ${FROM} GROUP BY 1`,
    [competitionId],
  );
  const counts = { waiting: 0, added: 0, more: 0, eligible: 0, 'not-eligible': 0, clear: 0 };
  for (const { screening, count, clear } of found) {
    counts[screening] = count;
    if (screening === 'waiting' || screening === 'added') counts.clear += clear;
  }
  return counts;
}

/** The applications that wait for a decision and are clear, by id. `lock`: nobody changes them until this transaction ends. */
export async function clearApplications(
  tx: Tx,
  competitionId: string,
  lock = false,
): Promise<{ readonly id: string; readonly fullName: string }[]> {
  return rows(
    tx,
    `SELECT a.id, p.full_name AS "fullName" ${FROM} AND ${SCREENING} IN ('waiting', 'added') AND ${IS_CLEAR} ORDER BY a.id
     ${lock ? 'FOR NO KEY UPDATE OF a' : ''}`,
    [competitionId],
  );
}

export interface NewScreeningDecision {
  readonly outcome: ScreeningOutcome;
  readonly ruleCode: string | null;
  readonly reason: string | null;
  readonly moreUntil: Date | null;
  readonly together: string | null;
  readonly accountId: string;
  readonly official: string;
}

/** Adds a decision to each application; the earlier ones stay. */
export async function keepDecisions(
  tx: Tx,
  applicationIds: readonly string[],
  decision: NewScreeningDecision,
): Promise<void> {
  await tx.query(
    `INSERT INTO screening_decision (application_id, number, outcome, rule_code, reason, more_until, together, decided_by, official)
     SELECT i.id, 1 + coalesce((SELECT max(x.number) FROM screening_decision x WHERE x.application_id = i.id), 0),
       $2, $3, $4, $5, $6, $7, $8
     FROM unnest($1::uuid[]) AS i (id) ORDER BY i.id`,
    [
      applicationIds,
      decision.outcome,
      decision.ruleCode,
      decision.reason,
      decision.moreUntil,
      decision.together,
      decision.accountId,
      decision.official,
    ],
  );
}

export interface ScreeningDecisionView {
  readonly number: number;
  readonly outcome: ScreeningOutcome;
  readonly ruleCode: string | null;
  readonly reason: string | null;
  readonly moreUntil: Date | null;
  /** Whether it was one of many, confirmed together. */
  readonly wasTogether: boolean;
  readonly official: string;
  readonly decidedAt: Date;
}

/** Everything that was decided on an application, the first first. */
export async function decisionsOn(tx: Tx, applicationId: string): Promise<ScreeningDecisionView[]> {
  return rows<ScreeningDecisionView>(
    tx,
    `SELECT number, outcome, rule_code AS "ruleCode", reason, more_until AS "moreUntil",
       together IS NOT NULL AS "wasTogether", official, decided_at AS "decidedAt"
     FROM screening_decision WHERE application_id = $1 ORDER BY number`,
    [applicationId],
  );
}

/** How the screening of a competition came out: of each application that stands and is decided, and how many are not. */
export interface ScreeningOutcomes {
  readonly items: readonly {
    readonly applicationId: string;
    readonly outcome: 'eligible' | 'not-eligible';
  }[];
  /** Applications on which somebody must decide still, those that candidates may add to among them. */
  readonly undecided: number;
  readonly isComplete: boolean;
}

/** By the id of the application, which tells nothing. A correction is a later decision: the newest holds. */
export async function screeningOutcomes(tx: Tx, competitionId: string): Promise<ScreeningOutcomes> {
  const found = await rows<{ applicationId: string; screening: ScreeningState }>(
    tx,
    `SELECT a.id AS "applicationId", ${SCREENING} AS screening ${FROM} ORDER BY a.id`,
    [competitionId],
  );
  const items = found.flatMap(({ applicationId, screening }) =>
    screening === 'eligible' || screening === 'not-eligible' ? [{ applicationId, outcome: screening }] : [],
  );
  const undecided = found.length - items.length;
  return { items, undecided, isComplete: undecided === 0 };
}
