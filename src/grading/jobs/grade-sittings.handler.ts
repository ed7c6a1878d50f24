import { Injectable } from '@nestjs/common';
import type { JobHandler } from '../../platform/index.js';
import { GradeSittings } from '../use-cases/grade-sittings.js';
import { GRADE_SITTINGS, type GradeSittingsPayload } from './grade-sittings.job.js';

@Injectable()
export class GradeSittingsHandler implements JobHandler<GradeSittingsPayload> {
  readonly job = GRADE_SITTINGS;

  constructor(private readonly gradeSittings: GradeSittings) {}

  async handle({ scoringVersionId, sittingIds }: GradeSittingsPayload): Promise<void> {
    await this.gradeSittings.run(scoringVersionId, sittingIds);
  }
}
