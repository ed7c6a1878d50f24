import type { EligibilityRule } from '../../people/index.js';
import { preparedRows, rows, type Tx } from '../../platform/index.js';
import type { DisclosureLevel } from '../domain/disclosure-level.js';
import type { CompetitionState } from '../domain/competition-state.js';

export type Texts = Readonly<Record<string, string>>;

/** What a post pays in a month, in whole units of a currency (ISO 4217). */
export interface Pay {
  readonly from: number;
  readonly until: number;
  readonly currency: string;
}

/** What is planned for which day, YYYY-MM-DD. */
export interface PlannedDate {
  readonly what: Texts;
  readonly on: string;
}

export interface PostView {
  readonly id: string;
  readonly title: Texts;
  readonly places: number;
  readonly grade: string;
  readonly location: string;
  /** The next four: null or none where nothing is said. */
  readonly category: string | null;
  readonly pay: Pay | null;
  readonly competencies: readonly Texts[];
  readonly duties: Texts | null;
}

export interface CompetitionView {
  readonly id: string;
  readonly code: string;
  readonly title: Texts;
  readonly description: Texts;
  readonly state: CompetitionState;
  readonly agency: { readonly id: string; readonly code: string; readonly name: Texts };
  readonly programmeId: string;
  readonly profile: { readonly code: string; readonly version: number };
  readonly disclosure: DisclosureLevel;
  readonly applyFrom: Date;
  readonly applyUntil: Date;
  /** By PostgreSQL's clock at this reading: announced, and within its dates. */
  readonly isOpenForApplications: boolean;
  readonly posts: readonly PostView[];
  /** What candidates are asked before they apply; none: they apply with one press. */
  readonly eligibility: readonly EligibilityRule[];
  readonly planned: readonly PlannedDate[];
}

const COMPETITION = `
  SELECT c.id, c.code, c.title, c.description, c.state,
    json_build_object('id', a.id, 'code', a.code, 'name', a.name) AS agency,
    c.programme_id AS "programmeId",
    json_build_object('code', c.profile_code, 'version', c.profile_version) AS profile,
    c.disclosure, c.apply_from AS "applyFrom", c.apply_until AS "applyUntil",
    (c.state = 'announced' AND clock_timestamp() >= c.apply_from AND clock_timestamp() < c.apply_until)
      AS "isOpenForApplications",
    coalesce((SELECT json_agg(json_build_object('id', p.id, 'title', p.title, 'places', p.places, 'grade', p.grade,
        'location', p.location, 'category', p.category,
        'pay', CASE WHEN p.pay_from IS NOT NULL THEN json_build_object('from', p.pay_from, 'until', p.pay_until,
          'currency', p.pay_currency) END,
        'competencies', p.competencies, 'duties', p.duties) ORDER BY p.id) FROM post p WHERE p.competition_id = c.id), '[]') AS posts,
    c.eligibility, c.planned
  FROM competition c JOIN agency a ON a.id = c.agency_id`;

export async function competitionById(tx: Tx, id: string): Promise<CompetitionView | undefined> {
  const [competition] = await preparedRows<CompetitionView>(tx, `${COMPETITION} WHERE c.id = $1`, [id]);
  return competition;
}

/** What the public may see: announced, closed and concluded competitions; the newest dates first. */
export async function publicCompetitions(
  tx: Tx,
  after: { readonly applyUntil: string; readonly id: string } | null,
  limit: number,
): Promise<CompetitionView[]> {
  return rows<CompetitionView>(
    tx,
    `${COMPETITION} WHERE c.state <> 'draft'
       AND ($1::timestamptz IS NULL OR (c.apply_until, c.id) < ($1::timestamptz, $2::uuid))
     ORDER BY c.apply_until DESC, c.id DESC LIMIT $3`,
    [after?.applyUntil ?? null, after?.id ?? null, limit],
  );
}

/** Competitions under any of these scopes (the competition's own, its agency's, the platform's), drafts included; those of rehearsals are not. */
export async function competitionsInScopes(tx: Tx, scopeIds: readonly string[]): Promise<CompetitionView[]> {
  return rows<CompetitionView>(
    tx,
    `${COMPETITION} JOIN scope s ON s.id = a.id
     WHERE NOT c.rehearsal
       AND (c.id = ANY($1::uuid[]) OR a.id = ANY($1::uuid[]) OR s.parent_id = ANY($1::uuid[]))
     ORDER BY c.created_at DESC, c.id`,
    [scopeIds],
  );
}

/**
 * What a pass needs in a competition's exam where that was adopted for it; undefined: the programme says it. Candidates read it
 * with the announcement, so it is read here, though standard-setting writes it.
 */
export async function adoptedPass(
  tx: Tx,
  { id, programmeId }: Pick<CompetitionView, 'id' | 'programmeId'>,
): Promise<{ readonly overall: number; readonly eachPart: number } | undefined> {
  const [pass] = await rows<{ overall: number; eachPart: number }>(
    tx,
    `SELECT overall, each_part AS "eachPart" FROM cut_score WHERE competition_id = $1 AND programme_id = $2
     ORDER BY version DESC LIMIT 1`,
    [id, programmeId],
  );
  return pass;
}

export interface ApplicationView {
  readonly id: string;
  readonly competitionId: string;
  readonly personId: string;
  readonly language: string;
  /** A draft is being filled in, and counts nowhere. */
  readonly state: 'draft' | 'submitted' | 'withdrawn';
  readonly createdAt: Date;
}

const APPLICATION = `
  SELECT id, competition_id AS "competitionId", person_id AS "personId", language, state, created_at AS "createdAt"
  FROM application`;

export async function applicationOf(
  tx: Tx,
  competitionId: string,
  personId: string,
): Promise<ApplicationView | undefined> {
  const [application] = await rows<ApplicationView>(
    tx,
    `${APPLICATION} WHERE competition_id = $1 AND person_id = $2`,
    [competitionId, personId],
  );
  return application;
}

export async function applicationsOfPerson(tx: Tx, personId: string): Promise<ApplicationView[]> {
  return rows<ApplicationView>(tx, `${APPLICATION} WHERE person_id = $1 ORDER BY created_at DESC, id`, [
    personId,
  ]);
}

/** Whose applications these are; in no telling order. */
export async function applicantsOf(tx: Tx, applicationIds: readonly string[]): Promise<string[]> {
  const found = await rows<{ person_id: string }>(
    tx,
    'SELECT DISTINCT person_id FROM application WHERE id = ANY($1::uuid[]) ORDER BY person_id',
    [applicationIds],
  );
  return found.map(({ person_id }) => person_id);
}

/** How many applications of a competition stand. */
export async function applicationCount(tx: Tx, competitionId: string): Promise<number> {
  const [row] = await rows<{ count: number }>(
    tx,
    `SELECT count(*)::int AS count FROM application WHERE competition_id = $1 AND state = 'submitted'`,
    [competitionId],
  );
  return row?.count ?? 0;
}

/** The applications of a competition that stand, in no telling order. */
export async function submittedApplications(tx: Tx, competitionId: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT id FROM application WHERE competition_id = $1 AND state = 'submitted' ORDER BY id`,
    [competitionId],
  );
  return found.map(({ id }) => id);
}
