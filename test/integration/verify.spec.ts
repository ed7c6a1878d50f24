import { execFile } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { playRound, type RoundOutcome } from '../../src/desk/round/play-round.js';
import { bankKnowledge } from '../../src/desk/round/knowledge.js';
import { sitExam } from '../../src/desk/round/sit-exam.js';
import { seededGenerator, sha256, type Json } from '../../src/kernel/index.js';
import { keepChunk, makeFact, stateFact, writeOutbox } from '../../src/platform/index.js';
import { checkpointText } from '../../src/registry/domain/log/checkpoint.js';
import { noteKeyId, writeNote, type VerifierKey } from '../../src/registry/domain/log/signed-note.js';
import { DrainOutbox, StateKeys } from '../../src/registry/index.js';
import { LogKey } from '../../src/registry/use-cases/log-key.js';
import { DEMONSTRATION_PASSWORD } from '../../src/setup/demonstration-password.js';
import { verifyPlatform, type VerifyOptions } from '../../src/verify/cli.js';
import { newSitting } from '../support/candidates.js';
import { PROJECT_DIR } from '../../src/app.js';
import { Hostile, type Answer } from '../support/hostile.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';

const run = promisify(execFile);

describe('openmerit verify', () => {
  let platform: TestPlatform;
  let outcome: RoundOutcome;
  let folder: string;
  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);
  /** The worker publishes all that is stated. */
  const drain = () =>
    until(async () => (await query('SELECT 1 FROM outbox WHERE taken_at IS NULL LIMIT 1')).length === 0);
  const verify = async (options: Partial<VerifyOptions> = {}) => {
    const lines: string[] = [];
    const code = await verifyPlatform(
      { address: platform.base, ...options },
      (line) => lines.push(line),
      () => undefined,
    );
    return { code, text: lines.join('\n') };
  };
  const stated = (count: number): Promise<void> =>
    platform.api.parts.database.transaction((tx) =>
      writeOutbox(
        tx,
        Array.from({ length: count }, (_, index) => ({ type: 'receipt', body: receiptOf(String(index)) })),
      ),
    );

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-verify-'));
    platform = await startPlatform();
    await platform.worker();
    outcome = await playRound({
      base: platform.base,
      candidates: 8,
      password: DEMONSTRATION_PASSWORD,
      knowledge: bankKnowledge(platform.config.banksDir),
    });
  }, 180_000);
  afterAll(async () => {
    await platform.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('finds a whole round in order, from its public address alone', async () => {
    const { code, text } = await verify();
    expect(text).toContain('No check failed. Open: ');
    expect(code).toBe(0);
    expect(text).toMatch(/gave the same forms: 1\./);
    expect(text).toMatch(/by their rule: 1\./);
    expect(text).toContain(`Session ${outcome.sessionId} is not publicly regradable`);
    expect(text).toContain('open   key');
  });

  it('runs as a program, with a bar where somebody looks, and goes on from its state', async () => {
    const state = path.join(folder, 'program.json');
    const words = ['dist/src/openmerit.js', 'verify', platform.base, '--state', state];
    const first = await run(process.execPath, words, { cwd: PROJECT_DIR });
    expect(first.stdout).toContain(', first visit');
    await stated(3);
    await drain();
    const second = await run(process.execPath, words, { cwd: PROJECT_DIR });
    expect(second.stdout).toContain('New entries: 3.');
    expect(second.stdout).toContain('are the beginning of what is there now');
    expect(readFileSync(state).length).toBeLessThan(4096);
    const away = run(process.execPath, ['dist/src/openmerit.js', 'verify', 'no address'], {
      cwd: PROJECT_DIR,
    });
    await expect(away).rejects.toMatchObject({ code: 2 });
  }, 60_000);

  it('goes on from every state that there was, however full the tiles are', async () => {
    const state = path.join(folder, 'grown.json');
    for (const count of [1, 200, 55, 1, 300]) {
      await stated(count);
      await drain();
      expect(await verify({ state })).toMatchObject({ code: 0 });
    }
    expect(await verify({ state })).toMatchObject({
      code: 0,
      text: expect.stringContaining('New entries: 0.'),
    });
  }, 60_000);

  it('finds a receipt and a proof that somebody kept, and names those that are not of this log', async () => {
    const { client, sittingId, leased } = await newSitting(platform);
    await sitExam(client, leased, seededGenerator(sha256(sittingId)));
    await drain();
    const kept = await client.get<{ body: Record<string, unknown> }>(`/api/v1/sittings/${sittingId}/receipt`);
    const file = (name: string, text: string): string => {
      writeFileSync(path.join(folder, name), text);
      return path.join(folder, name);
    };
    const receipt = file('receipt.json', JSON.stringify(kept));
    const proofText = await (await fetch(`${platform.base}/log/proofs/0`)).text();
    const proof = file('entry.tlog-proof', proofText);
    // The log grows on: the kept checkpoint is an old one then.
    await stated(30);
    await drain();
    const good = await verify({ receipts: [receipt], proofs: [proof] });
    expect(good.text).toMatch(/receipt\.json is signed, and is entry \d+ of the log/);
    expect(good.text).toContain('proves entry 0');
    expect(good.code).toBe(0);

    const changed = file('changed.json', JSON.stringify({ ...kept, body: { ...kept.body, answered: 1000 } }));
    expect(await verify({ receipts: [changed] })).toMatchObject({
      code: 1,
      text: expect.stringContaining('FAILS  receipt: '),
    });
    const moved = file('moved.tlog-proof', proofText.replace('index 0', 'index 1'));
    const old = file(
      'old.tlog-proof',
      proofText.replace(/\n(\d+)\n/, (_, size: string) => `\n${String(Number(size) - 1)}\n`),
    );
    for (const wrong of [moved, old])
      expect(await verify({ proofs: [wrong] })).toMatchObject({
        code: 1,
        text: expect.stringContaining('FAILS  proof: '),
      });
  }, 60_000);

  describe('is not taken in', () => {
    let hostile: Hostile;
    const state = () => path.join(folder, 'hostile.json');
    interface Listing {
      items: {
        seq: string;
        type: string;
        personName: string | null;
        official: string;
        fact: { official: string };
      }[];
      nextCursor: string | null;
    }
    /** Changes the registry's first page of appointments. */
    const listing = (change: (page: Listing) => void) => (address: string, answer: Answer) => {
      if (!address.includes('type=appointment')) return;
      const page = JSON.parse(answer.body.toString()) as Listing;
      change(page);
      answer.body = Buffer.from(JSON.stringify(page));
    };
    const contents =
      (change: (entry: { personal: unknown }) => void) => (address: string, answer: Answer) => {
        if (!address.startsWith('/log/contents/000')) return;
        const list = JSON.parse(answer.body.toString()) as { personal: Record<string, unknown> }[];
        for (const entry of list) if ('personName' in entry.personal) change(entry);
        answer.body = Buffer.from(JSON.stringify(list));
      };

    beforeAll(async () => {
      hostile = await Hostile.before(platform.base);
      expect(await verify({ address: hostile.base, state: state() })).toMatchObject({ code: 0 });
    });
    afterAll(() => hostile.close());

    it.each<[what: string, check: string, change: Hostile['change']]>([
      [
        'an appointment that the log does not have',
        'registry',
        listing(({ items }) => items.unshift({ ...(items[0] as Listing['items'][0]), seq: '99999999' })),
      ],
      [
        'one at a place that is none',
        'registry',
        listing(({ items }) => items.unshift({ ...(items[0] as Listing['items'][0]), seq: 'x' })),
      ],
      [
        'another name on the page',
        'registry',
        listing(({ items }) => {
          items.forEach((item) => (item.personName = 'Somebody Else'));
        }),
      ],
      [
        'another official on the page',
        'registry',
        listing(({ items }) => {
          items.forEach((item) => (item.official = 'Somebody Else'));
        }),
      ],
      ['appointments that are left out', 'registry', listing((page) => (page.items = []))],
      [
        'pages without an end',
        'registry',
        listing((page) => {
          page.items = [];
          page.nextCursor = 'more';
        }),
      ],
      [
        'a registry that is not there',
        'registry',
        (address, answer) => {
          if (address.startsWith('/api/v1/registry')) answer.status = 404;
        },
      ],
      ['a registry of nonsense', 'registry', listing((page) => (page.items = [null] as never))],
      ['a name that is withheld', 'registry', contents((entry) => (entry.personal = {}))],
      ['contents of nonsense', 'contents', contents((entry) => (entry.personal = null))],
      [
        'a tile with another hash for the second who asks',
        'tiles',
        (address, answer) => {
          if (address.startsWith('/log/tile/0/000')) answer.body[0] = (answer.body[0] as number) ^ 1;
        },
      ],
      [
        'a list that is gone',
        'lists',
        (address, answer) => {
          if (address.startsWith('/log/chunks/')) answer.status = 404;
        },
      ],
    ])(
      'by %s, whether it comes for the first time or again',
      async (_, check, change) => {
        for (const kept of [undefined, state()]) {
          let asked = 0;
          hostile.change = (address, answer) => {
            // What was read once is told otherwise later.
            if (address.startsWith('/log/tile/0/000') && kept === undefined && (asked += 1) === 1) return;
            change(address, answer);
          };
          const { code, text } = await verify({ address: hostile.base, state: kept });
          expect(text).toContain(`FAILS  ${check}: `);
          expect(code).toBe(1);
        }
        hostile.change = () => undefined;
      },
      60_000,
    );

    it('and says of an honest one that it holds', async () => {
      expect(await verify({ address: hostile.base, state: state() })).toMatchObject({ code: 0 });
    });
  });

  describe('names what was changed', () => {
    const [LOG, LISTS] = ['registry_entry', 'registry_chunk'];
    /** Changes a table past its guards, looks, and puts it back. */
    const changed = async (table: string, sql: string, options: Partial<VerifyOptions> = {}) => {
      await query(`CREATE TABLE kept_aside AS SELECT * FROM ${table}`);
      await query(`ALTER TABLE ${table} DISABLE TRIGGER ALL`);
      try {
        await query(sql);
        return await verify(options);
      } finally {
        await query(`DELETE FROM ${table}`);
        await query(`INSERT INTO ${table} SELECT * FROM kept_aside`);
        await query(`ALTER TABLE ${table} ENABLE TRIGGER ALL`);
        await query('DROP TABLE kept_aside');
      }
    };
    const flip = (column: string): string => `set_byte(${column}, 3, get_byte(${column}, 3) # 1)`;
    const seqOf = (type: string): string => `(SELECT min(seq) FROM registry_entry WHERE type = '${type}')`;

    // Full tiles are at hand in the api from the looks before: there it is the registry's own pages that differ from the log.
    it.each<[what: string, table: string, sql: string, check: string]>([
      [
        'an entry',
        LOG,
        `UPDATE registry_entry SET fact = jsonb_set(fact, '{cause}', '"other"') WHERE seq = (SELECT max(seq) FROM registry_entry)`,
        'entries',
      ],
      [
        'who answers for it',
        LOG,
        `UPDATE registry_entry SET fact = jsonb_set(fact, '{official}', '"Somebody else"') WHERE seq = ${seqOf('appointment')}`,
        'registry',
      ],
      [
        'a hash in a tile',
        LOG,
        `UPDATE registry_entry SET leaf_hash = ${flip('leaf_hash')} WHERE seq = (SELECT max(seq) FROM registry_entry)`,
        'entries',
      ],
      [
        'an entry and its hash',
        LOG,
        `UPDATE registry_entry SET fact = fact || '{"cause": "x"}', leaf_hash = sha256(convert_to('x', 'UTF8')) WHERE seq = 5`,
        'registry',
      ],
      ['a tile above', 'log_hash', `UPDATE log_hash SET hash = ${flip('hash')} WHERE index = 0`, 'tiles'],
      [
        'what is shown of a result list',
        LOG,
        `UPDATE registry_entry SET content = jsonb_set(content, '{shown,passed}', '99') WHERE seq = ${seqOf('result-list')}`,
        'contents',
      ],
      [
        'the name of an appointee',
        LOG,
        `UPDATE registry_entry SET content = jsonb_set(content, '{personal,personName,value}', '"Somebody Else"') WHERE seq = ${seqOf('appointment')}`,
        'contents',
      ],
      [
        'a key',
        LOG,
        `UPDATE registry_entry SET content = jsonb_set(content, '{shown,keyId}', '"another"') WHERE seq = ${seqOf('signing-key')}`,
        'contents',
      ],
      [
        'a list',
        LISTS,
        `UPDATE registry_chunk SET content = jsonb_set(content, '{lines,0,points}', '5500') WHERE content ? 'lines'`,
        'lists',
      ],
      ['a list that is gone', LISTS, `DELETE FROM registry_chunk WHERE content ? 'places'`, 'lists'],
      [
        'a checkpoint',
        'log_checkpoint',
        `UPDATE log_checkpoint SET note = replace(note, '/log' || chr(10), '/lag' || chr(10))`,
        'checkpoint',
      ],
      [
        'a checkpoint’s size',
        'log_checkpoint',
        `UPDATE log_checkpoint SET note = regexp_replace(note, chr(10) || '[0-9]+' || chr(10), chr(10) || '7' || chr(10))`,
        'checkpoint',
      ],
      [
        'the clock, forward',
        LOG,
        `UPDATE registry_entry SET published_at = published_at + interval '1 day' WHERE seq = 7`,
        'clock',
      ],
    ])(
      '%s',
      async (_, table, sql, check) => {
        const { code, text } = await changed(table, sql);
        expect(text).toContain(`FAILS  ${check}: `);
        expect(code).toBe(1);
      },
      60_000,
    );

    it('by an order of times that was forged, and blames nobody for a clock that was set once', async () => {
      const remarkOf = ({ code, text }: { code: number; text: string }) => [
        code,
        ...(/open {3}clock: .*\((\d+) in all\), first by (\d+) minutes at entry (\d+),/
          .exec(text)
          ?.slice(1) ?? []),
      ];
      const day = (where: string): string =>
        `UPDATE registry_entry SET published_at = published_at - interval '1 day' WHERE ${where}`;
      expect(remarkOf(await changed(LOG, day('seq = 7')))).toEqual([0, '1', '1440', '7']);
      expect(remarkOf(await changed(LOG, day('seq IN (7, 9, 11)')))).toEqual([0, '3', '1440', '7']);
      // Each a little older than the one before it: together they are.
      const creeping = `UPDATE registry_entry SET published_at = published_at - seq * interval '4 minutes'`;
      expect(remarkOf(await changed(LOG, creeping)).slice(0, 1)).toEqual([0]);
      expect(Number(remarkOf(await changed(LOG, creeping))[1])).toBeGreaterThan(10);
      // All that comes after an honest step is in order again.
      expect(remarkOf(await changed(LOG, day('seq >= 9')))).toEqual([0, '1', '1440', '9']);
    }, 60_000);

    it('and nothing, once it is put back', async () => {
      expect(await verify()).toMatchObject({ code: 0 });
    });

    it('an appointment that stands in the registry and not in the log', async () => {
      const { code, text } = await changed(
        LOG,
        `UPDATE registry_entry SET type = 'appointment', content = jsonb_set(content, '{shown}', (SELECT content -> 'shown' FROM registry_entry WHERE seq = ${seqOf('appointment')}))
         WHERE seq = (SELECT max(seq) FROM registry_entry)`,
      );
      expect(text).toMatch(/FAILS {2}(contents|registry): /);
      expect(code).toBe(1);
    });

    it('a ranking that its rule does not give, though it was stated like that', async () => {
      // Whoever runs the platform states a list of their own making: all hashes fit, and the rule does not.
      const [list] = await query<{ content: { places: object[] } }>(
        `SELECT content FROM registry_chunk WHERE content ? 'places'`,
      );
      const places = [...(list?.content.places ?? [])];
      const swapped = {
        ...list?.content,
        places: places.map((one, at) => ({ ...one, ...pick(places[places.length - 1 - at]) })),
      };
      const [fact] = await query<{ shown: Record<string, Json>; fact: { subject: string; cause: string } }>(
        `SELECT content -> 'shown' AS shown, fact FROM registry_entry WHERE seq = ${seqOf('ranking-approved')}`,
      );
      await platform.api.parts.database.transaction(async (tx) => {
        const listHash = await keepChunk(tx, swapped);
        await stateFact(tx, {
          type: 'ranking-approved',
          subject: `${fact?.fact.cause ?? ''}/2`,
          cause: fact?.fact.cause ?? '',
          time: new Date(),
          official: 'Somebody, Test',
          shown: { ...fact?.shown, listHash },
        });
      });
      // A log that has this for ever is of no more use to the other tests: they come before.
      await drain();
      const { code, text } = await verify();
      expect(text).toContain('FAILS  rankings: ');
      expect(code).toBe(1);
    });
  });

  describe('knows the log that it saw', () => {
    let other: TestPlatform;
    let state: string;
    /** The log as if everything after `keep` entries had been another, signed with the platform's own key. */
    const rewrite = async (keep: number, add: number): Promise<void> => {
      await cut(keep);
      rmSync(path.join(other.config.keysDir, 'log', 'head.json'), { force: true });
      await other.api.parts.database.transaction((tx) =>
        writeOutbox(
          tx,
          Array.from({ length: add }, (_, index) => ({
            type: 'receipt',
            body: receiptOf(`rewritten-${String(index)}`),
          })),
        ),
      );
      await other.api.app.get(DrainOutbox).run();
    };
    const cut = async (keep: number): Promise<void> => {
      const { database } = other.api.parts;
      for (const table of ['log_checkpoint', 'log_hash', 'registry_entry']) {
        await database.query(`ALTER TABLE ${table} DISABLE TRIGGER ALL`);
        await database.query(
          table === 'registry_entry'
            ? `DELETE FROM registry_entry WHERE seq >= ${String(keep)}`
            : table === 'log_checkpoint'
              ? `DELETE FROM log_checkpoint WHERE size > ${String(keep)}`
              : 'SELECT 1',
        );
        await database.query(`ALTER TABLE ${table} ENABLE TRIGGER ALL`);
      }
    };
    const look = () => verify({ address: other.base, state });

    beforeEach(async () => {
      other = await startPlatform();
      await other.api.app.get(StateKeys).run();
      await other.api.app.get(DrainOutbox).run();
      await other.api.parts.database.transaction((tx) =>
        writeOutbox(
          tx,
          Array.from({ length: 20 }, (_, index) => ({ type: 'receipt', body: receiptOf(String(index)) })),
        ),
      );
      await other.api.app.get(DrainOutbox).run();
      state = path.join(folder, `seen-${String(Math.random())}.json`);
      expect(await look()).toMatchObject({ code: 0 });
    }, 60_000);
    afterEach(() => other.close());

    it('and names one that was cut short', async () => {
      const [row] = await other.api.parts.database.query<{ first: number }>(
        'SELECT min(size)::int AS first FROM log_checkpoint',
      );
      await cut(row?.first ?? 0);
      expect(await look()).toMatchObject({ code: 1, text: expect.stringContaining('The log was cut short') });
    }, 60_000);

    it('and names one with another history of the same length, or a longer one', async () => {
      const [row] = await other.api.parts.database.query<{ first: number }>(
        'SELECT min(size)::int AS first FROM log_checkpoint',
      );
      for (const add of [20, 33]) {
        await rewrite(row?.first ?? 0, add);
        expect(await look()).toMatchObject({
          code: 1,
          text: expect.stringContaining('FAILS  since the last visit: The log has forked'),
        });
      }
      // To somebody who sees it for the first time it is whole: that is what witnesses are for.
      expect(await verify({ address: other.base })).toMatchObject({ code: 0 });
    }, 60_000);

    it('and names one whose key was exchanged', async () => {
      const pair = generateKeyPairSync('ed25519');
      const key: VerifierKey = {
        name: other.api.app.get(LogKey).origin,
        kind: 'ed25519',
        publicKey: pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32),
      };
      const { database } = other.api.parts;
      const [row] = await database.query<{ size: number; root: Buffer }>(
        'SELECT size::int AS size, root FROM log_checkpoint ORDER BY log_checkpoint.size DESC LIMIT 1',
      );
      const text = checkpointText({
        origin: key.name,
        size: row?.size ?? 0,
        root: row?.root ?? Buffer.alloc(32),
      });
      const note = writeNote({
        text,
        signatures: [
          {
            name: key.name,
            keyId: noteKeyId(key),
            signature: sign(null, Buffer.from(text), pair.privateKey),
          },
        ],
      });
      await database.query('ALTER TABLE log_checkpoint DISABLE TRIGGER ALL');
      await database.query('UPDATE log_checkpoint SET note = $1 WHERE size = $2', [note, row?.size]);
      expect(await look()).toMatchObject({
        code: 1,
        text: expect.stringContaining('or the key was exchanged'),
      });
    }, 60_000);
  });
});

const receiptOf = (subject: string): Json =>
  makeFact({
    type: 'receipt',
    subject,
    cause: 's',
    time: new Date(),
    official: null,
    shown: { session: 's', receiptHash: 'ab'.repeat(32), keyId: 'k' },
  }) as unknown as Json;
/** Who stands at a place, without the place. */
const pick = (one: object | undefined): object => {
  const { place: _, ...rest } = one as { place: unknown };
  return rest;
};
