import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { Database, rows, type Principal, type Tx } from '../../platform/index.js';
import { sittingById } from '../../sitting/index.js';
import { keepLook } from '../store/look-store.js';
import { WatchHints } from './watch-hints.js';

export interface Hand {
  /** Name and position of who looks after this candidate now; null: nobody. */
  readonly official: string | null;
}

/**
 * A proctor takes a candidate in hand, so that colleagues see it and leave it to them, lets go, or says that the signals so far
 * were looked at. None of it gives or takes a right.
 *
 * Refusals: WATCH.NO_SITTING, WATCH.IN_HAND (somebody else's, with their name; taking over has to be said).
 */
@Injectable()
export class TakeInHand {
  constructor(
    private readonly database: Database,
    private readonly hints: WatchHints,
  ) {}

  /** @param from whom it is taken over from, an account's id: nobody takes from another than they see. */
  async take(
    principal: Principal,
    sessionId: string,
    sittingId: string,
    from?: string,
  ): Promise<Result<Hand>> {
    const { accountId, official } = principal;
    return this.#change(sessionId, sittingId, async (tx) => {
      const [taken] = await rows<{ was: string | null }>(
        tx,
        `INSERT INTO watch_hand AS h (sitting_id, session_id, account_id, official) VALUES ($1, $2, $3, $4)
         ON CONFLICT (sitting_id) DO UPDATE SET account_id = $3, official = $4,
           at = CASE WHEN h.account_id = $3 THEN h.at ELSE clock_timestamp() END
         WHERE h.account_id IN ($3, $5) RETURNING old.account_id AS was`,
        [sittingId, sessionId, accountId, official, from ?? null],
      );
      if (taken) {
        if (taken.was !== accountId) await keepLook(tx, principal, sittingId);
        return ok({ official });
      }
      const [held] = await rows<{ official: string }>(
        tx,
        'SELECT official FROM watch_hand WHERE sitting_id = $1',
        [sittingId],
      );
      return refuse('conflict', 'WATCH.IN_HAND', 'A colleague looks after this candidate.', {
        data: { official: held?.official ?? '' },
      });
    });
  }

  /** Lets go of one's own; anything else is left as it is. */
  async letGo(principal: Principal, sessionId: string, sittingId: string): Promise<Result<Hand>> {
    return this.#change(sessionId, sittingId, async (tx) => {
      await tx.query('DELETE FROM watch_hand WHERE sitting_id = $1 AND account_id = $2', [
        sittingId,
        principal.accountId,
      ]);
      const [held] = await rows<{ official: string }>(
        tx,
        'SELECT official FROM watch_hand WHERE sitting_id = $1',
        [sittingId],
      );
      return ok({ official: held?.official ?? null });
    });
  }

  /** @param upTo the number of the last signal that was looked at; what comes later stays to be looked at. */
  async seen(
    principal: Principal,
    sessionId: string,
    sittingId: string,
    upTo: number,
  ): Promise<Result<{ seen: number }>> {
    return this.#change(sessionId, sittingId, async (tx) => {
      const [moved] = await rows<{ seen: number }>(
        tx,
        `UPDATE watch_state SET seen = least($2, signals), seen_by = $3, seen_at = clock_timestamp()
         WHERE sitting_id = $1 AND seen < least($2, signals) RETURNING seen`,
        [sittingId, upTo, principal.official],
      );
      if (moved) await keepLook(tx, principal, sittingId, moved.seen);
      const [state] = await rows<{ seen: number }>(tx, 'SELECT seen FROM watch_state WHERE sitting_id = $1', [
        sittingId,
      ]);
      return ok({ seen: state?.seen ?? 0 });
    });
  }

  async #change<T>(
    sessionId: string,
    sittingId: string,
    work: (tx: Tx) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const result = await this.database.attempt<T>(async (tx) => {
      const sitting = await sittingById(tx, sittingId);
      return sitting?.sessionId === sessionId ? work(tx) : noSitting();
    });
    if (result.ok) this.hints.changed(sessionId);
    return result;
  }
}

export const noSitting = () =>
  refuse('not-found', 'WATCH.NO_SITTING', 'There is no such sitting in this session.');
