import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import type { Leased } from '../../src/desk/round/sit-exam.js';
import type { TestBoardRow } from '../support/board.js';
import { openSession, staff } from '../support/candidates.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { applicant, begin, openedSession } from '../support/sessions.js';
import { until } from '../support/until.js';

describe('what a board says of clocks that stand', () => {
  let platform: TestPlatform;
  let exam: ApiClient;
  let session: string;
  let client: ApiClient;
  let leased: Leased;

  const change = (act: 'pause' | 'resumption', candidateNumber?: string) =>
    exam.post(`/api/v1/sessions/${session}/${act}`, {
      reason: 'Because.',
      ...(candidateNumber && { candidateNumber }),
    });
  const takeBreak = (action: 'begin' | 'end') =>
    client.post(`/api/v1/sittings/${leased.sittingId}/break`, { action });
  /** As the board and the room have it: they say the same. */
  const standing = async (): Promise<string> => {
    const said = await Promise.all(
      ['board', 'room'].map(async (page) => {
        const { items } = await exam.get<{ items: TestBoardRow[] }>(`/api/v1/sessions/${session}/${page}`);
        const row = items.find(({ sittingId }) => sittingId === leased.sittingId);
        return `${row?.state ?? 'nowhere'} ${row?.standsFor ?? '-'}`;
      }),
    );
    expect(said[1]).toBe(said[0]);
    return said[0] ?? '';
  };

  beforeAll(async () => {
    platform = await startPlatform();
    exam = await staff(platform, 'exam');
    session = await openedSession(platform);
    const { competitionId } = await openSession(platform);
    const one = await applicant(platform);
    client = one.client;
    await exam.post(`/api/v1/competitions/${competitionId}/accommodations`, {
      applicationId: one.applicationId,
      extraTimePercent: 0,
      breakMinutes: 10,
      largerType: false,
      reader: false,
      basis: 'medical',
      document: 'Clinic 7, note 12/2026',
    });
    leased = await begin(client, session);
  }, 120_000);
  afterAll(() => platform.close());

  it('tells a clock that stands with all others from one that was stopped alone, also beyond the others', async () => {
    const { candidateNumber } = leased;
    expect(await standing()).toBe('sitting -');
    await change('pause');
    expect(await standing()).toBe('paused session');
    await change('pause', candidateNumber);
    expect(await standing()).toBe('paused held');
    await change('resumption');
    expect(await standing()).toBe('paused held');
    await change('resumption', candidateNumber);
    expect(await standing()).toBe('sitting -');
  });

  it('tells a granted break, also one that was interrupted and goes on, and that it is used up', async () => {
    const { candidateNumber, sittingId } = leased;
    await takeBreak('begin');
    expect(await standing()).toBe('paused break');
    await change('pause', candidateNumber);
    expect(await standing()).toBe('paused held');
    await change('resumption', candidateNumber);
    expect(await standing()).toBe('paused break');
    // Nobody ends it: its minutes pass.
    await platform.api.parts.database.query(
      `UPDATE sitting SET deadline_at = deadline_at - interval '10 minutes' WHERE id = $1 RETURNING 1`,
      [sittingId],
    );
    expect(await standing()).toBe('sitting -');
  });

  it('is hinted at with the session that it is in, so that no other board is looked at', async () => {
    const hints: (Readonly<Record<string, string>> | null)[] = [];
    const end = platform.api.parts.bus.subscribe('sitting', (hint) => hints.push(hint));
    await until(() => Promise.resolve(hints.includes(null)));
    const one = await applicant(platform);
    const { sittingId, candidateNumber } = await begin(one.client, session);
    await one.client.post(`/api/v1/sittings/${sittingId}/leases`);
    await exam.post(`/api/v1/sessions/${session}/messages`, { text: 'Good luck.', candidateNumber });
    await exam.post(`/api/v1/sessions/${session}/sittings/${sittingId}/end`, {
      reason: 'For the test of it.',
    });
    const own = () => hints.filter((hint) => hint?.['sittingId'] === sittingId);
    await until(() => Promise.resolve(own().length === 3));
    expect(own()).toEqual(Array(3).fill({ sittingId, sessionId: session }));
    end();
  });
});
