import { setImmediate as othersFirst } from 'node:timers/promises';
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
import { sessionById } from '../../session/index.js';
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
const MOST_LINES = 200;

export interface ForeseenChange {
  readonly foreseen: Foreseen;
  /** Hex hash of it: a confirmation is of what was seen, and of nothing else. */
  readonly hash: string;
  /** Sessions in which somebody handed in the item, whether they are graded yet or not. */
  readonly sessionIds: readonly string[];
}

/**
 * What a change of an answer key would do to everybody who had the item, in each session of the competition, and to the
 * stages and places that follow: computed as grading, conclusions and rankings compute it, and nothing is written. Sittings
 * are regraded some hundred at a time; of all that stays are points. Of a hundred thousand it takes many seconds.
 */
@Injectable()
export class ForeseeChange {
  constructor(
    private readonly foreseeStages: ForeseeStages,
    private readonly rankPath: RankPath,
  ) {}

  /**
   * @param onProgress is told how many sittings are regraded of how many, from none on; what it throws ends this.
   * @throws UngradableError where a sitting cannot be graded.
   */
  async run(
    tx: Tx,
    competitionId: string,
    change: KeyChange,
    onProgress: (done: number, total: number) => Promise<void>,
  ): Promise<ForeseenChange> {
    const concerned = await sittingsWithItem(tx, competitionId, change.itemVersionId);
    const total = [...concerned.values()].reduce((sum, { length }) => sum + length, 0);
    let done = 0;
    await onProgress(done, total);
    const now = await releasedGrades(tx, competitionId);
    const known = new Map(now.map((grade) => [grade.sittingId, grade]));
    const after = new Map(known);
    const summed: SessionForeseen[] = [];
    for (const [sessionId, sittingIds] of concerned) {
      const session = await sessionById(tx, sessionId);
      const before = await countingVersionOf(tx, sessionId);
      // Not graded at all yet: its first version comes later, with nothing to change.
      if (!session || !before) {
        done += sittingIds.length;
        continue;
      }
      const rules = rulesAfter(before.rules, change);
      const regraded: Regraded[] = [];
      for (let from = 0; from < sittingIds.length; from += AT_ONCE) {
        const some = sittingIds.slice(from, from + AT_ONCE);
        for await (const { sheet, grade } of gradesUnder(tx, rules, some)) {
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
        done += some.length;
        await onProgress(done, total);
      }
      const isReleased = session.releasedAt !== null;
      const of = { sessionId, title: session.title, isReleased };
      summed.push({ ...sessionForeseen(of, regraded), sittings: sittingIds.length });
    }
    const foreseen: Foreseen = {
      sessions: summed,
      ...(await this.#order(tx, competitionId, now, [...after.values()])),
    };
    return {
      foreseen,
      hash: hashJson(foreseen as unknown as Json).toString('hex'),
      sessionIds: [...concerned.keys()],
    };
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
  // Each order is made in one go.
  const was = rankGrades(programme, before, scale);
  await othersFirst();
  const is = rankGrades(programme, after, scale);
  await othersFirst();
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
