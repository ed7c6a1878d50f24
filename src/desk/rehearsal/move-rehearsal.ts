import { Injectable } from '@nestjs/common';
import { newId, ok, refuse, refuseFields, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, isUniqueViolation, JobQueue, rows, type Principal } from '../../platform/index.js';
import { DestroyMadeUpPictures } from '../../proctoring/index.js';
import { lockSession, type RehearsalState, noSession } from '../../session/index.js';
import { OVERTIME } from './drill-sitter.js';
import { REHEARSE, rehearseJobId } from './rehearse.job.js';
import { removeLeftovers } from './remove-rehearsal.js';

export interface RehearsalWish {
  /** 1 to 2000. */
  readonly candidates: number;
  /** After so many it is stopped: 3 to 60; it trains proctors for so many: 3 to 30. */
  readonly minutes: number;
  /** To train proctors, with 500 candidates at most; otherwise it tries the platform. */
  readonly training: boolean;
}

export const MOST_TRAINED = 500;
export const LONGEST_TRAINING = 30;
/** To sign in, to seal the forms, and for who was given time: seconds beside the training itself. */
const AROUND_TRAINING = 600;
const MINUTE = 60_000;

/**
 * What an officer does about a rehearsal, by name: to ask for one, to stop it, and to remove what it left behind.
 *
 * Refusals: SITTING.NO_SESSION, SITTING.SESSION_STATE (only a session that is still planned is rehearsed),
 * SITTING.REHEARSING, SITTING.REHEARSAL (there is none), SITTING.REHEARSAL_STATE; to train, SITTING.TRAINING_SIZE,
 * SITTING.TRAINING_MINUTES, SITTING.NOTHING_WATCHED.
 */
@Injectable()
export class MoveRehearsal {
  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
    private readonly pictures: DestroyMadeUpPictures,
  ) {}

  async request(
    principal: Principal,
    sessionId: string,
    wish: RehearsalWish,
  ): Promise<Result<{ rehearsalId: string }>> {
    const rehearsalId = newId();
    const { candidates, minutes, training } = wish;
    if (training && (candidates > MOST_TRAINED || minutes > LONGEST_TRAINING)) {
      return refuseFields({
        ...(candidates > MOST_TRAINED && { candidates: 'SITTING.TRAINING_SIZE' }),
        ...(minutes > LONGEST_TRAINING && { minutes: 'SITTING.TRAINING_MINUTES' }),
      });
    }
    try {
      const requested = await this.database.attempt(async (tx) => {
        const session = await lockSession(tx, sessionId);
        if (!session || session.rehearsal) {
          return noSession();
        }
        if (session.state !== 'scheduled') {
          return refuse('conflict', 'SITTING.SESSION_STATE', 'This step is not possible now.');
        }
        if (training && session.watchVersion === null) {
          return refuse(
            'conflict',
            'SITTING.NOTHING_WATCHED',
            'Nothing is watched in this session: there is nothing to train on.',
          );
        }
        await tx.query(
          `INSERT INTO rehearsal (id, session_id, candidates, time_limit_seconds, drill_ms, state, requested_by, official)
           VALUES ($1, $2, $3, $4, $5, 'requested', $6, $7)`,
          [
            rehearsalId,
            sessionId,
            candidates,
            training ? Math.ceil(minutes * 60 * (1 + OVERTIME / 100)) + AROUND_TRAINING : minutes * 60,
            training ? minutes * MINUTE : null,
            principal.accountId,
            principal.official,
          ],
        );
        await recordDecision(tx, principal, {
          action: training ? 'training-requested' : 'rehearsal-requested',
          subject: sessionId,
          scopeId: sessionId,
        });
        return ok({ rehearsalId });
      });
      // Should this be lost, the sweeper finds it owed.
      if (requested.ok) await this.queue.enqueue(REHEARSE, { rehearsalId }, rehearseJobId(rehearsalId));
      return requested;
    } catch (error) {
      if (!isUniqueViolation(error, 'rehearsal_one')) throw error;
      return refuse('conflict', 'SITTING.REHEARSING', 'A rehearsal of this session is on its way already.');
    }
  }

  async cancel(
    principal: Principal,
    sessionId: string,
    rehearsalId: string,
  ): Promise<Result<{ state: RehearsalState }>> {
    return this.database.attempt(async (tx) => {
      const [row] = await rows(
        tx,
        `UPDATE rehearsal SET state = 'cancelled', ended_at = clock_timestamp()
         WHERE id = $1 AND session_id = $2 AND state IN ('requested', 'running') RETURNING 1`,
        [rehearsalId, sessionId],
      );
      if (!row) return notNow();
      await recordDecision(tx, principal, {
        action: 'rehearsal-cancelled',
        subject: sessionId,
        scopeId: sessionId,
      });
      return ok({ state: 'cancelled' as const });
    });
  }

  /** The report stays. */
  async remove(
    principal: Principal,
    sessionId: string,
    rehearsalId: string,
  ): Promise<Result<{ state: RehearsalState }>> {
    const [over] = await this.database.query<{ leftId: string }>(
      `SELECT rehearsal_session_id AS "leftId" FROM rehearsal
       WHERE id = $1 AND session_id = $2 AND ${IS_OVER} AND rehearsal_session_id IS NOT NULL`,
      [rehearsalId, sessionId],
    );
    if (over) await this.pictures.run(over.leftId);
    return this.database.attempt(async (tx) => {
      const [row] = await rows<{ state: RehearsalState }>(
        tx,
        `SELECT state FROM rehearsal WHERE id = $1 AND session_id = $2 AND removed_at IS NULL
           AND ${IS_OVER} FOR UPDATE`,
        [rehearsalId, sessionId],
      );
      if (!row) return notNow();
      await removeLeftovers(tx, rehearsalId);
      await tx.query('UPDATE rehearsal SET removed_at = clock_timestamp() WHERE id = $1', [rehearsalId]);
      await recordDecision(tx, principal, {
        action: 'rehearsal-removed',
        subject: sessionId,
        scopeId: sessionId,
      });
      return ok({ state: row.state });
    });
  }
}

const IS_OVER = `state IN ('done', 'failed', 'cancelled')`;

const notNow = () => refuse('conflict', 'SITTING.REHEARSAL_STATE', 'This step is not possible now.');
