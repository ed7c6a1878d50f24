import { stateFact, type FactDraft } from '../../src/platform/index.js';
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
  await database.transaction((tx) => stateFact(tx, draft));
  await published(platform);
  const [row] = await database.query<{ id: string }>(
    `SELECT public_id AS id FROM registry_entry WHERE type = $1 AND fact ->> 'subject' = $2 ORDER BY seq DESC LIMIT 1`,
    [draft.type, draft.subject],
  );
  return row?.id ?? '';
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
