import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admissionOf, mayEnter, sessionById, type SessionView } from '../../src/session/index.js';
import { newCandidate, openSession } from '../support/candidates.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

describe('admission', () => {
  let platform: TestPlatform;
  let session: SessionView;
  let applicationId: string;

  beforeAll(async () => {
    platform = await startPlatform();
    const { sessionId, competitionId } = await openSession(platform);
    const client = await newCandidate(platform);
    ({ applicationId } = await client.post<{ applicationId: string }>(
      `/api/v1/competitions/${competitionId}/applications`,
      { language: 'en' },
    ));
    const found = await sessionById(platform.api.parts.database.tx, sessionId);
    if (!found) throw new Error('The demonstration has a session.');
    session = found;
  }, 120_000);
  afterAll(() => platform.close());

  it('lets everybody in where nobody is needed for it, and nobody before they are admitted where somebody is', async () => {
    const { tx } = platform.api.parts.database;
    expect(await admissionOf(tx, session, applicationId)).toEqual({
      needed: 'none',
      admitted: true,
      refusedBecause: null,
    });
    expect((await mayEnter(tx, session, applicationId)).ok).toBe(true);
    const strict = { ...session, admission: 'proctor' as const };
    expect(await mayEnter(tx, strict, applicationId)).toMatchObject({
      ok: false,
      refusal: { code: 'SESSION.NOT_ADMITTED' },
    });
    await tx.query(
      `INSERT INTO session_admission (session_id, application_id, state, way) VALUES ($1, $2, 'admitted', 'seat-code')`,
      [session.id, applicationId],
    );
    expect((await mayEnter(tx, strict, applicationId)).ok).toBe(true);
  });
});
