import type { INestApplicationContext } from '@nestjs/common';
import { CreateCompetition, DecidePostRequest, MoveCompetition, RequestPost } from '../competition/index.js';
import { orThrow, type Principal } from '../platform/index.js';

const COMPETITION = 'DEMO-2026-LAW';
const DAY = 86_400_000;

const dayAfter = (days: number): string => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

/** A competition that asks who may apply, for a post that the agency asked for and the platform approved; another request waits. */
export async function seedApplications(
  app: INestApplicationContext,
  { agencyId, programmeId }: { readonly agencyId: string; readonly programmeId: string },
  { hr, admin }: { readonly hr: Principal; readonly admin: Principal },
): Promise<void> {
  const now = Date.now();
  const post = {
    title: { en: 'Lawyer for citizens’ requests', ru: 'Юрист по обращениям граждан' },
    category: 'Specialist',
    grade: 'B-3',
    location: 'Baku',
    places: 2,
    pay: { from: 1200, until: 1600, currency: 'AZN' },
    competencies: [
      {
        en: 'Reads law with care and explains it plainly',
        ru: 'Внимательно читает закон и понятно его объясняет',
      },
      { en: 'Weighs both sides before deciding', ru: 'Взвешивает обе стороны, прежде чем решить' },
    ],
    duties: {
      en: 'Answers citizens in writing, prepares decisions on complaints, and advises the service centres.',
      ru: 'Письменно отвечает гражданам, готовит решения по жалобам и консультирует центры обслуживания.',
    },
    neededFrom: dayAfter(120),
  };
  const { requestId } = orThrow(await app.get(RequestPost).run(hr, agencyId, post));
  orThrow(await app.get(DecidePostRequest).run(admin, requestId, 'approve', null));
  orThrow(
    await app.get(RequestPost).run(hr, agencyId, {
      ...post,
      title: { en: 'Senior lawyer', ru: 'Старший юрист' },
      grade: 'B-2',
      places: 1,
      pay: { from: 1700, until: 2100, currency: 'AZN' },
    }),
  );
  const { competitionId } = orThrow(
    await app.get(CreateCompetition).run(hr, {
      agencyId,
      code: COMPETITION,
      title: { en: 'Lawyers for citizens’ requests', ru: 'Юристы по обращениям граждан' },
      description: {
        en: 'People who read the law for those who need it. A few questions come first; a person reads every application.',
        ru: 'Те, кто читает закон для тех, кому он нужен. Сначала несколько вопросов; каждое заявление читает человек.',
      },
      programmeId,
      applyFrom: new Date(now - DAY),
      applyUntil: new Date(now + 30 * DAY),
      posts: [],
      requestIds: [requestId],
      eligibility: [
        { code: 'citizenship', identity: true },
        { code: 'age', most: 63 },
        { code: 'education', eligible: ['bachelor', 'master', 'doctor'] },
        { code: 'language' },
        { code: 'experience', least: 1 },
        { code: 'court-ban' },
        { code: 'consent' },
      ],
      planned: [
        { what: { en: 'Decisions on applications', ru: 'Решения по заявлениям' }, on: dayAfter(40) },
        { what: { en: 'Exam', ru: 'Экзамен' }, on: dayAfter(54) },
      ],
    }),
  );
  orThrow(await app.get(MoveCompetition).run(hr, competitionId, 'announce'));
}
