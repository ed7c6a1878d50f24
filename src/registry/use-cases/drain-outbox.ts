import { Injectable } from '@nestjs/common';
import { canonicalJson, leafHash, publicId, type Json } from '../../kernel/index.js';
import {
  Database,
  rows,
  takeOutbox,
  waitingOutbox,
  type Fact,
  type FactContent,
  type Tx,
} from '../../platform/index.js';
import { entryCount } from '../store/log-store.js';
import { CORRECTION_FACT, TOMBSTONE_FACT } from '../facts.js';
import { destroyPersonal } from '../store/removal-store.js';
import { ExtendLog } from './extend-log.js';

// One writer at a time gives one order: whoever holds this lock appends, everybody else does nothing.
const REGISTRY_LOCK = 4_703_002;

// Entries that one checkpoint covers at most: a second's worth, so that nobody waits longer to see theirs.
const BATCH = 5000;

/**
 * Publishes waiting facts: each becomes the next entry of the log, without a gap, once, in the order of the outbox, under
 * a checkpoint that covers it. Entries, tiles, checkpoint and the mark that they are taken are one transaction, so a crash
 * at any moment forks, repeats and skips nothing.
 */
@Injectable()
export class DrainOutbox {
  constructor(
    private readonly database: Database,
    private readonly extendLog: ExtendLog,
  ) {}

  /** Until nothing waits. @returns how many entries are new; 0 where another worker is writing. @throws LogBroken. */
  async run(batch = BATCH): Promise<number> {
    let done = 0;
    for (;;) {
      const drained = await this.#drain(batch);
      done += drained;
      if (drained < batch) return done;
    }
  }

  async #drain(limit: number): Promise<number> {
    const drained = await this.database.transaction(async (tx) => {
      const [lock] = await rows<{ held: boolean }>(tx, 'SELECT pg_try_advisory_xact_lock($1) AS held', [
        REGISTRY_LOCK,
      ]);
      if (!lock?.held) return { entries: 0, state: undefined };
      const waiting = await waitingOutbox(tx, limit);
      if (waiting.length > 0) {
        const first = await entryCount(tx);
        await append(
          tx,
          waiting.map((row, index) => {
            const { fact, content } = row.body as unknown as { fact: Fact; content: FactContent };
            return { seq: first + index, outboxId: row.id, fact, content };
          }),
        );
        await destroyPersonal(
          tx,
          waiting.filter(({ type }) => type === TOMBSTONE_FACT).map(({ body }) => placeOf(body)),
        );
        await takeOutbox(
          tx,
          waiting.map((row) => row.id),
        );
      }
      // Also with nothing new: what an older version published is signed now.
      return { entries: waiting.length, state: await this.extendLog.run(tx) };
    });
    if (drained.state) await this.extendLog.published(drained.state);
    return drained.entries;
  }
}

/** Of which entry a tombstone is. */
const placeOf = (body: Json): number => Number((body as unknown as { fact: Fact }).fact.cause);

interface NewEntry {
  readonly seq: number;
  readonly outboxId: string;
  readonly fact: Fact;
  readonly content: FactContent;
}

async function append(tx: Tx, entries: readonly NewEntry[]): Promise<void> {
  await rows(
    tx,
    `INSERT INTO registry_entry (seq, public_id, outbox_id, type, fact, leaf_hash, content, person_name, post_title,
       agency_name, competition_code, official, occurred_at, corrects)
     SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[], $5::jsonb[], $6::bytea[], $7::jsonb[],
       $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::timestamptz[], $14::bigint[])`,
    [
      entries.map(({ seq }) => seq),
      entries.map(() => publicId()),
      entries.map(({ outboxId }) => outboxId),
      entries.map(({ fact }) => fact.type),
      entries.map(({ fact }) => JSON.stringify(fact)),
      entries.map(({ fact }) => leafHash(canonicalJson(fact as unknown as Json))),
      entries.map(({ content }) => JSON.stringify({ shown: content.shown, personal: content.personal })),
      entries.map(({ content }) => content.search.personName ?? null),
      entries.map(({ content }) => content.search.postTitle ?? null),
      entries.map(({ content }) => content.search.agencyName ?? null),
      entries.map(({ content }) => content.search.competitionCode ?? null),
      entries.map(({ fact }) => fact.official),
      entries.map(({ fact }) => fact.time),
      entries.map(({ fact }) => (fact.type === CORRECTION_FACT ? fact.cause : null)),
    ],
  );
}
