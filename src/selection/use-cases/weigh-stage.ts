import { Injectable } from '@nestjs/common';
import {
  isSat,
  ScoresByStage,
  stagesOf,
  type StageOwed,
  type StageScore,
  type StageView,
} from '../../competition/index.js';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { countedMaximum, scaleOf, type Scale } from '../../measurement/index.js';
import type { Tx } from '../../platform/index.js';
import { weigh, type StageBefore, type ToWeigh, type Weighed } from '../domain/weigh.js';
import { conclusionOf, membersOf, numbersIn, resultsOf } from '../store/conclusion-store.js';
import { sessionsOfStage } from '../store/sat-scores.js';

/** What a stage's rule gives with the scores that there are now. */
export interface WeighedStage {
  readonly stage: StageView;
  readonly maximum: number | null;
  /** How the points of its sessions are compared; null: as they are. */
  readonly scale: Scale | null;
  /** Of the stage, those that were sat; by id. */
  readonly sessions: readonly string[];
  readonly entrants: readonly Weighed[];
  /** What is still to be done before it can be concluded. */
  readonly owed: readonly StageOwed[];
}

/** The scores of a stage under its rule: the same for the preview, for the conclusion and for what is foreseen. */
@Injectable()
export class WeighStage {
  constructor(private readonly scores: ScoresByStage) {}

  /**
   * Refusals: SELECTION.NO_STAGE, SELECTION.NO_SCORES (nobody knows scores of its kind), SELECTION.STAGE_BEFORE (the stage before
   * is not concluded, or was concluded anew after a conclusion that it rests on).
   */
  async run(tx: Tx, competitionId: string, code: string): Promise<Result<WeighedStage>> {
    const stages = await stagesOf(tx, competitionId);
    const stage = stages.find((one) => one.code === code);
    if (!stage) return refuse('not-found', 'SELECTION.NO_STAGE', 'This competition has no such stage.');
    if (!this.scores.of(stage.kind))
      return refuse('conflict', 'SELECTION.NO_SCORES', 'Nobody gives scores for a stage of this kind.');
    const before = await concludedBefore(tx, stages, stage);
    if (!before)
      return refuse('conflict', 'SELECTION.STAGE_BEFORE', 'The stage before is to be concluded first.');
    return ok(await this.with(tx, stage, { members: await membersOf(tx, stage), before }));
  }

  /**
   * The same with other members, stages before, or scores than there are now.
   *
   * @param scoresOf left out: the scores that there are. @throws Error where nobody knows scores of the stage's kind.
   */
  async with(
    tx: Tx,
    stage: StageView,
    { members, before }: Pick<ToWeigh, 'members' | 'before'>,
    scoresOf?: (tx: Tx, stage: StageView) => Promise<readonly StageScore[]>,
  ): Promise<WeighedStage> {
    const scores = this.scores.of(stage.kind);
    if (!scores) throw new Error(`Nobody gives scores for the stage ${stage.code}.`);
    const maximum = await scores.maximumOf(tx, stage);
    const scale = isSat(stage.kind) ? await scaleOf(tx, stage.competitionId, stage.id) : null;
    return {
      stage,
      maximum,
      scale,
      sessions: (await sessionsOfStage(tx, stage.id)).map(({ id }) => id),
      entrants: weigh({
        stage,
        most: countedMaximum(scale, maximum),
        members,
        scores: await (scoresOf ? scoresOf(tx, stage) : scores.scoresOf(tx, stage)),
        drawn: await numbersIn(tx, stage.id),
        before,
      }),
      owed: await scores.owedOf(tx, stage),
    };
  }
}

/** The stages before; undefined where one is not concluded, or was concluded anew since the next one was. */
async function concludedBefore(
  tx: Tx,
  stages: readonly StageView[],
  stage: StageView,
): Promise<StageBefore[] | undefined> {
  const before: StageBefore[] = [];
  let last = 0;
  for (const one of stages.filter(({ position }) => position < stage.position)) {
    const conclusion = await conclusionOf(tx, one.id);
    const at = conclusion?.concludedAt.getTime();
    if (!conclusion || at === undefined || at < last) return undefined;
    last = at;
    const most = countedMaximum(conclusion.scale, conclusion.maximum);
    before.push({ code: one.code, most, results: await resultsOf(tx, conclusion.id) });
  }
  return before;
}
