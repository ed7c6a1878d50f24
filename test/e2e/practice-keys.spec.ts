import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { readBanks } from '../../src/question-bank/index.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

describe('answer keys that are open to everybody', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await startPlatform();
  }, 120_000);
  afterAll(async () => {
    await platform.close();
  });

  const pageOf = async (path: string): Promise<string> =>
    (await request(platform.base).get(path).expect(200)).text;

  it('are those of the practice bank alone: no item of any other bank is on a practice page', async () => {
    const list = await pageOf('/practice');
    const addresses = [
      ...new Set([...list.matchAll(/href="(\/practice\/[a-z-]+)"/g)].map(([, path]) => path ?? '')),
    ];
    expect(addresses.length).toBeGreaterThan(1);
    const { banks, practice } = readBanks(platform.config.banksDir);
    const open = new Set(
      practice.flatMap(({ items }) => items.map(({ answerKey }) => JSON.stringify(answerKey ?? {}))),
    );
    for (const address of addresses) {
      const html = await pageOf(address);
      const block = /id="player-setup">([^]*?)<\/script>/.exec(html)?.[1] ?? '';
      const { exam } = JSON.parse(block) as { exam: { parts: { items: { answerKey: unknown }[] }[] } };
      const keys = exam.parts.flatMap(({ items }) => items.map(({ answerKey }) => JSON.stringify(answerKey)));
      expect(keys.length).toBeGreaterThan(5);
      for (const key of keys) expect(open.has(key)).toBe(true);
      for (const { items } of banks) {
        for (const item of items) {
          if (html.includes(item.id)) throw new Error(`${item.id} is on ${address}`);
          const rationale = item.text['en']?.rationale;
          if (rationale && html.includes(JSON.stringify(rationale).slice(1, -1)))
            throw new Error(`The rationale of ${item.id} is on ${address}`);
        }
      }
    }
  });

  it('are of items that no exam can draw: the practice bank is not in the database', async () => {
    const { practice } = readBanks(platform.config.banksDir);
    const ids = practice.flatMap(({ items }) => items.map(({ id }) => id));
    expect(ids.length).toBeGreaterThan(12);
    const [found] = await platform.api.parts.database.query<{ banks: number; items: number }>(
      `SELECT (SELECT count(*)::int FROM bank WHERE code = ANY($1)) AS banks,
         (SELECT count(*)::int FROM item WHERE code = ANY($2)) AS items`,
      [practice.map(({ bank }) => bank.code), ids],
    );
    expect(found).toEqual({ banks: 0, items: 0 });
  });
});
