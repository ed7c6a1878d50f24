import { Injectable } from '@nestjs/common';
import { Database, JobQueue } from '../../platform/index.js';
import { REHEARSE, rehearseJobId } from './rehearse.job.js';

/** The sweeper of rehearsals: enqueues what the record says is asked for or under way, whatever the queue lost. */
@Injectable()
export class EnqueueRehearsals {
  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
  ) {}

  /** @returns how many are owed. */
  async run(): Promise<number> {
    const owed = await this.database.query<{ id: string }>(
      `SELECT id FROM rehearsal WHERE state IN ('requested', 'running') ORDER BY requested_at LIMIT 20`,
    );
    await this.queue.enqueueOwed(
      REHEARSE,
      owed.map(({ id }) => ({ payload: { rehearsalId: id }, jobId: rehearseJobId(id) })),
    );
    return owed.length;
  }
}
