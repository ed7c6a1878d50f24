import type { ApiClient } from '../../src/desk/round/api-client.js';
import { newId } from '../../src/kernel/index.js';
import { newCandidate, staff } from './candidates.js';
import type { TestPlatform } from './platform.js';

export const CODES = ['communication', 'empathy', 'negotiation', 'readiness-to-learn'] as const;

/** The same level in each competency, but for those that are said. */
export const levels = (level: number, more: Record<string, number> = {}): Record<string, number> => ({
  ...Object.fromEntries(CODES.map((code) => [code, level])),
  ...more,
});

export interface Panel {
  readonly competitionId: string;
  readonly stageId: string;
  /** The API's address of the commission. */
  readonly at: string;
  readonly hr: ApiClient;
  /** The chair, a member, the member from outside. */
  readonly members: readonly [ApiClient, ApiClient, ApiClient];
  readonly seats: readonly { accountId: string; function: string; outside: boolean; organisation?: string }[];
  readonly candidates: readonly { readonly client: ApiClient; readonly applicationId: string }[];
}

/** An announced competition of the demonstration's agency with one interview, some applicants, nothing set up. */
export async function interviewStage(
  platform: TestPlatform,
  candidates: number,
  kind = 'interview',
): Promise<Panel> {
  const { database } = platform.api.parts;
  const hr = await staff(platform, 'hr');
  const [known] = await database.query<{ agencyId: string; programmeId: string }>(
    `SELECT agency_id AS "agencyId", programme_id AS "programmeId" FROM competition WHERE code = 'DEMO-2026-1'`,
  );
  const hour = 3_600_000;
  const { competitionId } = await hr.post<{ competitionId: string }>(
    `/api/v1/agencies/${known?.agencyId ?? ''}/competitions`,
    {
      code: `TALK-${newId().slice(0, 8).toUpperCase()}`,
      title: { en: 'Advisers', ru: 'Советники' },
      description: { en: 'Who advises.', ru: 'Кто советует.' },
      programmeId: known?.programmeId,
      applyFrom: new Date(Date.now() - hour).toISOString(),
      applyUntil: new Date(Date.now() + 1000 * hour).toISOString(),
      posts: [{ title: { en: 'Adviser', ru: 'Советник' }, places: 1, grade: 'B', location: 'Baku' }],
    },
  );
  await hr.post(`/api/v1/competitions/${competitionId}/announcement`);
  const stageId = newId();
  await database.query(
    `INSERT INTO competition_stage (id, competition_id, position, code, kind, title, rule, weight)
     VALUES ($1, $2, 1, 'interview', $3, '{"en":"Interview","ru":"Собеседование"}', '{"kind":"best","count":1}', 1)`,
    [stageId, competitionId, kind],
  );
  const applied = [];
  for (let i = 0; i < candidates; i += 1) {
    const client = await newCandidate(platform);
    const { applicationId } = await client.post<{ applicationId: string }>(
      `/api/v1/competitions/${competitionId}/applications`,
      { language: 'en' },
    );
    applied.push({ client, applicationId });
  }
  const accounts = await database.query<{ id: string; signIn: string }>(
    `SELECT id, sign_in AS "signIn" FROM account WHERE sign_in IN ('member', 'member2', 'member3')`,
  );
  const idOf = (signIn: string) => accounts.find((one) => one.signIn === signIn)?.id ?? '';
  return {
    competitionId,
    stageId,
    at: `/api/v1/competitions/${competitionId}/stages/${stageId}/commission`,
    hr,
    members: [
      await staff(platform, 'member'),
      await staff(platform, 'member2'),
      await staff(platform, 'member3'),
    ],
    seats: [
      { accountId: idOf('member'), function: 'chair', outside: false },
      { accountId: idOf('member2'), function: 'member', outside: false },
      {
        accountId: idOf('member3'),
        function: 'member',
        outside: true,
        organisation: 'University of Public Service',
      },
    ],
    candidates: applied,
  };
}

/** As {@link interviewStage}, with a commission that sits. */
export async function sittingPanel(
  platform: TestPlatform,
  candidates: number,
  more: Record<string, unknown> = {},
): Promise<Panel> {
  const panel = await interviewStage(platform, candidates);
  await panel.hr.put(panel.at, { members: panel.seats, guide: 'service', ...more });
  await panel.hr.post(`${panel.at}/opening`);
  return panel;
}

/** A member says of all candidates that nothing keeps them from judging. */
export const declareNone = (panel: Panel, member: ApiClient, ...but: string[]) =>
  member.post(`${panel.at}/declarations`, {
    declarations: panel.candidates
      .filter(({ applicationId }) => !but.includes(applicationId))
      .map(({ applicationId }) => ({ applicationId, kind: 'none' })),
  });

export const seal = (
  panel: Panel,
  member: ApiClient,
  applicationId: string,
  given: Record<string, number>,
  notes = '',
) => member.put(`${panel.at}/entries/${applicationId}`, { levels: given, notes, seal: true });

/** All declare and seal the same. */
export async function scoreAll(panel: Panel, level: number): Promise<void> {
  for (const member of panel.members) {
    await declareNone(panel, member);
    for (const { applicationId } of panel.candidates) await seal(panel, member, applicationId, levels(level));
  }
}

/** All vote for the list, and the chair concludes. */
export async function conclude(panel: Panel): Promise<void> {
  const [chair] = panel.members;
  const { listHash } = await chair.get<{ listHash: string }>(`${panel.at}/scores`);
  for (const member of panel.members) await member.post(`${panel.at}/votes`, { approve: true, listHash });
  await chair.post(`${panel.at}/conclusion`);
}
