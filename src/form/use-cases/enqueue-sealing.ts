import { Injectable } from '@nestjs/common';
import { Database, JobQueue } from '../../platform/index.js';
import { SEAL_FORMS, sealFormsJobId } from '../jobs/seal-forms.job.js';
import { drawsToSeal } from '../store/sealed-store.js';

/** The sweeper of sealing: enqueues the draws that still owe sealed forms, whatever the queue lost. */
@Injectable()
export class EnqueueSealing {
  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
  ) {}

  /** @returns how many draws owe some. */
  async run(): Promise<number> {
    const owed = await drawsToSeal(this.database.tx, 100);
    await this.queue.enqueueOwed(
      SEAL_FORMS,
      owed.map((drawId) => ({ payload: { drawId }, jobId: sealFormsJobId(drawId) })),
    );
    return owed.length;
  }
}
