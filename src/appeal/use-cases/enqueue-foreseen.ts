import { Injectable } from '@nestjs/common';
import { Database, JobQueue } from '../../platform/index.js';
import { FORESEE_CHANGE, foreseeChangeJobId } from '../jobs/foresee-change.job.js';
import { owedForeseen } from '../store/foreseen-store.js';

const AT_ONCE = 20;

/** The sweeper of what proposed changes would do: enqueues what the record says is asked for or under way, whatever the queue lost. */
@Injectable()
export class EnqueueForeseen {
  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
  ) {}

  /** @returns how many are owed. */
  async run(): Promise<number> {
    const owed = await owedForeseen(this.database.tx, AT_ONCE);
    await this.queue.enqueueOwed(
      FORESEE_CHANGE,
      owed.map(({ id }) => ({ payload: { foreseenId: id }, jobId: foreseeChangeJobId(id) })),
    );
    return owed.length;
  }
}
