import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { drawForm, type Blueprint } from '../../src/form/index.js';
import {
  canonicalJson,
  hashJson,
  hmac,
  leafHash,
  merkleRoot,
  sha256,
  type Json,
} from '../../src/kernel/index.js';
import { openSession, newSitting, staff } from '../support/candidates.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';

interface PoolItem {
  readonly itemVersionId: string;
  readonly itemCode: string;
  readonly bank: string;
  readonly contentArea: string;
  readonly options: readonly string[];
  readonly fixedOrder: boolean;
  readonly contentHash: string;
  readonly salt: string;
  readonly translations: readonly {
    readonly language: string;
    readonly translationId: string;
    readonly contentHash: string;
  }[];
}

interface Entry {
  readonly type: string;
  readonly shown: {
    readonly poolRoot?: string;
    readonly shareCommitments?: readonly { readonly by: string; readonly commitment: string }[];
    readonly shares?: readonly { readonly by: string; readonly share: string }[];
  };
}

/** docs/spec/draw.md, followed by hand: what a stranger does with what is published and the pool. */
describe('a draw', () => {
  let platform: TestPlatform;
  let exam: ApiClient;
  const ownShare = sha256('thrown by the official').toString('hex');

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    exam = await staff(platform, 'exam');
  }, 120_000);
  afterAll(() => platform.close());

  it('is committed before anybody sits, and can be recomputed from what is revealed', async () => {
    const { competitionId, sessionId: demonstration } = await openSession(platform);
    await exam.post(`/api/v1/sessions/${demonstration}/closing`);
    const { sessionId } = await exam.post<{ sessionId: string }>(
      `/api/v1/competitions/${competitionId}/sessions`,
      {
        title: { en: 'Second session' },
        opensAt: new Date(Date.now() - 3_600_000).toISOString(),
        entryClosesAt: new Date(Date.now() + 3_600_000).toISOString(),
        releasePolicy: 'officer',
      },
    );
    await exam.post(`/api/v1/sessions/${sessionId}/opening`, { share: ownShare });
    const entries = async (type: string) =>
      (
        await exam.get<{ items: (Entry & { fact: { subject: string } })[] }>(
          `/api/v1/registry/entries?type=${type}`,
        )
      ).items.filter(({ fact }) => fact.subject === sessionId);
    const [committed] = await until(async () => {
      const found = await entries('draw-committed');
      return found.length > 0 && found;
    });
    const { client, sittingId } = await newSitting(platform);
    await client.post(`/api/v1/sittings/${sittingId}/submission`);
    await exam.post(`/api/v1/sessions/${sessionId}/closing`);
    const [revealed] = await until(async () => {
      const found = await entries('draw-revealed');
      return found.length > 0 && found;
    });

    const shares = revealed?.shown.shares ?? [];
    expect(shares.map(({ by }) => by)).toEqual(['platform', 'official']);
    expect(shares[1]?.share).toBe(ownShare);
    expect(committed?.shown.shareCommitments?.map(({ commitment }) => commitment)).toEqual(
      shares.map(({ share }) =>
        sha256(Buffer.concat([Buffer.from('openmerit-share'), Buffer.from(share, 'hex')])).toString('hex'),
      ),
    );

    const [row] = await platform.api.parts.database.query<{
      pool: PoolItem[];
      body: Blueprint;
      number: string;
      hash: string;
    }>(
      `SELECT d.pool, p.body, s.candidate_number AS number, encode(f.content_hash, 'hex') AS hash
       FROM form f JOIN draw d ON d.id = f.draw_id JOIN programme p ON p.id = d.programme_id JOIN sitting s ON s.id = f.sitting_id
       WHERE s.id = $1`,
      [sittingId],
    );
    const leaves = (row?.pool ?? []).map((item) => {
      const {
        itemVersionId,
        itemCode,
        bank,
        contentArea,
        options,
        fixedOrder,
        salt,
        contentHash: version,
      } = item;
      const translations = item.translations.map(({ language, contentHash }) => ({ language, contentHash }));
      const content = hashJson({ salt, version, translations }).toString('hex');
      return leafHash(
        canonicalJson({ itemVersionId, itemCode, bank, contentArea, options, fixedOrder, content }),
      );
    });
    expect(merkleRoot(leaves).toString('hex')).toBe(committed?.shown.poolRoot);

    const seed = sha256(
      Buffer.concat([Buffer.from('openmerit-seed'), ...shares.map(({ share }) => Buffer.from(share, 'hex'))]),
    );
    const form = drawForm({
      blueprint: row?.body as Blueprint,
      pool: row?.pool ?? [],
      seed: hmac(seed, row?.number ?? ''),
    });
    expect(form.ok && hashJson(form.value as unknown as Json).toString('hex')).toBe(row?.hash);
  }, 60_000);
});
