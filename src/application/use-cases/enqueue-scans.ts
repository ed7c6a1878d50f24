import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, Database, JobQueue, type Config } from '../../platform/index.js';
import { SCAN_DOCUMENT } from '../jobs/scan-document.job.js';
import { waitingDocuments } from '../store/document-store.js';

const AT_ONCE = 100;

/** Asks for each document that waits to be scanned, as long as it waits: whatever became of the queue or the scanner. */
@Injectable()
export class EnqueueScans {
  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async run(): Promise<number> {
    if (!this.config.scanner) return 0;
    const waiting = await waitingDocuments(this.database.tx, AT_ONCE);
    await this.queue.enqueueAll(
      SCAN_DOCUMENT,
      waiting.map((documentId) => ({ payload: { documentId }, jobId: documentId })),
    );
    return 0;
  }
}
