import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { Database, rows, type Tx } from '../../platform/index.js';
import { checkChain, type EventRun } from '../domain/response-chain.js';
import type { ChainedEvent } from '../domain/response-event.js';
import { runKey, saveBatch, type CheckedRun, type Saved } from '../store/save-batch.js';
import { GroupCommit, GroupCommitFull } from './group-commit.js';

export interface Acknowledgement extends Saved {
  /** Everything up to this number is on disk. */
  readonly acknowledged: number;
}

/**
 * Keeps response events. An acknowledgement means: committed, with synchronous_commit = on.
 *
 * Replaying what is on disk is a no-op. Refusals: SITTING.CHAIN_BROKEN and SITTING.OUT_OF_ORDER (nothing kept),
 * SITTING.FORK (another event has this number), SITTING.VOID, SITTING.LEASE_REVOKED and SITTING.CLOSED (kept aside as claimed
 * before, for a named person to decide), SITTING.NO_LEASE, SITTING.BUSY.
 */
@Injectable()
export class SaveResponses {
  readonly #commit: GroupCommit<CheckedRun, Saved | null>;

  constructor(private readonly database: Database) {
    this.#commit = new GroupCommit<CheckedRun, Saved | null>(runKey, async (runs) => {
      const saved = await saveBatch(database.tx, runs);
      return runs.map((run) => saved.get(runKey(run)) ?? null);
    });
  }

  async run(run: EventRun): Promise<Result<Acknowledgement>> {
    const chain = checkChain(run);
    if (!chain.ok) return chain;
    try {
      const saved = await this.#commit.add({ ...run, lastHash: chain.value });
      if (saved) return ok({ ...saved, acknowledged: run.events.at(-1)?.seq ?? 0 });
    } catch (error) {
      if (error instanceof GroupCommitFull) {
        return refuse(
          'unavailable',
          'SITTING.BUSY',
          'Many answers are being saved. Yours will be sent again.',
          {
            retryAfter: 1,
          },
        );
      }
      throw error;
    }
    return this.#explain(run);
  }

  /** The rare path: what is on disk already is dropped and the rest tried again; otherwise it does not continue the head. */
  async #explain(run: EventRun): Promise<Result<Acknowledgement>> {
    const outcome = await this.database.transaction((tx) => this.#judge(tx, run));
    return 'events' in outcome ? this.run(outcome) : outcome;
  }

  async #judge(tx: Tx, run: EventRun): Promise<Result<Acknowledgement> | EventRun> {
    const [lease] = await rows<LeaseRow>(tx, LEASE, [run.sittingId, run.lease]);
    if (!lease) return refuse('not-found', 'SITTING.NO_LEASE', 'This device holds no right to answer here.');
    const known = await this.#known(tx, run);
    const fresh = run.events.filter((event) => !known.has(event.seq));
    if (run.events.some((event) => known.has(event.seq) && known.get(event.seq) !== event.hash)) {
      return refuse('conflict', 'SITTING.FORK', 'Another answer has this number already.', {
        data: { headSeq: lease.head_seq, headHash: lease.head_hash },
      });
    }
    const last = run.events.at(-1)?.seq ?? 0;
    if (fresh.length === 0) {
      return ok({ acknowledged: last, serverTime: Number(lease.now), deadline: Number(lease.deadline) });
    }
    if (lease.revoked || lease.overdue) return this.#keepLate(tx, run, fresh, lease);
    if ((fresh[0]?.seq ?? 0) !== lease.head_seq + 1) {
      return refuse('conflict', 'SITTING.OUT_OF_ORDER', 'An earlier answer has not arrived yet.', {
        data: { headSeq: lease.head_seq, headHash: lease.head_hash },
      });
    }
    if (fresh.length < run.events.length) return { ...run, previous: lease.head_hash, events: fresh };
    return refuse('conflict', 'SITTING.FORK', 'This chain does not continue what is on disk.', {
      data: { headSeq: lease.head_seq, headHash: lease.head_hash },
    });
  }

  async #known(tx: Tx, run: EventRun): Promise<Map<number, string>> {
    const found = await rows<{ seq: number; hash: string }>(
      tx,
      `SELECT seq, encode(hash, 'hex') AS hash FROM response_event
       WHERE sitting_id = $1 AND lease = $2 AND seq BETWEEN $3 AND $4`,
      [run.sittingId, run.lease, run.events[0]?.seq ?? 0, run.events.at(-1)?.seq ?? 0],
    );
    return new Map(found.map(({ seq, hash }) => [seq, hash]));
  }

  async #keepLate(
    tx: Tx,
    run: EventRun,
    late: readonly ChainedEvent[],
    lease: LeaseRow,
  ): Promise<Result<never>> {
    if (lease.void) {
      // Nothing of it counts any more: there is nothing to decide about what comes late.
      return refuse('gone', 'SITTING.VOID', 'This sitting was declared void.');
    }
    const reason = lease.closed || lease.overdue ? 'after-deadline' : 'lease-revoked';
    const evidence = JSON.stringify({
      lastAcknowledgedAt: lease.last_acknowledged_at,
      previous: run.previous,
    });
    await tx.query(
      `INSERT INTO late_response_event (sitting_id, lease, seq, hash, event, reason, evidence)
       SELECT $1, $2, e.seq, e.hash, e.event, $3, $4
       FROM unnest($5::int[], $6::bytea[], $7::jsonb[]) AS e (seq, hash, event)
       ON CONFLICT DO NOTHING`,
      [
        run.sittingId,
        run.lease,
        reason,
        evidence,
        late.map(({ seq }) => seq),
        late.map(({ hash }) => `\\x${hash}`),
        late.map(({ hash: _, ...event }) => JSON.stringify(event)),
      ],
    );
    return reason === 'after-deadline'
      ? refuse(
          'gone',
          'SITTING.CLOSED',
          'The time is over. What came late is kept for an official to decide.',
          {
            data: { keptAside: late.length },
          },
        )
      : refuse(
          'gone',
          'SITTING.LEASE_REVOKED',
          'You continued on another device. What came late is kept aside.',
          {
            data: { keptAside: late.length },
          },
        );
  }
}

interface LeaseRow {
  readonly head_seq: number;
  readonly head_hash: string;
  readonly revoked: boolean;
  readonly overdue: boolean;
  readonly closed: boolean;
  readonly void: boolean;
  readonly last_acknowledged_at: Date | null;
  readonly now: string;
  readonly deadline: string;
}

// FOR SHARE of the lease: no closing can come between this look and what is kept aside.
const LEASE = `
  SELECT l.head_seq, encode(l.head_hash, 'hex') AS head_hash, l.revoked_at IS NOT NULL AS revoked,
    clock_timestamp() >= l.deadline_at AS overdue, s.state <> 'open' AS closed, s.state = 'void' AS void, l.last_acknowledged_at,
    (extract(epoch FROM clock_timestamp()) * 1000)::bigint::text AS now,
    (extract(epoch FROM l.deadline_at) * 1000)::bigint::text AS deadline
  FROM sitting_lease l JOIN sitting s ON s.id = l.sitting_id
  WHERE l.sitting_id = $1 AND l.lease = $2
  FOR SHARE OF l`;
