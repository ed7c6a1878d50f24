import { Injectable } from '@nestjs/common';
import type { JobHandler } from '../../platform/index.js';
import { GradeBatch } from '../use-cases/grade-batch.js';
import { GRADE_SITTINGS, type GradeSittingsPayload } from './grade-sittings.job.js';

@Injectable()
export class GradeSittingsHandler implements JobHandler<GradeSittingsPayload> {
  readonly job = GRADE_SITTINGS;
  // A batch takes a part of a second. Doing one twice costs time and nothing else.
  readonly patience = 4000;

  constructor(private readonly gradeBatch: GradeBatch) {}

  async handle({ scoringVersionId, sittingIds }: GradeSittingsPayload): Promise<void> {
    await this.gradeBatch.run(scoringVersionId, sittingIds);
  }
}
