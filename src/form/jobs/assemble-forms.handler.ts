import { Injectable } from '@nestjs/common';
import type { JobHandler } from '../../platform/index.js';
import { RunAssembly } from '../use-cases/run-assembly.js';
import { ASSEMBLE_FORMS, type AssembleFormsPayload } from './assemble-forms.job.js';

@Injectable()
export class AssembleFormsHandler implements JobHandler<AssembleFormsPayload> {
  readonly job = ASSEMBLE_FORMS;

  constructor(private readonly runAssembly: RunAssembly) {}

  async handle({ assemblyId }: AssembleFormsPayload): Promise<void> {
    await this.runAssembly.run(assemblyId);
  }
}
