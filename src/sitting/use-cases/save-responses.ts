import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { ok, refuse, type Result } from '../../kernel/index.js';
import {
  Database,
  DatabaseUnavailable,
  isDatabaseAway,
  LOGGER,
  rows,
  type OwnConnection,
  type Tx,
  GroupCommit,
  GroupCommitFull,
} from '../../platform/index.js';
import { checkChain, type EventRun } from '../domain/response-chain.js';
import { keptEvent, type ChainedEvent } from '../domain/response-event.js';
import { SAVE_SESSION, saveBatch, type SavedTime } from '../store/save-batch.js';
import { leaseKey } from '../domain/sitting-token.js';

export interface Acknowledgement extends SavedTime {
  /** Everything up to this number is on disk. */
  readonly acknowledged: number;
}

/** On disk; or not, because it does not continue what is there; or not, because something broke. */
type Outcome = SavedTime | null | Error;

/**
 * Keeps response events. An acknowledgement means: committed, with synchronous_commit = on.
 *
 * Replaying what is on disk is a no-op. Refusals: SITTING.CHAIN_BROKEN and SITTING.OUT_OF_ORDER (nothing kept),
 * SITTING.FORK (another event has this number), SITTING.VOID, SITTING.LEASE_REVOKED and SITTING.CLOSED (kept aside as claimed
 * before, for a named person to decide), SITTING.NO_LEASE, SITTING.BUSY (too many wait), SITTING.NOT_SAVED (PostgreSQL
 * is not available; kept or not, sending it again is right).
 */
@Injectable()
export class SaveResponses {
  readonly #connection: OwnConnection;
  readonly #commit = new GroupCommit<EventRun, Outcome>(
    leaseKey,
    (runs) => this.#write(runs),
    BATCH,
    WAITING,
    {
      of: ({ events }) => events.reduce((sum, { value }) => sum + EVENT_BYTES + (value?.length ?? 0), 0),
      batch: 4 * MEBIBYTE,
      waiting: 64 * MEBIBYTE,
    },
  );

  constructor(
    private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.#connection = database.ownConnection('openmerit-saves', SAVE_SESSION);
  }

  run(run: EventRun): Promise<Result<Acknowledgement>> {
    const chain = checkChain(run);
    if (!chain.ok) return Promise.resolve(chain);
    return this.#commit.add(run).then(
      (outcome) => {
        if (outcome === null) return this.#explain(run);
        if (outcome instanceof DatabaseUnavailable) return NOT_SAVED;
        if (outcome instanceof Error) throw outcome;
        return ok({ ...outcome, acknowledged: run.events.at(-1)?.seq ?? 0 });
      },
      (error: unknown) => {
        if (error instanceof GroupCommitFull) return BUSY;
        throw error;
      },
    );
  }

  /** Writes runs in one commit; where PostgreSQL refuses the batch, in halves, so that one bad run hurts no other. */
  async #write(runs: readonly EventRun[]): Promise<Outcome[]> {
    try {
      return await saveBatch(this.#connection, runs);
    } catch (error) {
      const fault = error instanceof Error ? error : new Error('save');
      if (fault instanceof DatabaseUnavailable) {
        this.logger.error({ runs: runs.length, code: fault.sqlState }, 'answers could not be saved');
        return runs.map(() => fault);
      }
      if (runs.length === 1) return [fault];
      const half = Math.ceil(runs.length / 2);
      return [...(await this.#write(runs.slice(0, half))), ...(await this.#write(runs.slice(half)))];
    }
  }

  /** The rare path: what is on disk already is dropped and the rest tried again; otherwise it does not continue the head. */
  async #explain(run: EventRun): Promise<Result<Acknowledgement>> {
    try {
      const outcome = await this.database.transaction((tx) => this.#judge(tx, run));
      return 'events' in outcome ? await this.run(outcome) : outcome;
    } catch (error) {
      if (isDatabaseAway(error)) return NOT_SAVED;
      throw error;
    }
  }

  async #judge(tx: Tx, run: EventRun): Promise<Result<Acknowledgement> | EventRun> {
    const [lease] = await rows<LeaseRow>(tx, LEASE, [run.sittingId, run.lease]);
    if (!lease) return refuse('not-found', 'SITTING.NO_LEASE', 'This device holds no right to answer here.');
    const known = await this.#known(tx, run);
    const fresh = run.events.filter((event) => known.get(event.seq) !== event.hash);
    const last = run.events.at(-1)?.seq ?? 0;
    if (fresh.length === 0) {
      return ok({
        acknowledged: last,
        serverTime: Number(lease.now),
        deadline: Number(lease.deadline),
        pausedLeft: lease.paused_left,
      });
    }
    // Nothing of it counts any more: there is nothing to decide about what comes late.
    if (lease.void) return refuse('gone', 'SITTING.VOID', 'This sitting was declared void.');
    if (lease.revoked || lease.overdue) {
      await this.#keepLate(tx, run, fresh, lease);
      const data = { keptAside: fresh.length, counted: run.events.length - fresh.length };
      return lease.closed || lease.overdue
        ? refuse(
            'gone',
            'SITTING.CLOSED',
            'The time is over. What came late is kept for an official to decide.',
            {
              data,
            },
          )
        : refuse(
            'gone',
            'SITTING.LEASE_REVOKED',
            'You continued on another device. What came late is kept for an official to decide.',
            { data },
          );
    }
    if (fresh.some((event) => known.has(event.seq))) {
      return refuse('conflict', 'SITTING.FORK', 'Another answer has this number already.', {
        data: { headSeq: lease.head_seq, headHash: lease.head_hash },
      });
    }
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

  async #keepLate(tx: Tx, run: EventRun, late: readonly ChainedEvent[], lease: LeaseRow): Promise<void> {
    await tx.query(
      `INSERT INTO late_response_event (sitting_id, lease, seq, hash, event, reason, evidence)
       SELECT $1, $2, e.seq, e.hash, e.event, $3, $4
       FROM unnest($5::int[], $6::bytea[], $7::jsonb[]) AS e (seq, hash, event)
       ON CONFLICT DO NOTHING`,
      [
        run.sittingId,
        run.lease,
        lease.closed || lease.overdue ? 'after-deadline' : 'lease-revoked',
        JSON.stringify({ lastAcknowledgedAt: lease.last_acknowledged_at, previous: run.previous }),
        late.map(({ seq }) => seq),
        late.map(({ hash }) => `\\x${hash}`),
        late.map(keptEvent),
      ],
    );
  }
}

const MEBIBYTE = 1024 * 1024;
// Half of 1,000 requests are written while the other half is read and answered.
const BATCH = 500;
const WAITING = 20_000;
// What an event holds beside its value, about.
const EVENT_BYTES = 500;

const BUSY = refuse(
  'unavailable',
  'SITTING.BUSY',
  'Many answers are being saved. Yours will be sent again.',
  { retryAfter: 1 },
);

const NOT_SAVED = refuse(
  'unavailable',
  'SITTING.NOT_SAVED',
  'Answers cannot be saved at this moment. Yours stay on your device and will be sent again.',
  { retryAfter: 2 },
);

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
  readonly paused_left: number | null;
}

// FOR SHARE of the lease: no closing can come between this look and what is kept aside.
const LEASE = `
  SELECT l.head_seq, encode(l.head_hash, 'hex') AS head_hash, l.revoked_at IS NOT NULL AS revoked,
    clock_timestamp() >= l.deadline_at AS overdue, s.state <> 'open' AS closed, s.state = 'void' AS void, l.last_acknowledged_at,
    (extract(epoch FROM clock_timestamp()) * 1000)::bigint::text AS now,
    (extract(epoch FROM l.deadline_at) * 1000)::bigint::text AS deadline, l.paused_left_ms AS paused_left
  FROM sitting_lease l JOIN sitting s ON s.id = l.sitting_id
  WHERE l.sitting_id = $1 AND l.lease = $2
  FOR SHARE OF l`;
