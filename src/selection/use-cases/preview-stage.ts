import { Injectable } from '@nestjs/common';
import { distribution } from '../../grading/index.js';
import { ok, type Result } from '../../kernel/index.js';
import { Database } from '../../platform/index.js';
import { edgeOf, type Edge } from '../domain/edge.js';
import { fallenOut, type Weighed } from '../domain/weigh.js';
import { conclusionsOf, resultsOf, type ConclusionView } from '../store/conclusion-store.js';
import { TakenOn } from './taken-on.js';
import { WeighStage, type WeighedStage } from './weigh-stage.js';

export interface StagePreview extends Pick<WeighedStage, 'stage' | 'maximum' | 'scale' | 'owed'> {
  readonly edge: Edge<Weighed>;
  /** How points are spread; undefined where nobody has any. */
  readonly bins: ReturnType<typeof distribution> | undefined;
  /** How many would be out by the rule now who have taken part in a later stage: they stay unless an officer decides otherwise. */
  readonly stays: number;
  /** The newest first. */
  readonly conclusions: readonly ConclusionView[];
}

const NEAREST = 10;

/** How a stage would come out if it were concluded now. Refusals: as {@link WeighStage}. */
@Injectable()
export class PreviewStage {
  constructor(
    private readonly database: Database,
    private readonly weighStage: WeighStage,
    private readonly takenOn: TakenOn,
  ) {}

  async run(competitionId: string, code: string): Promise<Result<StagePreview>> {
    const { tx } = this.database;
    const weighed = await this.weighStage.run(tx, competitionId, code);
    if (!weighed.ok) return weighed;
    const { stage, maximum, scale, owed, entrants } = weighed.value;
    const points = entrants.flatMap((one) => one.points ?? []);
    const conclusions = await conclusionsOf(tx, stage.id);
    const [newest] = conclusions;
    return ok({
      stage,
      maximum,
      scale,
      owed,
      edge: edgeOf(entrants, NEAREST),
      bins: maximum !== null && points.length > 0 ? distribution(points, maximum) : undefined,
      stays: newest
        ? (await this.takenOn.among(tx, stage, fallenOut(await resultsOf(tx, newest.id), entrants))).size
        : 0,
      conclusions,
    });
  }
}
