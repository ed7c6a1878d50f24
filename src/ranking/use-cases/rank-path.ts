import { Injectable } from '@nestjs/common';
import {
  givesPoints,
  isSat,
  tieRuleOf,
  type CompetitionView,
  type StageView,
} from '../../competition/index.js';
import { revealedSeed } from '../../form/index.js';
import { releasedGrades } from '../../grading/index.js';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { maximumOnScale, type Scale } from '../../measurement/index.js';
import { rows, type Tx } from '../../platform/index.js';
import {
  conclusionOf,
  resultsOf,
  scoresDiffer,
  WeighStage,
  type ConclusionView,
  type ResultView,
} from '../../selection/index.js';
import { rankStages, stagesRule, tieLot } from '../domain/rank-stages.js';
import type { MadeRanking } from './made-ranking.js';

/** A stage as it was concluded, or would be. */
export interface ConcludedStage {
  readonly stage: StageView;
  readonly maximum: number | null;
  readonly scale: Scale | null;
  readonly results: readonly Pick<ResultView, 'applicationId' | 'number' | 'points' | 'scaled' | 'outcome'>[];
}

/** The same, with its results by application. */
interface Concluded extends Omit<ConcludedStage, 'results'> {
  readonly results: ReadonlyMap<string, ConcludedStage['results'][number]>;
}

/** Somebody who sat a stage: the sitting and its session, by candidate number. */
interface Sat {
  readonly sittingId: string;
  readonly sessionId: string;
  readonly drawId: string | null;
}

/** The ranking of a competition with stages: of those who went on from the last one, by the conclusions of all. */
@Injectable()
export class RankPath {
  constructor(private readonly weighStage: WeighStage) {}

  /**
   * Refusals: RANKING.STAGES_OPEN (a stage is not concluded, or its scores are others by now), RANKING.NOBODY_LEFT,
   * RANKING.LOT_CLOSED (equals are to be ordered by a draw that is not revealed).
   */
  async run(
    tx: Tx,
    competition: CompetitionView,
    stages: readonly StageView[],
  ): Promise<Result<MadeRanking>> {
    const concluded: ConcludedStage[] = [];
    let before: ConclusionView | undefined;
    for (const stage of stages) {
      const one = await this.#concluded(tx, stage, before);
      if (!one)
        return refuse(
          'conflict',
          'RANKING.STAGES_OPEN',
          `The stage ${stage.code} is to be concluded first.`,
          {
            data: { stage: stage.code },
          },
        );
      concluded.push(one);
      before = one.conclusion;
    }
    return this.over(tx, competition, concluded);
  }

  /** The same over stages as they are given, whether they were concluded or are only foreseen. Refusals: RANKING.NOBODY_LEFT, RANKING.LOT_CLOSED. */
  async over(
    tx: Tx,
    competition: CompetitionView,
    stages: readonly ConcludedStage[],
  ): Promise<Result<MadeRanking>> {
    const concluded = stages.map((one): Concluded => ({
      ...one,
      results: new Map(one.results.map((result) => [result.applicationId, result])),
    }));
    const rule = stagesRule(
      concluded
        .filter(({ stage }) => givesPoints(stage.kind))
        .map(({ stage, maximum, scale }) => ({
          code: stage.code,
          weight: stage.weight,
          maximum: scale ? maximumOnScale(scale, maximum ?? 1) : (maximum ?? 1),
          scale,
        })),
      await tieRuleOf(tx, competition.id),
    );
    const last = concluded.at(-1);
    const left = [...(last?.results.values() ?? [])].filter(({ outcome }) => outcome === 'advanced');
    if (left.length === 0)
      return refuse('conflict', 'RANKING.NOBODY_LEFT', 'Nobody went on from the last stage.');
    const sat = await this.#sat(tx, concluded);
    const lots = rule.last === 'lot' ? await lotsOf(tx, concluded, sat) : ok(new Map<string, string>());
    if (!lots.ok) return lots;
    const people = await personsOf(tx, left);
    const resultIn = (code: string, applicationId: string) =>
      concluded.find(({ stage }) => stage.code === code)?.results.get(applicationId);
    const scales = rule.stages.filter(({ scale }) => scale);
    const ranked = rankStages(
      left.map(({ applicationId, number }) => ({
        applicationId,
        personId: people.get(applicationId) ?? '',
        sittingId: lastSitting(concluded, sat, applicationId),
        candidateNumber: number,
        parts: Object.fromEntries(
          rule.stages.map(({ code }) => [code, resultIn(code, applicationId)?.points ?? 0]),
        ),
        ...(scales.length > 0 && {
          scaledParts: Object.fromEntries(
            scales.map(({ code }) => [code, resultIn(code, applicationId)?.scaled ?? 0]),
          ),
        }),
        lot: lots.value.get(applicationId) ?? null,
      })),
      rule,
    );
    const grades = await releasedGrades(tx, competition.id);
    return ok({
      rule,
      lines: ranked.map((one) => ({ ...one, passed: true })),
      scoringVersionIds: [...new Set(grades.map(({ scoringVersionId }) => scoringVersionId))],
    });
  }

  /** Undefined where it is not concluded, or rests on what is otherwise by now. */
  async #concluded(
    tx: Tx,
    stage: StageView,
    before: ConclusionView | undefined,
  ): Promise<(ConcludedStage & { readonly conclusion: ConclusionView }) | undefined> {
    const conclusion = await conclusionOf(tx, stage.id);
    if (!conclusion || (before && before.concludedAt > conclusion.concludedAt)) return undefined;
    const results = await resultsOf(tx, conclusion.id);
    const known = new Map(results.map((one) => [one.applicationId, one]));
    const now = await this.weighStage.run(tx, stage.competitionId, stage.code);
    const isAsIs =
      now.ok &&
      now.value.owed.length === 0 &&
      now.value.entrants.every((one) => {
        const old = known.get(one.applicationId);
        return old !== undefined && !scoresDiffer(old, one);
      });
    const { maximum, scale } = conclusion;
    return isAsIs ? { stage, conclusion, maximum, scale, results } : undefined;
  }

  async #sat(tx: Tx, concluded: readonly Concluded[]): Promise<ReadonlyMap<string, Sat>> {
    const numbers = concluded
      .filter(({ stage }) => isSat(stage.kind))
      .flatMap(({ results }) => [...results.values()].map(({ number }) => number));
    const found = await rows<Sat & { number: string }>(
      tx,
      `SELECT s.candidate_number AS number, s.id AS "sittingId", s.session_id AS "sessionId", x.draw_id AS "drawId"
       FROM sitting s JOIN exam_session x ON x.id = s.session_id WHERE s.candidate_number = ANY($1::text[])`,
      [numbers],
    );
    return new Map(found.map(({ number, ...sat }) => [number, sat]));
  }
}

/** By application: the lot that the draw of the first stage that was sat gave. */
async function lotsOf(
  tx: Tx,
  concluded: readonly Concluded[],
  sat: ReadonlyMap<string, Sat>,
): Promise<Result<Map<string, string>>> {
  const first = concluded.find(({ stage }) => isSat(stage.kind));
  const seeds = new Map<string, Buffer>();
  const lots = new Map<string, string>();
  for (const { applicationId, number } of first?.results.values() ?? []) {
    const one = sat.get(number);
    // Who did not come is out.
    if (!one?.drawId) continue;
    const seed = seeds.get(one.drawId) ?? (await revealedSeed(tx, one.drawId));
    if (!seed)
      return refuse('conflict', 'RANKING.LOT_CLOSED', 'The draw that orders equals is not revealed yet.');
    seeds.set(one.drawId, seed);
    lots.set(applicationId, tieLot(seed, one.sessionId, number));
  }
  return ok(lots);
}

function lastSitting(
  concluded: readonly Concluded[],
  sat: ReadonlyMap<string, Sat>,
  applicationId: string,
): string | null {
  const own = concluded
    .filter(({ stage }) => isSat(stage.kind))
    .map(({ results }) => sat.get(results.get(applicationId)?.number ?? '')?.sittingId);
  return own.findLast((one) => one !== undefined) ?? null;
}

async function personsOf(
  tx: Tx,
  results: readonly { readonly applicationId: string }[],
): Promise<Map<string, string>> {
  const found = await rows<{ id: string; personId: string }>(
    tx,
    'SELECT id, person_id AS "personId" FROM application WHERE id = ANY($1::uuid[])',
    [results.map(({ applicationId }) => applicationId)],
  );
  return new Map(found.map(({ id, personId }) => [id, personId]));
}
