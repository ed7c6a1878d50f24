import { Injectable } from '@nestjs/common';
import { Database, isDatabaseAway, noteFailure, rows } from '../../platform/index.js';
import { GRADE_SITTINGS } from '../jobs/grade-sittings.job.js';
import { gradingSubject, noteGraded } from '../store/failed-sittings.js';
import { GradeSittings } from './grade-sittings.js';

/**
 * Grades a batch so that no sitting in it holds up the others: where the whole fails, its halves are graded apart, down to
 * those that cannot be graded. These are written down, tried again after a pause that grows, and left to a person in the
 * end; all others have their grades in the same run.
 *
 * A database that is away is nobody's fault: then the job fails, and the queue tries it again.
 *
 * @returns how many grades were new.
 */
@Injectable()
export class GradeBatch {
  constructor(
    private readonly database: Database,
    private readonly gradeSittings: GradeSittings,
  ) {}

  async run(scoringVersionId: string, sittingIds: readonly string[]): Promise<number> {
    const faults = new Map<string, unknown>();
    const graded = await this.#grade(scoringVersionId, sittingIds, faults);
    await this.#note(scoringVersionId, sittingIds, faults);
    return graded;
  }

  async #grade(
    scoringVersionId: string,
    sittingIds: readonly string[],
    faults: Map<string, unknown>,
  ): Promise<number> {
    try {
      return await this.gradeSittings.run(scoringVersionId, sittingIds);
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      const [only, ...others] = sittingIds;
      if (only === undefined) return 0;
      if (others.length === 0) {
        faults.set(only, error);
        return 0;
      }
      const half = Math.ceil(sittingIds.length / 2);
      const first = await this.#grade(scoringVersionId, sittingIds.slice(0, half), faults);
      return first + (await this.#grade(scoringVersionId, sittingIds.slice(half), faults));
    }
  }

  async #note(
    scoringVersionId: string,
    sittingIds: readonly string[],
    faults: ReadonlyMap<string, unknown>,
  ): Promise<void> {
    const { tx } = this.database;
    const well = sittingIds.filter((id) => !faults.has(id));
    if (well.length > 0) await noteGraded(tx, scoringVersionId, well);
    if (faults.size === 0) return;
    const failed = await rows<{ id: string; sessionId: string; sheet: number }>(
      tx,
      `SELECT id, session_id AS "sessionId", sheet FROM sitting WHERE id = ANY($1::uuid[]) AND state = 'closed' ORDER BY id`,
      [[...faults.keys()]],
    );
    for (const { id, sessionId, sheet } of failed) {
      await noteFailure(tx, {
        job: GRADE_SITTINGS.name,
        subject: gradingSubject(scoringVersionId, id, sheet),
        scopeId: sessionId,
        payload: { scoringVersionId, sittingIds: [id] },
        error: faults.get(id),
      });
    }
  }
}
