import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { UngradableError } from '../../grading/index.js';
import { Database, isDatabaseAway, LOGGER } from '../../platform/index.js';
import { caseById, rulingsOf } from '../store/case-store.js';
import {
  beginForeseen,
  failForeseen,
  forgetForeseen,
  keepForeseen,
  noteForeseen,
  type ForeseenResult,
  type ForeseenWork,
} from '../store/foreseen-store.js';
import { BasisOfChange } from './basis-of-change.js';
import { changeOf } from './change-of.js';
import { ForeseeChange } from './foresee-change.js';

/** A worker that dies each time it tries must not try for ever. */
const ATTEMPTS = 5;

/**
 * Works out what a proposed change would do, and keeps it with what it rests on: both are read as they were at one moment.
 * Running it again, or twice at once, keeps the first result. It ends early where nobody waits for it any more, and where this
 * process is told to stop: the record then still owes it. What goes wrong is kept with it, for the page to say.
 */
@Injectable()
export class RunForesee {
  #stopped = false;

  constructor(
    private readonly database: Database,
    private readonly foreseeChange: ForeseeChange,
    private readonly basisOfChange: BasisOfChange,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async run(id: string): Promise<void> {
    const work = this.#stopped ? undefined : await beginForeseen(this.database.tx, id);
    if (!work) return;
    if (work.attempts > ATTEMPTS) {
      await failForeseen(this.database.tx, id, 'APPEAL.PREVIEW_GAVE_UP');
      return;
    }
    try {
      const result = await this.#workOut(id, work);
      if (result) await keepForeseen(this.database.tx, id, result);
      else await forgetForeseen(this.database.tx, work.caseId, id);
    } catch (error) {
      if (error instanceof NotWanted) return;
      // It succeeds later, without anybody's doing.
      if (isDatabaseAway(error)) throw error;
      const code = error instanceof UngradableError ? error.code : 'APPEAL.PREVIEW_FAILED';
      this.logger.error({ id, code, error: error instanceof Error ? error.name : 'unknown' }, 'not foreseen');
      await failForeseen(this.database.tx, id, code);
    }
  }

  /** Ends what runs here, for another worker to begin again. */
  stop(): void {
    this.#stopped = true;
  }

  /** Undefined where nothing is proposed any more. */
  async #workOut(id: string, { caseId, competitionId }: ForeseenWork): Promise<ForeseenResult | undefined> {
    return this.database.source.transaction('REPEATABLE READ', async (tx) => {
      const found = await caseById(tx, competitionId, caseId);
      const ruling = (await rulingsOf(tx, caseId)).at(-1);
      const change = found?.state === 'proposed' ? changeOf(found.itemVersionId, ruling) : undefined;
      if (!ruling || !change) return undefined;
      const basis = await this.basisOfChange.run(tx, competitionId, change.itemVersionId, ruling.id);
      const onProgress = async (done: number, total: number): Promise<void> => {
        if (this.#stopped || !(await noteForeseen(this.database.tx, id, done, total))) throw new NotWanted();
      };
      const { foreseen, hash, sessionIds } = await this.foreseeChange.run(
        tx,
        competitionId,
        change,
        onProgress,
      );
      return { result: foreseen, hash, basis, sessionIds };
    });
  }
}

class NotWanted extends Error {}
