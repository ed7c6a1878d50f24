import type { SeededGenerator } from '../../kernel/index.js';
import { ApiClient } from './api-client.js';
import type { Progress } from './round-plan.js';

interface CommissionAt {
  readonly base: string;
  readonly password: string;
  readonly hr: ApiClient;
  readonly competitionId: string;
  readonly stageId: string;
}

const SEATS = [
  { signIn: 'member', function: 'chair', outside: false },
  { signIn: 'member2', function: 'member', outside: false },
  { signIn: 'member3', function: 'member', outside: true, organisation: 'University of Public Service' },
] as const;

type Levels = Readonly<Record<string, number>>;

/**
 * A commission of three, one of them from outside, hears everybody of a stage: declarations, sealed scores, a second round
 * for one candidate on whom they are too far apart, the vote, and the conclusion. @returns how many it heard.
 */
export async function holdCommission(
  { base, password, hr, competitionId, stageId }: CommissionAt,
  chance: SeededGenerator,
  progress: Progress,
): Promise<number> {
  const at = `/api/v1/competitions/${competitionId}/stages/${stageId}/commission`;
  const members: ApiClient[] = [];
  const seats = [];
  for (const { signIn, ...seat } of SEATS) {
    const member = await new ApiClient(base).signIn(signIn, password);
    const { account } = await member.get<{ account: { accountId: string } }>('/api/v1/session');
    members.push(member);
    seats.push({ ...seat, accountId: account.accountId });
  }
  await hr.put(at, { members: seats, guide: 'service' });
  await hr.post(`${at}/opening`);
  const { competencies } = await hr.get<{ competencies: { code: string; anchors: unknown[] }[] }>(
    `${at}/guide`,
  );
  const top = competencies[0]?.anchors.length ?? 0;
  const { items: heard } = await hr.get<{ items: { applicationId: string }[] }>(`${at}/candidates`);
  const declarations = heard.map(({ applicationId }) => ({ applicationId, kind: 'none' }));
  for (const member of members) await member.post(`${at}/declarations`, { declarations });

  /** What members think of one candidate: seldom the same, never far apart. */
  const scores = (): Levels[] => {
    const base = 2 + chance.below(top - 2);
    const level = (): number => Math.min(top, base + chance.below(2));
    return members.map(() => Object.fromEntries(competencies.map(({ code }) => [code, level()])));
  };
  const seal = async (applicationId: string, given: readonly Levels[]): Promise<void> => {
    for (const [index, member] of members.entries())
      await member.put(`${at}/entries/${applicationId}`, { levels: given[index], notes: '', seal: true });
  };
  const [chair] = members;
  const [{ code: first } = { code: '' }] = competencies;
  for (const [index, { applicationId }] of heard.entries()) {
    const given = scores();
    if (index === 0) {
      // Too far apart on one competency: nobody's score counts before they have talked.
      await seal(
        applicationId,
        given.map((one, seat) => ({ ...one, [first]: seat === 0 ? top : 1 })),
      );
      await chair?.post(`${at}/rounds/${applicationId}`, {
        discussion: 'We compared what was said with the anchors, and one of us had heard another question.',
      });
    }
    await seal(applicationId, given);
    progress('The commission hears and scores', index + 1, heard.length);
  }
  await vote(at, members);
  return heard.length;
}

async function vote(at: string, members: readonly ApiClient[]): Promise<void> {
  const [chair] = members;
  if (!chair) return;
  const { listHash } = await chair.get<{ listHash: string | null }>(`${at}/scores`);
  for (const member of members) await member.post(`${at}/votes`, { approve: true, listHash });
  await chair.post(`${at}/conclusion`);
}
