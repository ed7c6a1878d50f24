import { Injectable } from '@nestjs/common';
import type { JobHandler } from '../../platform/index.js';
import { SealForms } from '../use-cases/seal-forms.js';
import { SEAL_FORMS, type SealFormsPayload } from './seal-forms.job.js';

@Injectable()
export class SealFormsHandler implements JobHandler<SealFormsPayload> {
  readonly job = SEAL_FORMS;

  constructor(private readonly sealForms: SealForms) {}

  async handle({ drawId }: SealFormsPayload): Promise<void> {
    await this.sealForms.run(drawId);
  }
}
