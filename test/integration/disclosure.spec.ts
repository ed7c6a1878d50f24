import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PROJECT_DIR } from '../../src/app.js';
import { ApiClient } from '../../src/desk/round/api-client.js';
import { bankKnowledge } from '../../src/desk/round/knowledge.js';
import { playRound, type RoundOutcome } from '../../src/desk/round/play-round.js';
import { sitExam } from '../../src/desk/round/sit-exam.js';
import type { SessionHead, SheetLine, ShownSheet } from '../../src/disclosure/domain/session-file.js';
import type { DrawBundle } from '../../src/form/index.js';
import { canonicalJson, seededGenerator, sha256, type Json } from '../../src/kernel/index.js';
import { DEMONSTRATION_PASSWORD } from '../../src/setup/demonstration-password.js';
import { verifyPlatform, type VerifyOptions } from '../../src/verify/cli.js';
import { verifySession } from '../../src/verify/session-cli.js';
import { newSitting } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { Hostile } from '../support/hostile.js';
import { joined, publishedBy } from '../support/joining.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';

const run = promisify(execFile);
/** Where python3 cannot be had, the run said so and this test is left out. */
const withPython = process.env['OPENMERIT_SKIP_PYTHON'] === '1' ? it.skip : it;

describe('what is published of an exam', () => {
  let platform: TestPlatform;
  let folder: string;
  /** Its sheets are public. */
  let open: RoundOutcome;
  /** Its sheets are for auditors. */
  let audited: RoundOutcome;
  let exam: ApiClient;
  let hr: ApiClient;
  let auditor: ApiClient;
  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);
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
  const sessionPath = ({ sessionId }: RoundOutcome, what: string) => `/api/v1/sessions/${sessionId}/${what}`;
  const publicText = async (what: string) => (await fetch(platform.base + sessionPath(open, what))).text();

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-disclosure-'));
    platform = await startPlatform();
    await platform.worker();
    const plan = {
      base: platform.base,
      password: DEMONSTRATION_PASSWORD,
      knowledge: bankKnowledge(platform.config.banksDir),
      // All of them pass, so that there are as many to appoint.
      ability: 95,
    };
    open = await playRound({ ...plan, candidates: 12, disclosure: 'public', places: 6 });
    audited = await playRound({ ...plan, candidates: 8, disclosure: 'auditor' });
    const staff = (name: string) => new ApiClient(platform.base).signIn(name, DEMONSTRATION_PASSWORD);
    [exam, hr, auditor] = await Promise.all([staff('exam'), staff('hr'), staff('auditor')]);
    await drain();
  }, 240_000);
  afterAll(async () => {
    await platform.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is graded again by a stranger, to the same bytes; of another exam it is said why not', async () => {
    const { code, text } = await verify();
    expect(text).toContain(
      `Session ${open.sessionId}: 12 of 12 sheets graded again, and the list comes out to the byte.`,
    );
    expect(text).toMatch(/each to a place of its ranking: 9\./);
    expect(text).not.toContain(`Session ${open.sessionId} is not publicly regradable`);
    expect(text).toContain(
      `Session ${audited.sessionId} is not publicly regradable: its exam gives its answer sheets to auditors alone.`,
    );
    expect(code).toBe(0);
  }, 60_000);

  it('is graded again from two files alone, by the program', async () => {
    const files = { session: path.join(folder, 'session.jsonl'), draw: path.join(folder, 'draw.json') };
    writeFileSync(files.session, await publicText('session-file'));
    writeFileSync(files.draw, await publicText('draw-bundle'));
    const words = ['dist/src/openmerit.js', 'verify', 'session', files.session, files.draw];
    const { stdout } = await run(process.execPath, words, { cwd: PROJECT_DIR });
    expect(stdout).toContain('holds  regrading: 12 sheets give the result list that the file names.');
  });

  withPython('is graded again by a second program, and its ranking follows', async () => {
    const file = (name: string, text: string): string => {
      const at = path.join(folder, name);
      writeFileSync(at, text);
      return at;
    };
    const known = await publishedBy(platform);
    const listed = (type: string): string =>
      canonicalJson(known.find((one) => one.type === type && codeIn(one.shown) === open.code)?.list ?? null);
    const words = [
      file('again.jsonl', await publicText('session-file')),
      file('again-draw.json', await publicText('draw-bundle')),
      ...['--lists', file('results.json', listed('result-list'))],
      ...['--ranking', file('ranking.json', listed('ranking-approved'))],
    ];
    const program = path.join(PROJECT_DIR, 'test/python/session.py');
    const { stdout } = await run('python3', [program, ...words]);
    expect(stdout).toMatch(/^holds {2}regrading: 12 sheets/m);
    expect(stdout).toContain(`result list: ${sha256(listed('result-list')).toString('hex')}`);
    expect(stdout).toContain(`ranking: ${sha256(listed('ranking-approved')).toString('hex')}`);
  });

  it('names no candidate’s language, and no question that nobody got', async () => {
    const [head, ...lines] = (await publicText('session-file')).trim().split('\n');
    expect(lines).toHaveLength(12);
    for (const line of lines)
      expect(Object.keys(JSON.parse(line) as object).sort()).toEqual([
        'answers',
        'candidateNumber',
        'receipt',
      ]);
    const { items } = JSON.parse(head ?? '') as SessionHead;
    const draw = JSON.parse(await publicText('draw-bundle')) as DrawBundle;
    const sat = new Set(lines.map((line) => (JSON.parse(line) as SheetLine).candidateNumber));
    const shown = new Set(
      draw.assignments
        .filter(({ number }) => sat.has(number))
        .flatMap((form) => form.items.map(([code]) => code)),
    );
    expect(new Set(items.map(({ itemCode }) => itemCode))).toEqual(shown);
  });

  it('lets nobody join an appointee’s name to an answer sheet, with all that is public', async () => {
    const known = await publishedBy(platform);
    const named = known.filter(({ type, shown }) => type === 'appointment' && codeIn(shown) === open.code);
    expect(named).toHaveLength(6);
    const sheets = (await publicText('session-file')).trim().split('\n').slice(1);
    const numbers = sheets.map((line) => (JSON.parse(line) as SheetLine).candidateNumber);
    for (const one of named) expect(joined(one, known, numbers).length).toBeGreaterThanOrEqual(5);
  });

  it('would be joined by the same means where appointments are told as usual', async () => {
    const known = await publishedBy(platform);
    const named = known.filter(({ type, shown }) => type === 'appointment' && codeIn(shown) === audited.code);
    const list = known.find(({ type, shown }) => type === 'result-list' && codeIn(shown) === audited.code);
    const { lines } = list?.list as { lines: { candidateNumber: string }[] };
    const numbers = lines.map(({ candidateNumber }) => candidateNumber);
    expect(named.length).toBeGreaterThan(0);
    // More than one only where a place is shared.
    for (const one of named) {
      const left = joined(one, known, numbers).length;
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThan(5);
    }
  });

  it('is nothing of an exam that promised less', async () => {
    expect((await fetch(platform.base + sessionPath(audited, 'session-file'))).status).toBe(404);
    expect(await codeOf(exam.post(sessionPath(audited, 'disclosure')))).toBe('DISCLOSURE.NOT_PROMISED');
  });

  it('is given to an auditor whole, on record, and to nobody else', async () => {
    const { bytes, type, cache } = await auditor.ownFile(sessionPath(audited, 'auditor-package'));
    expect([type, cache]).toEqual(['application/x-ndjson', 'no-store']);
    const lines = bytes.toString('utf8').trim().split('\n');
    expect(lines).toHaveLength(9);
    expect((JSON.parse(lines[1] ?? '') as ShownSheet).language).toBe('en');
    const file = path.join(folder, 'package.jsonl');
    writeFileSync(file, bytes);
    const draw = path.join(folder, 'package-draw.json');
    writeFileSync(draw, await (await fetch(platform.base + sessionPath(audited, 'draw-bundle'))).text());
    const said: string[] = [];
    expect(verifySession(file, draw, undefined, (line) => said.push(line))).toBe(0);
    const taken = await query('SELECT official FROM decision WHERE action = $1 AND subject = $2', [
      'auditor-package-taken',
      audited.sessionId,
    ]);
    expect(taken).toHaveLength(1);
    for (const other of [exam, hr, new ApiClient(platform.base)])
      expect(await codeOf(other.ownFile(sessionPath(audited, 'auditor-package')))).not.toBe('done');
  });

  it('is disclosed once, and nobody is appointed after', async () => {
    expect(await codeOf(exam.post(sessionPath(open, 'disclosure')))).toBe('DISCLOSURE.ALREADY');
    const wish = { postId: open.competitionId, sittingId: open.sessionId };
    expect(await codeOf(hr.post(`/api/v1/competitions/${open.competitionId}/offers`, wish))).toBe(
      'APPOINTMENT.CONCLUDED',
    );
  });

  it('gives each candidate their own sheet, which is what the receipt is of', async () => {
    const { client, sittingId, leased } = await newSitting(platform);
    const own = `/api/v1/sittings/${sittingId}`;
    expect(await codeOf(client.get(`${own}/answer-sheet`))).toBe('SITTING.NO_RECEIPT');
    await sitExam(client, leased, seededGenerator(sha256(sittingId)));
    await drain();
    const file = async (what: string): Promise<string> => {
      const name = path.join(folder, `${what}.json`);
      writeFileSync(name, JSON.stringify(await client.get(`${own}/${what}`)));
      return name;
    };
    const [receipt, sheet] = [await file('receipt'), await file('answer-sheet')];
    const good = await verify({ receipts: [receipt], sheets: [sheet] });
    expect(good.text).toContain('answer-sheet.json is what ');
    expect(good.code).toBe(0);
    const other = path.join(folder, 'other.json');
    const changed = await client.get<{ answers: Record<string, string> }>(`${own}/answer-sheet`);
    writeFileSync(other, JSON.stringify({ ...changed, answers: { ...changed.answers, '1': '9' } }));
    expect(await verify({ receipts: [receipt], sheets: [other] })).toMatchObject({
      code: 1,
      text: expect.stringContaining('FAILS  sheet: '),
    });
    expect(await codeOf(hr.get(`${own}/answer-sheet`))).not.toBe('done');
  }, 60_000);

  describe('when the platform lies', () => {
    let hostile: Hostile;
    beforeEach(async () => {
      hostile = await Hostile.before(platform.base);
    });
    afterEach(() => hostile.close());

    type Lines = [SessionHead, ...SheetLine[]];
    const change = (how: (lines: Lines) => unknown): void => {
      hostile.change = (at, answer) => {
        if (at !== sessionPath(open, 'session-file')) return;
        const lines = answer.body
          .toString('utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as unknown) as Lines;
        how(lines);
        answer.body = Buffer.from(
          lines.map((line) => `${canonicalJson(line as unknown as Json)}\n`).join(''),
        );
      };
    };
    const fails = async (words: string): Promise<void> => {
      expect(await verify({ address: hostile.base })).toMatchObject({
        code: 1,
        text: expect.stringContaining(words),
      });
    };
    const sheet = (lines: Lines, index = 1): Changeable => lines[index] as unknown as Changeable;
    interface Changeable {
      candidateNumber: string;
      answers: Record<string, string> | null;
      receipt: { body: Record<string, Json> };
    }

    it.each<[string, string, (lines: Lines) => unknown]>([
      [
        'an answer',
        'is not the one that was handed in',
        (lines) => Object.assign(sheet(lines).answers ?? {}, { 1: '9' }),
      ],
      [
        'a sheet and its receipt',
        'is not the one in the log',
        (lines) => (sheet(lines).receipt.body['nonce'] = 'ff'),
      ],
      ['whose sheet it is', 'is another’s', (lines) => (sheet(lines).receipt = sheet(lines, 2).receipt)],
      ['a sheet left out', 'is not among its sheets', (lines) => lines.splice(3, 1)],
      ['a sheet twice', 'not in order', (lines) => lines.splice(2, 0, lines[1] as SheetLine)],
      ['a sheet withheld', 'more or fewer of its sheets', (lines) => (sheet(lines).answers = null)],
      [
        'an answer key',
        'not those that were stated',
        (lines) => {
          lines[0].items.forEach((item) => Object.assign(item.content, { answerKey: {} }));
        },
      ],
      [
        'the rules',
        'not those that were stated',
        (lines) => Object.assign(lines[0].rules.pass, { overall: 1 }),
      ],
    ])('%s is changed', async (_, words, how) => {
      change(how);
      await fails(words);
    });

    it('an answer key is not the one that was committed to, though the platform stands by it', async () => {
      const lies = await publicText('session-file');
      const [first = '', ...rest] = lies.split('\n');
      const head = JSON.parse(first) as SessionHead;
      Object.assign(head.items[0]?.content ?? {}, { answerKey: { correct: 'Z' } });
      const file = path.join(folder, 'lies.jsonl');
      writeFileSync(file, [JSON.stringify(head), ...rest].join('\n'));
      const draw = path.join(folder, 'lies-draw.json');
      writeFileSync(draw, await publicText('draw-bundle'));
      const said: string[] = [];
      expect(verifySession(file, draw, undefined, (line) => said.push(line))).toBe(1);
      expect(said.join('\n')).toContain('is not the one that the draw committed to');
    });

    it('another draw is shown to whoever grades again than to whoever draws again', async () => {
      let asked = 0;
      hostile.change = (at, answer) => {
        if (at !== sessionPath(open, 'draw-bundle')) return;
        asked += 1;
        if (asked === 1) return;
        const bundle = JSON.parse(answer.body.toString('utf8')) as { blueprint: { pass: object } };
        Object.assign(bundle.blueprint.pass, { overall: 0 });
        answer.body = Buffer.from(JSON.stringify(bundle));
      };
      expect((await verify({ address: hostile.base })).code).toBe(0);
      expect(asked).toBe(1);
    });

    it('the sheets are not there', async () => {
      hostile.change = (at, answer) => {
        if (at === sessionPath(open, 'session-file')) answer.status = 404;
      };
      await fails('are not published');
    });
  });

  describe('when a sheet is removed on legal ground', () => {
    const GROUND = 'Law on personal data, article 17; decision 12-4';
    let number: string;
    let seq: number;
    const lines = async () =>
      (await publicText('session-file'))
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => JSON.parse(line) as Record<string, unknown>);

    beforeAll(async () => {
      number = String((await lines())[2]?.['candidateNumber']);
      const [entry] = await query<{ publicId: string; seq: number }>(
        `SELECT public_id AS "publicId", seq::float8 AS seq FROM registry_entry WHERE type = 'receipt' AND fact ->> 'subject' = $1`,
        [number],
      );
      seq = entry?.seq ?? NaN;
      const admin = await new ApiClient(platform.base).signIn('admin', DEMONSTRATION_PASSWORD);
      const removal = () =>
        admin.post<{ fields: string[] }>(`/api/v1/registry/entries/${entry?.publicId ?? ''}/removal`, {
          ground: GROUND,
        });
      expect((await removal()).fields).toEqual(['answerSheet']);
      await drain();
      expect(await codeOf(removal())).toBe('REGISTRY.NOTHING_PERSONAL');
    });

    it('is published no more, by neither answers nor nonce, and its tombstone says why', async () => {
      expect((await lines()).find((line) => line['candidateNumber'] === number)).toEqual({
        candidateNumber: number,
        removed: seq,
      });
      const text = await publicText('session-file');
      const [kept] = await query<{ nonce: string }>(
        `SELECT body ->> 'nonce' AS nonce FROM receipt WHERE body ->> 'candidateNumber' = $1`,
        [number],
      );
      expect(text).not.toContain(kept?.nonce);
    });

    it('leaves every proof, and a session that is graded again with one sheet taken as published', async () => {
      const { code, text } = await verify();
      expect(text).toContain(
        `Session ${open.sessionId}: 11 of 12 sheets graded again; the others are withheld`,
      );
      expect(code).toBe(0);
    }, 60_000);

    it('is not said of a sheet of which no tombstone says it', async () => {
      const hostile = await Hostile.before(platform.base);
      const other = await query<{ number: string; seq: number }>(
        `SELECT fact ->> 'subject' AS number, seq::float8 AS seq FROM registry_entry
         WHERE type = 'receipt' AND content #>> '{shown,session}' = $1 AND seq <> $2 LIMIT 1`,
        [open.sessionId, seq],
      );
      for (const claim of [other[0]?.seq, seq]) {
        hostile.change = (at, answer) => {
          if (at !== sessionPath(open, 'session-file')) return;
          const changed = answer.body
            .toString('utf8')
            .split('\n')
            .map((line) =>
              line.startsWith('{"answers"') && line.includes(`"candidateNumber":"${other[0]?.number ?? ''}"`)
                ? canonicalJson({ candidateNumber: other[0]?.number ?? '', removed: claim ?? 0 })
                : line,
            );
          answer.body = Buffer.from(changed.join('\n'));
        };
        expect(await verify({ address: hostile.base })).toMatchObject({
          code: 1,
          text: expect.stringContaining('is said to be removed, and no tombstone says why'),
        });
      }
      await hostile.close();
    }, 60_000);
  });
});

const codeIn = (shown: { readonly [key: string]: Json }): string | undefined =>
  (shown['competition'] as { code?: string } | undefined)?.code;
