import { Injectable } from '@nestjs/common';
import { isSat, ScoresByStage, stagesOf, type StageOwed, type StageView } from '../../competition/index.js';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { countedMaximum, scaleOf, type Scale } from '../../measurement/index.js';
import type { Tx } from '../../platform/index.js';
import { applyRule, type Outcome } from '../domain/apply-rule.js';
import { conclusionOf, earlierPoints, membersOf, numbersIn } from '../store/conclusion-store.js';
import { sessionsOfStage } from '../store/sat-scores.js';

/** Somebody in a stage, with what the rule makes of them. */
export interface Weighed {
  readonly applicationId: string;
  /** Null: one is drawn when the stage is concluded. */
  readonly number: string | null;
  readonly before: string | null;
  readonly points: number | null;
  /** Ten-millionths; null without points, or where the stage has no scale. */
  readonly scaled: number | null;
  readonly passed: boolean | null;
  readonly outcome: Outcome;
}

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

/** The scores of a stage under its rule: the same for the preview and for the conclusion. */
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
    const scores = this.scores.of(stage.kind);
    if (!scores)
      return refuse('conflict', 'SELECTION.NO_SCORES', 'Nobody gives scores for a stage of this kind.');
    if (!(await isBeforeConcluded(tx, stages, stage)))
      return refuse('conflict', 'SELECTION.STAGE_BEFORE', 'The stage before is to be concluded first.');
    const members = await membersOf(tx, stage);
    const scored = new Map((await scores.scoresOf(tx, stage)).map((one) => [one.applicationId, one]));
    const drawn = await numbersIn(tx, stage.id);
    const maximum = await scores.maximumOf(tx, stage);
    const scale = isSat(stage.kind) ? await scaleOf(tx, competitionId, stage.id) : null;
    const earlier = await earlierPoints(tx, stage);
    const entrants = members.map(({ applicationId, before }) => {
      const score = scored.get(applicationId);
      const points = score?.points ?? null;
      const scaled = score?.scaled ?? null;
      return {
        applicationId,
        before,
        number: score?.number ?? drawn.get(applicationId) ?? null,
        points,
        scaled,
        passed: score?.passed ?? null,
        byStage: { ...earlier.points.get(applicationId), [stage.code]: scaled ?? points },
      };
    });
    const most = countedMaximum(scale, maximum);
    const maxima = { ...earlier.maxima, ...(most !== null && { [stage.code]: most }) };
    // A stage that gives points has a maximum as soon as anybody has some.
    const outcomes = applyRule(stage.rule, entrants, maxima);
    return ok({
      stage,
      maximum,
      scale,
      sessions: (await sessionsOfStage(tx, stage.id)).map(({ id }) => id),
      entrants: entrants.map(({ byStage: _earlier, ...one }, index) => ({
        ...one,
        outcome: outcomes[index] ?? 'absent',
      })),
      owed: await scores.owedOf(tx, stage),
    });
  }
}

/** Each stage before was concluded, and none of them anew since the next one was. */
async function isBeforeConcluded(tx: Tx, stages: readonly StageView[], stage: StageView): Promise<boolean> {
  let last = 0;
  for (const one of stages.filter(({ position }) => position < stage.position)) {
    const conclusion = await conclusionOf(tx, one.id);
    const at = conclusion?.concludedAt.getTime();
    if (at === undefined || at < last) return false;
    last = at;
  }
  return true;
}
