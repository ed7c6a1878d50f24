import type { EligibilityRule } from '../../people/index.js';
import { rows, type KeyRing, type Tx } from '../../platform/index.js';
import type { Changeable } from '../domain/application-rules.js';
import type { Answers, RuleOutcome } from '../domain/eligibility.js';
import type { ScreeningOutcome, ScreeningState } from '../domain/screening-state.js';

/** The newest decision on an application. */
export interface DecisionInForce {
  readonly number: number;
  readonly outcome: ScreeningOutcome;
  readonly ruleCode: string | null;
  readonly reason: string | null;
  readonly moreUntil: string | null;
  readonly official: string;
  readonly decidedAt: string;
}

/** A candidate's application with what they have answered. */
export interface ApplicationForm {
  readonly id: string;
  readonly competitionId: string;
  readonly personId: string;
  readonly state: 'draft' | 'submitted' | 'withdrawn';
  readonly answers: Answers;
  /** Whether the answers were destroyed when their time was over. */
  readonly areDestroyed: boolean;
  readonly outcomes: Readonly<Record<string, RuleOutcome>>;
  readonly handedInAt: Date | null;
  readonly decision: DecisionInForce | null;
  readonly screening: ScreeningState;
  /** Why it may be changed now; null where it may not. */
  readonly changeable: Changeable | null;
}

/** The newest decision of application `a` as `d`. */
export const DECISION = `
  LEFT JOIN LATERAL (SELECT * FROM screening_decision x WHERE x.application_id = a.id ORDER BY x.number DESC LIMIT 1) d ON true`;

/** Where application `a` with form `f` and newest decision `d` stands. */
export const SCREENING = `
  CASE WHEN d.outcome IS NULL THEN 'waiting'
    WHEN d.outcome <> 'more' THEN d.outcome
    WHEN f.handed_in_at > d.decided_at OR d.more_until <= clock_timestamp() THEN 'added' ELSE 'more' END`;

const FORM = `
  SELECT a.id, a.competition_id AS "competitionId", a.person_id AS "personId", a.state, f.answers AS ciphertext,
    f.application_id IS NOT NULL AND f.answers IS NULL AS "areDestroyed", coalesce(f.outcomes, '{}') AS outcomes,
    f.handed_in_at AS "handedInAt", ${SCREENING} AS screening,
    CASE WHEN d.outcome IS NOT NULL THEN json_build_object('number', d.number, 'outcome', d.outcome,
      'ruleCode', d.rule_code, 'reason', d.reason, 'moreUntil', d.more_until, 'official', d.official,
      'decidedAt', d.decided_at) END AS decision,
    CASE WHEN a.state = 'draft' AND c.state = 'announced' AND clock_timestamp() >= c.apply_from
        AND clock_timestamp() < c.apply_until THEN 'draft'
      WHEN a.state = 'submitted' AND ${SCREENING} = 'more' THEN 'more' END AS changeable
  FROM application a JOIN competition c ON c.id = a.competition_id
    LEFT JOIN application_form f ON f.application_id = a.id ${DECISION}`;

type Row = Omit<ApplicationForm, 'answers'> & { readonly ciphertext: Buffer | null };

/** An application by its id, or a person's in a competition. */
export async function formOf(
  tx: Tx,
  keys: KeyRing,
  by: { readonly id: string } | { readonly competitionId: string; readonly personId: string },
): Promise<ApplicationForm | undefined> {
  const [row] =
    'id' in by
      ? await rows<Row>(tx, `${FORM} WHERE a.id = $1`, [by.id])
      : await rows<Row>(tx, `${FORM} WHERE a.competition_id = $1 AND a.person_id = $2`, [
          by.competitionId,
          by.personId,
        ]);
  if (!row) return undefined;
  const { ciphertext, ...form } = row;
  const answers = ciphertext
    ? (JSON.parse(keys.decrypt('personal-data', ciphertext).toString('utf8')) as Answers)
    : {};
  return { ...form, answers };
}

/** As {@link formOf}, and whoever else locks it waits until this transaction ends. */
export async function lockForm(
  tx: Tx,
  keys: KeyRing,
  competitionId: string,
  personId: string,
): Promise<ApplicationForm | undefined> {
  await tx.query('SELECT 1 FROM application WHERE competition_id = $1 AND person_id = $2 FOR NO KEY UPDATE', [
    competitionId,
    personId,
  ]);
  return formOf(tx, keys, { competitionId, personId });
}

/** Keeps answers and what they come to. */
export async function keepAnswers(
  tx: Tx,
  keys: KeyRing,
  applicationId: string,
  answers: Answers,
  outcomes: Readonly<Record<string, RuleOutcome>>,
): Promise<void> {
  const { ciphertext, keyId } = keys.encrypt('personal-data', JSON.stringify(answers));
  await tx.query(
    `INSERT INTO application_form (application_id, answers, answers_key, outcomes) VALUES ($1, $2, $3, $4)
     ON CONFLICT (application_id) DO UPDATE SET answers = EXCLUDED.answers, answers_key = EXCLUDED.answers_key,
       outcomes = EXCLUDED.outcomes, saved_at = clock_timestamp()`,
    [applicationId, ciphertext, keyId, JSON.stringify(outcomes)],
  );
}

/** SQL: whether application `a` of competition `c` with form `f` meets every rule with every document that is needed. */
export const IS_CLEAR = `
  NOT EXISTS (SELECT 1 FROM jsonb_array_elements(c.eligibility) r
    WHERE coalesce(f.outcomes ->> (r ->> 'code'), 'unanswered') <> 'met'
      OR (r ->> 'document' = 'needed' AND NOT EXISTS (SELECT 1 FROM application_document o
        WHERE o.application_id = a.id AND o.rule_code = r ->> 'code' AND o.state IN ('clean', 'unscanned'))))
  AND NOT EXISTS (SELECT 1 FROM application_document o WHERE o.application_id = a.id AND o.state IN ('waiting', 'infected'))`;

/** The rules that a competition asks about, and the day on which age counts. */
export async function rulesOf(
  tx: Tx,
  competitionId: string,
): Promise<{ readonly rules: readonly EligibilityRule[]; readonly on: string }> {
  const [row] = await rows<{ rules: EligibilityRule[]; on: string }>(
    tx,
    `SELECT eligibility AS rules, to_char(apply_until AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS on FROM competition WHERE id = $1`,
    [competitionId],
  );
  return row ?? { rules: [], on: '' };
}
