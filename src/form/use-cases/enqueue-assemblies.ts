import { Injectable } from '@nestjs/common';
import { Database, JobQueue } from '../../platform/index.js';
import { ASSEMBLE_FORMS, assembleFormsJobId } from '../jobs/assemble-forms.job.js';

/** The sweeper of assemblies: enqueues what the record says is asked for or under way, whatever the queue lost. */
@Injectable()
export class EnqueueAssemblies {
  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
  ) {}

  /** @returns how many are owed. */
  async run(): Promise<number> {
    const owed = await this.database.query<{ id: string }>(
      `SELECT id FROM assembly WHERE state IN ('requested', 'running') ORDER BY requested_at LIMIT 100`,
    );
    await this.queue.enqueueOwed(
      ASSEMBLE_FORMS,
      owed.map(({ id }) => ({ payload: { assemblyId: id }, jobId: assembleFormsJobId(id) })),
    );
    return owed.length;
  }
}
