import { Injectable } from '@nestjs/common';
import { distribution } from '../../grading/index.js';
import { ok, type Result } from '../../kernel/index.js';
import { Database } from '../../platform/index.js';
import { edgeOf, type Edge } from '../domain/edge.js';
import { conclusionsOf, type ConclusionView } from '../store/conclusion-store.js';
import { WeighStage, type Weighed, type WeighedStage } from './weigh-stage.js';

export interface StagePreview extends Pick<WeighedStage, 'stage' | 'maximum' | 'owed'> {
  readonly edge: Edge<Weighed>;
  /** How points are spread; undefined where nobody has any. */
  readonly bins: ReturnType<typeof distribution> | undefined;
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
  ) {}

  async run(competitionId: string, code: string): Promise<Result<StagePreview>> {
    const { tx } = this.database;
    const weighed = await this.weighStage.run(tx, competitionId, code);
    if (!weighed.ok) return weighed;
    const { stage, maximum, owed, entrants } = weighed.value;
    const points = entrants.flatMap((one) => one.points ?? []);
    return ok({
      stage,
      maximum,
      owed,
      edge: edgeOf(entrants, NEAREST),
      bins: maximum !== null && points.length > 0 ? distribution(points, maximum) : undefined,
      conclusions: await conclusionsOf(tx, stage.id),
    });
  }
}
