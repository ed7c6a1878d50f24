import { Injectable } from '@nestjs/common';
import { Database, type JobHandler, GroupCommit } from '../../platform/index.js';
import { openDeadlines } from '../store/sitting-store.js';
import { CloseOverdue } from '../use-cases/close-overdue.js';
import { Closings } from '../use-cases/closings.js';
import { CLOSE_SITTING, type CloseSittingPayload } from './close-sitting.job.js';

const BATCH = 100;

/** Jobs that fall due together close their sittings together. */
@Injectable()
export class CloseSittingHandler implements JobHandler<CloseSittingPayload> {
  readonly job = CLOSE_SITTING;
  readonly concurrency = BATCH;
  readonly #group: GroupCommit<string, undefined>;

  constructor(
    private readonly database: Database,
    private readonly closeOverdue: CloseOverdue,
    private readonly closings: Closings,
  ) {
    this.#group = new GroupCommit<string, undefined>(
      (sittingId) => sittingId,
      async (sittingIds) => {
        await this.#close(sittingIds);
        return sittingIds.map(() => undefined);
      },
      BATCH,
    );
  }

  async handle({ sittingId }: CloseSittingPayload): Promise<void> {
    await this.#group.add(sittingId);
  }

  async #close(sittingIds: readonly string[]): Promise<void> {
    await this.closeOverdue.these(sittingIds);
    // What is open still has a later deadline now, or another worker is at it.
    const { now, open } = await openDeadlines(this.database.tx, sittingIds);
    this.closings.expect(now, open);
  }
}
