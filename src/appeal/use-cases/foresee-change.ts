import { Injectable } from '@nestjs/common';
import { competitionById, stagesOf, type CompetitionView } from '../../competition/index.js';
import { programmeById } from '../../form/index.js';
import {
  countingVersionOf,
  gradesUnder,
  releasedGrades,
  rulesAfter,
  type GradedSitting,
  type KeyChange,
  type NamedVersion,
  type ScoringRules,
} from '../../grading/index.js';
import { hashJson, type Json } from '../../kernel/index.js';
import { scaleOf } from '../../measurement/index.js';
import type { Tx } from '../../platform/index.js';
import {
  approvedRanking,
  placesOf,
  rankGrades,
  rankingDifference,
  RankPath,
  type ComparedPlace,
} from '../../ranking/index.js';
import { ForeseeStages } from '../../selection/index.js';
import { sessionById, type SessionView } from '../../session/index.js';
import {
  sessionForeseen,
  stageForeseen,
  type Foreseen,
  type Regraded,
  type SessionForeseen,
  type StagesForeseen,
} from '../domain/foreseen.js';
import { sittingsWithItem } from '../store/case-store.js';

const AT_ONCE = 500;
/** Lines of a difference that are kept and shown; the counts are of all. */
export const MOST_LINES = 200;

/** A session that a change concerns, with its rules before and after. */
export interface ConcernedSession {
  readonly session: SessionView;
  readonly before: NamedVersion;
  readonly after: ScoringRules;
}

export interface ForeseenChange {
  readonly foreseen: Foreseen;
  /** Hex hash of it: a confirmation is of what was seen, and of nothing else. */
  readonly hash: string;
  readonly sessions: readonly ConcernedSession[];
}

/**
 * What a change of an answer key would do to everybody who had the item, in each session of the competition, and to the
 * stages and places that follow: computed as grading, conclusions and rankings compute it, and nothing is written. Sittings
 * are regraded some hundred at a time; of all that stays are points.
 */
@Injectable()
export class ForeseeChange {
  constructor(
    private readonly foreseeStages: ForeseeStages,
    private readonly rankPath: RankPath,
  ) {}

  async run(tx: Tx, competitionId: string, change: KeyChange): Promise<ForeseenChange> {
    const concerned = await sittingsWithItem(tx, competitionId, change.itemVersionId);
    const now = await releasedGrades(tx, competitionId);
    const known = new Map(now.map((grade) => [grade.sittingId, grade]));
    const after = new Map(known);
    const sessions: ConcernedSession[] = [];
    const summed: SessionForeseen[] = [];
    for (const [sessionId, sittingIds] of concerned) {
      const session = await sessionById(tx, sessionId);
      const before = await countingVersionOf(tx, sessionId);
      // Not graded at all yet: its first version comes later, with nothing to change.
      if (!session || !before) continue;
      const rules = rulesAfter(before.rules, change);
      sessions.push({ session, before, after: rules });
      const regraded: Regraded[] = [];
      for (let from = 0; from < sittingIds.length; from += AT_ONCE) {
        for await (const { sheet, grade } of gradesUnder(tx, rules, sittingIds.slice(from, from + AT_ONCE))) {
          const was = known.get(sheet.sittingId);
          if (!was) continue;
          const is: GradedSitting = {
            ...was,
            points: grade.points,
            byPart: grade.byPart,
            passed: grade.passed,
          };
          after.set(sheet.sittingId, is);
          regraded.push({
            before: was.points,
            after: is.points,
            passedBefore: was.passed,
            passedAfter: is.passed,
          });
        }
      }
      const isReleased = session.releasedAt !== null;
      const of = { sessionId, title: session.title, isReleased };
      summed.push({ ...sessionForeseen(of, regraded), sittings: sittingIds.length });
    }
    const foreseen: Foreseen = {
      sessions: summed,
      ...(await this.#order(tx, competitionId, now, [...after.values()])),
    };
    return { foreseen, hash: hashJson(foreseen as unknown as Json).toString('hex'), sessions };
  }

  async #order(
    tx: Tx,
    competitionId: string,
    before: readonly GradedSitting[],
    after: readonly GradedSitting[],
  ): Promise<Pick<Foreseen, 'ranking' | 'stages'>> {
    const competition = await competitionById(tx, competitionId);
    if (!competition) return { ranking: null };
    return (await stagesOf(tx, competitionId)).length > 0
      ? this.#overStages(tx, competition, after)
      : { ranking: await ofExam(tx, competition, before, after) };
  }

  async #overStages(
    tx: Tx,
    competition: CompetitionView,
    after: readonly GradedSitting[],
  ): Promise<Required<Pick<Foreseen, 'ranking' | 'stages'>>> {
    const { stages, open } = await this.foreseeStages.run(tx, competition.id, after);
    const concluded = stages.map(({ stage, difference, results }) => {
      const kept = results.filter((one) => one.kept).map(({ number }) => number);
      return stageForeseen(stage, difference, kept, MOST_LINES);
    });
    const approved = await approvedRanking(tx, competition.id);
    const without = (noPlaces: StagesForeseen['noPlaces']) => ({
      stages: {
        concluded,
        open: open && { code: open.stage.code, title: open.stage.title, why: open.why, count: open.count },
        noPlaces,
      },
      ranking: null,
    });
    if (open) return without('stage');
    if (!approved) return without('no-ranking');
    const made = await this.rankPath.over(tx, competition, stages);
    if (!made.ok) return without(made.refusal.code === 'RANKING.LOT_CLOSED' ? 'lot' : 'nobody');
    const was = await placesOf(tx, approved.id);
    return { ...without(null), ranking: moved(competition, was, made.value.lines) };
  }
}

async function ofExam(
  tx: Tx,
  competition: CompetitionView,
  before: readonly GradedSitting[],
  after: readonly GradedSitting[],
): Promise<Foreseen['ranking']> {
  const programme = await programmeById(tx, competition.programmeId);
  if (!programme || before.length === 0) return null;
  const scale = await scaleOf(tx, competition.id, null);
  const [was, is] = [rankGrades(programme, before, scale), rankGrades(programme, after, scale)];
  // Nobody can be placed before the session is graded on whose scale the others are put.
  return was && is ? moved(competition, was.ranked, is.ranked) : null;
}

function moved(
  { posts }: CompetitionView,
  was: readonly ComparedPlace[],
  now: readonly ComparedPlace[],
): NonNullable<Foreseen['ranking']> {
  const places = posts.reduce((sum, post) => sum + post.places, 0);
  const difference = rankingDifference(was, now, places);
  return {
    ...difference,
    changes: difference.changes.slice(0, MOST_LINES),
    ranked: now.filter(({ place }) => place !== null).length,
    places,
  };
}
