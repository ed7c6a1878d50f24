import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { makeSittings, type BenchSitting } from '../../bench/saves-sittings.js';
import { newId, sha256Hex } from '../../src/kernel/index.js';
import {
  hashArray,
  intArray,
  jsonbArray,
  openDatabase,
  uuidArray,
  type Database,
} from '../../src/platform/index.js';
import { createLogger } from '../../src/platform/logging.js';
import { eventBytes, SaveResponses, SAVES_PATH, type ChainedEvent } from '../../src/sitting/index.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';

/** A run of answers of a sitting, chained after `previous`. */
function chain(
  { sittingId, lease }: BenchSitting,
  previous: string,
  from: number,
  values: readonly (string | null)[],
): ChainedEvent[] {
  let last = previous;
  return values.map((value, index) => {
    const event = { seq: from + index, type: 'answer' as const, position: index + 1, value, offset: index };
    last = sha256Hex(eventBytes(sittingId, lease, event, last));
    return { ...event, hash: last };
  });
}

const runOf = ({ sittingId, lease }: BenchSitting, previous: string, events: readonly ChainedEvent[]) => ({
  sittingId,
  lease,
  previous,
  events,
});

describe('saving', () => {
  let platform: TestPlatform;
  let first: SaveResponses;
  let second: SaveResponses;
  let database: Database;
  const query = <T>(sql: string, parameters: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, parameters);
  const sittings = (count: number) => {
    const { database: own, keys } = platform.api.parts;
    return own.transaction((tx) =>
      makeSittings(tx, count, (data) => keys.mac('sitting-tokens', 'lease', data)),
    );
  };
  const logOf = (sittingId: string) =>
    query<{ seq: number; hash: string }>(
      `SELECT seq, encode(hash, 'hex') AS hash FROM response_event WHERE sitting_id = $1 ORDER BY lease, seq`,
      [sittingId],
    );
  const send = (sitting: BenchSitting, previous: string, events: readonly ChainedEvent[]) =>
    fetch(`${platform.base}${SAVES_PATH}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${sitting.token}` },
      body: JSON.stringify({ previous, events }),
    });
  const one = async (): Promise<BenchSitting> => (await sittings(1))[0] as BenchSitting;

  beforeAll(async () => {
    platform = await startPlatform();
    first = platform.api.app.get(SaveResponses);
    // As a second api process has it: a pool, a connection and a group commit of its own.
    database = await openDatabase(platform.config.databaseUrl, []);
    second = new SaveResponses(database, createLogger(platform.config, 'api'));
  }, 120_000);
  afterAll(async () => {
    await database.close();
    await platform.close();
  });

  it('keeps one chain of each lease when two processes race, and acknowledges nothing else', async () => {
    const made = await sittings(30);
    const acknowledged = new Map<string, Set<string>>();
    // Both devices hold the same lease (a copied tab); each answers as it likes and goes on while it is acknowledged.
    const device = async (save: SaveResponses, sitting: BenchSitting, value: string): Promise<void> => {
      let previous = sitting.rootHash;
      for (let seq = 1; seq <= 12; seq += 1) {
        const events = chain(sitting, previous, seq, [value]);
        const result = await save.run(runOf(sitting, previous, events));
        if (!result.ok) {
          expect(result.refusal.code).toMatch(/^SITTING\.(FORK|OUT_OF_ORDER)$/);
          return;
        }
        previous = events[0]?.hash ?? '';
        acknowledged.get(sitting.sittingId)?.add(previous);
      }
    };
    await Promise.all(
      made.flatMap((sitting, index) => {
        acknowledged.set(sitting.sittingId, new Set());
        // Every other pair answers the same, so that replays race too.
        return [device(first, sitting, '1'), device(second, sitting, index % 2 === 0 ? '1' : '2')];
      }),
    );
    for (const sitting of made) {
      const log = await logOf(sitting.sittingId);
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
      expect(new Set(log.map(({ hash }) => hash))).toEqual(acknowledged.get(sitting.sittingId));
      const [head] = await query<{ seq: number; hash: string }>(
        `SELECT head_seq AS seq, encode(head_hash, 'hex') AS hash FROM sitting_lease WHERE sitting_id = $1`,
        [sitting.sittingId],
      );
      expect(head).toEqual(log.at(-1));
    }
  });

  it('tells nobody 2xx when the connection is ended in the middle, and goes on by itself', async () => {
    const sitting = await one();
    const events = chain(sitting, sitting.rootHash, 1, ['1', '2']);
    // Whoever holds the lease's row keeps the save's statement waiting.
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let isHeld: () => void = () => undefined;
    const holding = new Promise<void>((resolve) => (isHeld = resolve));
    const holder = platform.api.parts.database.transaction(async (tx) => {
      await tx.query('SELECT 1 FROM sitting_lease WHERE sitting_id = $1 FOR UPDATE', [sitting.sittingId]);
      isHeld();
      await held;
    });
    await holding;
    const answer = send(sitting, sitting.rootHash, events);
    await until(async () => {
      const ended = await query<{ done: boolean }>(
        `SELECT pg_terminate_backend(pid) AS done FROM pg_stat_activity
         WHERE application_name = 'openmerit-saves' AND wait_event_type = 'Lock' AND datname = current_database()`,
      );
      return ended.length > 0;
    });
    const refused = await answer;
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await refused.json()).toMatchObject({ code: 'SITTING.NOT_SAVED', retryAfter: 2 });
    release();
    await holder;
    expect(await logOf(sitting.sittingId)).toEqual([]);
    const again = await send(sitting, sitting.rootHash, events);
    expect(again.status).toBe(200);
    expect(await again.json()).toMatchObject({ acknowledged: 2, pausedLeft: null });
    expect(await logOf(sitting.sittingId)).toHaveLength(2);
  });

  it('loses no acknowledged answer however often the connection is ended', async () => {
    const made = await sittings(40);
    const state = { going: true, refusals: 0 };
    const ending = (async () => {
      while (state.going) {
        await query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE application_name = 'openmerit-saves' AND datname = current_database()`,
        );
        await new Promise(setImmediate);
      }
    })();
    const acknowledged = new Map<string, string[]>();
    await Promise.all(
      made.map(async (sitting) => {
        const hashes: string[] = [];
        acknowledged.set(sitting.sittingId, hashes);
        let previous = sitting.rootHash;
        for (let seq = 1; seq <= 15;) {
          const events = chain(sitting, previous, seq, ['3']);
          const result = await first.run(runOf(sitting, previous, events));
          if (result.ok) {
            previous = events[0]?.hash ?? '';
            hashes.push(previous);
            seq += 1;
          } else {
            expect(result.refusal.code).toBe('SITTING.NOT_SAVED');
            state.refusals += 1;
            // Enough were interrupted: let the rest through.
            if (state.refusals > 400) state.going = false;
          }
        }
      }),
    );
    state.going = false;
    await ending;
    expect(state.refusals).toBeGreaterThan(0);
    for (const sitting of made) {
      expect((await logOf(sitting.sittingId)).map(({ hash }) => hash)).toEqual(
        acknowledged.get(sitting.sittingId),
      );
    }
  });

  it('hurts nobody else in a batch by one that PostgreSQL cannot keep', async () => {
    const made = await sittings(9);
    // The route refuses such a text; here it comes past the route.
    const answers = await Promise.allSettled(
      made.map((sitting, index) => {
        const events = chain(sitting, sitting.rootHash, 1, [index === 4 ? 'a\0b' : 'ab']);
        return first.run(runOf(sitting, sitting.rootHash, events));
      }),
    );
    expect(answers.map((answer) => answer.status === 'fulfilled' && answer.value.ok)).toEqual(
      made.map((_, index) => index !== 4),
    );
    const logs = await Promise.all(made.map(({ sittingId }) => logOf(sittingId)));
    expect(logs.map((log) => log.length)).toEqual(made.map((_, index) => (index === 4 ? 0 : 1)));
  });

  it('says what is kept aside and what counts, and how much time was left when the clock was stopped', async () => {
    const sitting = await one();
    const events = chain(sitting, sitting.rootHash, 1, ['1', '2', '3']);
    await query('UPDATE sitting_lease SET paused_left_ms = 754321 WHERE sitting_id = $1', [
      sitting.sittingId,
    ]);
    const kept = await send(sitting, sitting.rootHash, events.slice(0, 2));
    expect(await kept.json()).toMatchObject({ acknowledged: 2, pausedLeft: 754_321 });
    const repeated = await send(sitting, sitting.rootHash, events.slice(0, 2));
    expect(await repeated.json()).toMatchObject({ acknowledged: 2, pausedLeft: 754_321 });
    await query('UPDATE sitting_lease SET revoked_at = clock_timestamp() WHERE sitting_id = $1', [
      sitting.sittingId,
    ]);
    for (const time of ['first', 'again']) {
      const late = await send(sitting, sitting.rootHash, events);
      expect([time, late.status]).toEqual([time, 410]);
      expect(await late.json()).toMatchObject({
        code: 'SITTING.LEASE_REVOKED',
        data: { keptAside: 1, counted: 2 },
      });
    }
    await query(
      `UPDATE sitting_lease SET deadline_at = clock_timestamp() - interval '1 second' WHERE sitting_id = $1`,
      [sitting.sittingId],
    );
    const after = chain(sitting, events[2]?.hash ?? '', 4, ['4']);
    const late = await send(sitting, events[2]?.hash ?? '', after);
    expect(await late.json()).toMatchObject({
      code: 'SITTING.CLOSED',
      data: { keptAside: 1, counted: 0 },
    });
    const aside = await query<{ seq: number }>(
      'SELECT seq FROM late_response_event WHERE sitting_id = $1 ORDER BY seq',
      [sitting.sittingId],
    );
    expect(aside).toEqual([{ seq: 3 }, { seq: 4 }]);
  });

  it('waits for the disk with every commit', async () => {
    const connection = platform.api.parts.database.ownConnection('test', {});
    const statement = { name: 'setting', text: `SELECT current_setting('synchronous_commit')` };
    expect(await connection.run(statement, [])).toEqual([['on']]);
  });

  it('hands values over to PostgreSQL as they are', async () => {
    const connection = platform.api.parts.database.ownConnection('test', {});
    const statement = {
      name: 'arrays',
      text: `SELECT to_jsonb($1::uuid[])::text, to_jsonb($2::int[])::text,
        (SELECT coalesce(jsonb_agg(encode(h, 'hex')), '[]') FROM unnest($3::bytea[]) AS h)::text,
        to_jsonb($4::jsonb[])::text`,
    };
    const anyText = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));
    const anyValues = fc.record({
      ids: fc.array(fc.constant(null).map(newId), { maxLength: 5 }),
      numbers: fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { maxLength: 5 }),
      hashes: fc.array(
        fc.string().map((text) => sha256Hex(text)),
        { maxLength: 5 },
      ),
      texts: fc.array(fc.record({ a: anyText, b: fc.integer() }), { maxLength: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(anyValues, async ({ ids, numbers, hashes, texts }) => {
        const [row] = await connection.run(statement, [
          uuidArray(ids),
          intArray(numbers),
          hashArray(hashes),
          jsonbArray(texts.map((text) => JSON.stringify(text))),
        ]);
        expect(row?.map((text) => JSON.parse(text ?? '') as unknown)).toEqual([ids, numbers, hashes, texts]);
      }),
      { numRuns: 60 },
    );
  });
});
