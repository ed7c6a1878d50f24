import { Injectable } from '@nestjs/common';
import { chunks, sha256 } from '../../kernel/index.js';
import { Database, JobQueue } from '../../platform/index.js';
import { SEND_NOTICES } from '../jobs/send-notices.job.js';
import { doubtAbandoned, dueNotices } from '../store/notice-store.js';

const BATCH = 20;
const LIMIT = 1000;
/** Longer than a batch can take with a server that answers at all. */
const GONE_MINUTES = 30;

/** The sweeper of letters: enqueues what is due, and doubts what a worker took and never came back with. */
@Injectable()
export class EnqueueNotices {
  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
  ) {}

  /** @returns how many letters are due. */
  async run(): Promise<number> {
    const { tx } = this.database;
    await doubtAbandoned(tx, GONE_MINUTES);
    const due = await dueNotices(tx, LIMIT);
    await this.queue.enqueueAll(
      SEND_NOTICES,
      chunks(due, BATCH).map((noticeIds) => ({
        payload: { noticeIds },
        jobId: `notices-${sha256(noticeIds.join(' ')).toString('hex').slice(0, 32)}`,
      })),
    );
    return due.length;
  }
}
