import { Injectable } from '@nestjs/common';
import type { JobHandler } from '../../platform/index.js';
import { RunForesee } from '../use-cases/run-foresee.js';
import { FORESEE_CHANGE, type ForeseeChangePayload } from './foresee-change.job.js';

@Injectable()
export class ForeseeChangeHandler implements JobHandler<ForeseeChangePayload> {
  readonly job = FORESEE_CHANGE;
  /** One reads the results of a whole competition. */
  readonly concurrency = 1;

  constructor(private readonly runForesee: RunForesee) {}

  async handle({ foreseenId }: ForeseeChangePayload): Promise<void> {
    await this.runForesee.run(foreseenId);
  }
}
