import { competitionById, type CompetitionView } from '../../competition/index.js';
import { formsOf, type ProgrammeView } from '../../form/index.js';
import { isUuid, POINT, type Points } from '../../kernel/index.js';
import { rows, type Tx } from '../../platform/index.js';
import { itemTopics } from '../../question-bank/index.js';
import { programmeOfSession, sessionById, type SessionView } from '../../session/index.js';
import { sittingById, type SittingView } from '../../sitting/index.js';
import { keptScores, type KeptScores } from '../domain/kept-scores.js';
import { byTopic, toWorkOn, type TopicScore } from '../domain/by-topic.js';
import type { PartScore, PassRule } from '../domain/grade-sitting.js';
import { standardError } from '../domain/standard-error.js';
import { releasedGrade, type GradedSitting } from '../store/grade-store.js';

type Texts = Readonly<Record<string, string>>;

/** A candidate's sitting, with what belongs around its result. */
export interface OwnSitting {
  readonly sitting: SittingView;
  readonly session: SessionView;
  readonly competition: CompetitionView;
  readonly programme: ProgrammeView;
}

export interface OwnResult {
  readonly grade: GradedSitting;
  readonly maximum: Points;
  /** Of the whole; 0 where the score says nothing about it. */
  readonly error: Points;
  readonly parts: readonly (PartScore & { readonly title: Texts; readonly error: Points })[];
  readonly topics: readonly (TopicScore & { readonly title: Texts })[];
  readonly workOn: readonly (TopicScore & { readonly title: Texts })[];
  /** What a pass needed, by the rules that it was graded by. */
  readonly pass: PassRule;
}

/** The sitting of a person, or undefined where it is not theirs. */
export async function ownSitting(
  tx: Tx,
  personId: string | null,
  sittingId: string,
): Promise<OwnSitting | undefined> {
  const sitting = isUuid(sittingId) ? await sittingById(tx, sittingId) : undefined;
  if (!sitting || sitting.personId !== personId) return undefined;
  const session = await sessionById(tx, sitting.sessionId);
  const competition = await competitionById(tx, sitting.competitionId);
  const programme = session && (await programmeOfSession(tx, session, competition));
  return session && competition && programme ? { sitting, session, competition, programme } : undefined;
}

/** The result of a sitting once it is released; otherwise undefined. Neither answers nor answer keys are in it. */
export async function resultOf(tx: Tx, own: OwnSitting): Promise<OwnResult | undefined> {
  const { sitting, programme } = own;
  const grade = await releasedGrade(tx, sitting.id);
  if (!grade) return undefined;
  const [kept] = await rows<{ byItem: KeptScores; pass: PassRule }>(
    tx,
    `SELECT g.by_item AS "byItem", v.rules -> 'pass' AS pass
     FROM grade g JOIN sitting s ON s.id = g.sitting_id AND s.sheet = g.sheet AND s.marks = g.marks
       JOIN scoring_version v ON v.id = g.scoring_version_id
     WHERE g.sitting_id = $1 AND g.scoring_version_id = $2`,
    [sitting.id, grade.scoringVersionId],
  );
  const form = (await formsOf(tx, [sitting.id])).of(sitting.id) ?? [];
  const topics = await itemTopics(
    tx,
    form.map(({ itemVersionId }) => itemVersionId),
  );
  const places = new Map(
    form.flatMap(({ position, itemVersionId }) => {
      const topic = topics.get(itemVersionId);
      return topic ? [[position, topic.code] as const] : [];
    }),
  );
  const titles = new Map([...topics.values()].map(({ code, title }) => [code, title]));
  const scores = byTopic(kept ? keptScores(kept.byItem) : [], places);
  const titled = (score: TopicScore) => ({ ...score, title: titles.get(score.topic) ?? {} });
  const parts = grade.byPart.map((part) => ({
    ...part,
    title: programme.body.parts.find(({ code }) => code === part.part)?.title ?? {},
    error: standardError([part]),
  }));
  return {
    grade,
    maximum: grade.byPart.reduce((sum, { maximum }) => sum + maximum, 0),
    error: standardError(grade.byPart),
    parts,
    topics: scores.map(titled),
    workOn: toWorkOn(scores).map(titled),
    pass: kept?.pass ?? programme.body.pass,
  };
}

/** The points that a pass needs, in hundredths. */
export const cutOf = (points: number): Points => Math.round(points * POINT);
