import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { anAppointment, published, statedEntry, verified } from '../support/entries.js';
import { FormVisitor } from '../support/form-visitor.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

const NAME = 'Nobody Remembered';
const GROUND = 'Law on personal data, article 17; decision 12-3';

describe('removal of personal data', () => {
  let platform: TestPlatform;
  let admin: ApiClient;
  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);
  /** @returns the public id of an appointment's entry. */
  const appointed = (subject: string) => statedEntry(platform, anAppointment(subject, NAME));
  const removal = (publicId: string, ground = GROUND) =>
    admin.post<{ fields: string[] }>(`/api/v1/registry/entries/${publicId}/removal`, { ground });
  const page = async (path: string) => (await fetch(platform.base + path)).text();

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    admin = await staff(platform, 'admin');
  }, 120_000);
  afterAll(() => platform.close());

  it('destroys the name everywhere and leaves a tombstone; every proof still holds', async () => {
    const id = await appointed('removal-1');
    expect(await page(`/registry/entries/${id}`)).toContain(NAME);
    const [{ leaf, proof } = { leaf: null, proof: '' }] = await query<{ leaf: Buffer; proof: string }>(
      'SELECT leaf_hash AS leaf, seq::text AS proof FROM registry_entry WHERE public_id = $1',
      [id],
    );
    expect(await removal(id)).toEqual({ fields: ['personName'] });
    await published(platform);
    // Nowhere in what the public is served from: neither the name nor the salt that would let anybody try names.
    const [left] = await query<{ count: number }>(
      `SELECT (SELECT count(*) FROM registry_entry e WHERE e.public_id = $1 AND (e::text LIKE '%Remembered%' OR e::text LIKE '%salt%'))
            + (SELECT count(*) FROM outbox o JOIN registry_entry e ON e.outbox_id = o.id
               WHERE e.public_id = $1 AND (o::text LIKE '%Remembered%' OR o::text LIKE '%salt%')) AS count`,
      [id],
    );
    expect(Number(left?.count)).toBe(0);
    const [after] = await query<{ leaf: Buffer }>(
      'SELECT leaf_hash AS leaf FROM registry_entry WHERE public_id = $1',
      [id],
    );
    expect(after?.leaf).toEqual(leaf);
    const shown = await page(`/registry/entries/${id}`);
    expect(shown).not.toContain(NAME);
    expect(shown).toContain('Name removed');
    const tombstone =
      /href="\/registry\/entries\/(\w+)"/.exec(shown.slice(shown.indexOf('Personal data removed')))?.[1] ??
      '';
    const grave = await page(`/registry/entries/${tombstone}`);
    expect(grave).toContain(GROUND);
    expect(grave).toContain('administrator');
    expect(await page(`/log/proofs/${proof}`)).toContain(`index ${proof}`);
    const { code, text } = await verified(platform);
    expect(text).not.toContain('tombstones');
    expect(code).toBe(0);
    const [decision] = await query<{ action: string }>(
      'SELECT action FROM decision ORDER BY id DESC LIMIT 1',
    );
    expect(decision?.action).toBe('personal-removed');
  }, 60_000);

  it('is done once, of what there is, and with a ground', async () => {
    const id = await appointed('removal-2');
    expect(await codeOf(removal(id, 'short'))).toBe('REQUEST.INVALID');
    expect(await codeOf(removal('NOSUCHENTRY1'))).toBe('REGISTRY.NOT_FOUND');
    const racing = await Promise.all(Array.from({ length: 6 }, () => codeOf(removal(id))));
    expect(
      racing.filter((code) => code !== 'REGISTRY.REMOVAL_STATED' && code !== 'REGISTRY.NOTHING_PERSONAL'),
    ).toHaveLength(1);
    await published(platform);
    expect(await codeOf(removal(id))).toBe('REGISTRY.NOTHING_PERSONAL');
    const graves = await query(
      `SELECT 1 FROM registry_entry WHERE type = 'tombstone' AND fact ->> 'subject' = $1`,
      [id],
    );
    expect(graves).toHaveLength(1);
    const hr = await staff(platform, 'hr');
    expect(await codeOf(hr.post(`/api/v1/registry/entries/${id}/removal`, { ground: GROUND }))).toBe(
      'AUTH.FORBIDDEN',
    );
  }, 60_000);

  it('is not done on a ground that has the name: what was typed stays to be mended', async () => {
    const id = await appointed('removal-5');
    for (const ground of [
      `${GROUND}, on request of Nobody Remembered`,
      `${GROUND}, asked by Mr REMEMBERED`,
      `Nobody, ${GROUND}`,
    ])
      expect([ground, await codeOf(removal(id, ground))]).toEqual([ground, 'REGISTRY.GROUND_NAMES']);
    const typed = `${GROUND} (of remembered, n.)`;
    const visitor = await FormVisitor.signedIn(platform, 'admin');
    const { status, text } = await visitor.send(`/registry/entries/${id}/removal`, { ground: typed });
    expect(status).toBe(422);
    expect(text).toContain('or a part of it, stands in the ground');
    expect(text).toContain(`>${typed}</textarea>`);
    expect(
      await query(`SELECT 1 FROM outbox WHERE type = 'tombstone' AND body::text LIKE '%emembered%'`),
    ).toEqual([]);
    expect(await page(`/registry/entries/${id}`)).toContain(NAME);
    expect(await removal(id)).toEqual({ fields: ['personName'] });
  }, 60_000);

  it('leaves nothing else of an entry to be changed', async () => {
    const id = await appointed('removal-3');
    for (const change of [
      `person_name = 'Another'`,
      `content = jsonb_set(content, '{shown,place}', '2')`,
      `content = jsonb_set(content, '{personal}', '{}'), person_name = NULL, type = 'x'`,
      `fact = fact || '{"official": "x"}', content = jsonb_set(content, '{personal}', '{}'), person_name = NULL`,
    ])
      await expect(query(`UPDATE registry_entry SET ${change} WHERE public_id = $1`, [id])).rejects.toThrow(
        'only grows',
      );
  });

  it('that nobody answers for is noticed: a name is gone and no tombstone says why', async () => {
    const id = await appointed('removal-4');
    await query(
      `UPDATE registry_entry SET content = jsonb_set(content, '{personal}', '{}'), person_name = NULL WHERE public_id = $1`,
      [id],
    );
    const { code, text } = await verified(platform);
    expect(text).toContain('FAILS  tombstones: ');
    expect(code).toBe(1);
  });
});
