import { hashJson, type Json } from '../../src/kernel/index.js';
import { keepChunk, stateFact, type FactDraft } from '../../src/platform/index.js';
import { verifyPlatform } from '../../src/verify/cli.js';
import type { TestPlatform } from './platform.js';
import { until } from './until.js';

/** Waits until the worker has published all that is stated. */
export const published = (platform: TestPlatform): Promise<unknown> =>
  until(
    async () =>
      (await platform.api.parts.database.query('SELECT 1 FROM outbox WHERE taken_at IS NULL LIMIT 1'))
        .length === 0,
  );

/** States a fact as whoever runs the platform can, past every rule. @returns the public id of its entry. */
export async function statedEntry(platform: TestPlatform, draft: FactDraft): Promise<string> {
  const { database } = platform.api.parts;
  if (draft.type === 'appointment') await rankingOf(platform, draft);
  await database.transaction((tx) => stateFact(tx, draft));
  await published(platform);
  const [row] = await database.query<{ id: string }>(
    `SELECT public_id AS id FROM registry_entry WHERE type = $1 AND fact ->> 'subject' = $2 ORDER BY seq DESC LIMIT 1`,
    [draft.type, draft.subject],
  );
  return row?.id ?? '';
}

const SHARED = 20;

/** The ranking that such an appointment is from, stated once: so many share its first place. */
async function rankingOf(platform: TestPlatform, { cause, shown }: FactDraft): Promise<void> {
  const { database } = platform.api.parts;
  const known = await database.query(
    `SELECT 1 FROM outbox WHERE type = 'ranking-approved' AND body #>> '{fact,subject}' = $1`,
    [cause],
  );
  if (known.length > 0) return;
  const code = (shown['competition'] as { code: string }).code;
  const all = Array.from({ length: SHARED }, (_, index) => `NUMBER${String(index).padStart(4, '0')}`);
  const rule = { code: 'openmerit-rank-1', subjectOrder: ['a'] };
  const results = {
    session: 'T',
    lines: all.map((candidateNumber) => ({
      candidateNumber,
      points: 100,
      parts: [{ part: 'a', points: 100 }],
      passed: true,
    })),
  } as unknown as Json;
  const places = {
    competition: code,
    version: 1,
    rule,
    places: all.map((candidateNumber) => ({ candidateNumber, points: 100, parts: { a: 100 }, place: 1 })),
  } as unknown as Json;
  const { competition, agency } = shown as { readonly competition: Json; readonly agency: Json };
  const base = { time: new Date(), official: 'Somebody, Test', cause: code };
  await database.transaction(async (tx) => {
    await keepChunk(tx, results);
    await keepChunk(tx, places);
    await stateFact(tx, {
      ...base,
      type: 'result-list',
      subject: 'T',
      shown: {
        competition,
        agency,
        session: { id: 'T', title: { en: 'Test' } },
        sat: SHARED,
        passed: SHARED,
        listHash: hashJson(results).toString('hex'),
      },
    });
    await stateFact(tx, {
      ...base,
      type: 'ranking-approved',
      subject: cause,
      shown: {
        competition,
        agency,
        version: 1,
        rule,
        ranked: SHARED,
        total: SHARED,
        listHash: hashJson(places).toString('hex'),
      },
    });
  });
}

/** An appointment as a fact, of nobody's competition. */
export const anAppointment = (subject: string, personName: string): FactDraft => ({
  type: 'appointment',
  subject,
  cause: 'T-1/1',
  time: new Date(),
  official: 'Somebody, Test',
  shown: {
    competition: { code: 'T-1', title: { en: 'Test' } },
    agency: { code: 'T', name: { en: 'Test' } },
    post: { title: { en: 'Clerk' }, grade: 'B', location: 'Baku' },
    place: 1,
    passedOverReason: null,
  },
  personal: { personName },
  search: { personName, competitionCode: 'T-1' },
});

/** What the verifier says of a platform, and the code with which it ends. */
export async function verified(platform: TestPlatform): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const code = await verifyPlatform(
    { address: platform.base },
    (line) => lines.push(line),
    () => undefined,
  );
  return { code, text: lines.join(' ') };
}
