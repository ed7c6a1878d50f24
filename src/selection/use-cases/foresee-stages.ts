import { Injectable } from '@nestjs/common';
import { isSat, ScoresByStage, stagesOf, type StageView } from '../../competition/index.js';
import type { GradedSitting } from '../../grading/index.js';
import { countedMaximum, type Scale } from '../../measurement/index.js';
import type { Tx } from '../../platform/index.js';
import { stageDifference } from '../domain/stage-list.js';
import { fallenOut, newcomers, withKept, type StageBefore, type Weighed } from '../domain/weigh.js';
import { conclusionOf, membersOf, resultsOf } from '../store/conclusion-store.js';
import { satScores } from '../store/sat-scores.js';
import { TakenOn } from './taken-on.js';
import { WeighStage } from './weigh-stage.js';

/** A concluded stage as it would come out if it were concluded again. */
export interface ForeseenStage {
  readonly stage: StageView;
  readonly maximum: number | null;
  readonly scale: Scale | null;
  readonly results: readonly (Weighed & { readonly number: string; readonly kept: boolean })[];
  /** As the list of that conclusion would say. */
  readonly difference: { readonly cameIn: readonly string[]; readonly fellOut: readonly string[] };
}

/** The first stage of which nothing can be foreseen, and all after it with it. */
export interface OpenStage {
  readonly stage: StageView;
  /** It is not concluded; something is to be done in it first; people would come in who have not taken part in it. */
  readonly why: 'not-concluded' | 'owed' | 'newcomers';
  /** Of people who would come in; 0 otherwise. */
  readonly count: number;
}

/**
 * How the stages of a competition would come out with other grades than there are, if each that was concluded were concluded
 * again in its order, by the functions that conclude it; whoever has taken part in a later stage stays. Writes nothing.
 */
@Injectable()
export class ForeseeStages {
  constructor(
    private readonly scores: ScoresByStage,
    private readonly weighStage: WeighStage,
    private readonly takenOn: TakenOn,
  ) {}

  /** @param grades of all released sessions. @returns `open`: null where all stages can be foreseen. */
  async run(
    tx: Tx,
    competitionId: string,
    grades: readonly GradedSitting[],
  ): Promise<{ readonly stages: readonly ForeseenStage[]; readonly open: OpenStage | null }> {
    const stages: ForeseenStage[] = [];
    const before: StageBefore[] = [];
    for (const stage of await stagesOf(tx, competitionId)) {
      const conclusion = await conclusionOf(tx, stage.id);
      if (!conclusion || !this.scores.of(stage.kind))
        return { stages, open: { stage, why: 'not-concluded', count: 0 } };
      const members = stages.at(-1)?.results.filter(({ outcome }) => outcome === 'advanced');
      const { maximum, scale, entrants, owed } = await this.weighStage.with(
        tx,
        stage,
        {
          members:
            members?.map(({ applicationId, number }) => ({ applicationId, before: number })) ??
            (await membersOf(tx, stage)),
          before,
        },
        isSat(stage.kind) ? () => satScores(tx, stage, grades) : undefined,
      );
      if (owed.length > 0) return { stages, open: { stage, why: 'owed', count: 0 } };
      const was = await resultsOf(tx, conclusion.id);
      const came = newcomers(was, entrants).length;
      if (came > 0) return { stages, open: { stage, why: 'newcomers', count: came } };
      const stay = await this.takenOn.among(tx, stage, fallenOut(was, entrants));
      // Whose number is yet to be drawn does not go on: they are in no difference and no stage after.
      const results = withKept(entrants, stay).map((one) => ({ ...one, number: one.number ?? '' }));
      stages.push({ stage, maximum, scale, results, difference: stageDifference(was, results) });
      before.push({ code: stage.code, most: countedMaximum(scale, maximum), results });
    }
    return { stages, open: null };
  }
}
