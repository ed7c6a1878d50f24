import { Injectable } from '@nestjs/common';
import type { JobHandler } from '../../platform/index.js';
import { REHEARSE, type RehearsePayload } from './rehearse.job.js';
import { RunRehearsal } from './run-rehearsal.js';

@Injectable()
export class RehearseHandler implements JobHandler<RehearsePayload> {
  readonly job = REHEARSE;

  constructor(private readonly runRehearsal: RunRehearsal) {}

  async handle({ rehearsalId }: RehearsePayload): Promise<void> {
    await this.runRehearsal.run(rehearsalId);
  }
}
