import type { INestApplicationContext } from '@nestjs/common';
import { CreateCompetition, MoveCompetition } from '../competition/index.js';
import { programmes } from '../form/index.js';
import {
  CreateAccount,
  ensureAgency,
  GrantRole,
  PLATFORM_SCOPE_ID,
  principalOf,
  RegisterCandidate,
  type Role,
} from '../people/index.js';
import { Database, KeyRing, orThrow, rows, type Principal } from '../platform/index.js';
import { OpenSession, ScheduleSession } from '../session/index.js';
import { DEMONSTRATION_PASSWORD, DEMONSTRATION_SECRET } from './demonstration-password.js';
import { seedApplications } from './demonstration-applications.js';
import { seedPlaces } from './demonstration-places.js';

const AGENCY = {
  code: 'MDS',
  name: { en: 'Ministry of Digital Services', ru: 'Министерство цифровых услуг' },
};
const OTHER_AGENCY = {
  code: 'ACC',
  name: { en: 'Agency for Citizen Care', ru: 'Агентство заботы о гражданах' },
};
const COMPETITION = 'DEMO-2026-1';
const OFFICIAL = 'official';
const DEMONSTRATION_FACTOR = 'Demonstration';

interface Staff {
  readonly signIn: string;
  readonly displayName: string;
  readonly position: string;
  readonly role: Role;
  readonly scope: 'platform' | 'agency';
  readonly shown: string;
}

const STAFF: readonly Staff[] = [
  {
    signIn: 'admin',
    displayName: 'Aysel Rahimova',
    position: 'Platform administrator',
    role: 'administrator',
    scope: 'platform',
    shown: 'Administrator',
  },
  {
    signIn: 'exam',
    displayName: 'Daniyar Omarov',
    position: 'Exam officer, State Examination Centre',
    role: 'exam-officer',
    scope: 'platform',
    shown: 'Exam officer',
  },
  {
    signIn: 'author',
    displayName: 'Saltanat Bekova',
    position: 'Item author, State Examination Centre',
    role: 'item-author',
    scope: 'platform',
    shown: 'Item author',
  },
  {
    signIn: 'reviewer',
    displayName: 'Rashad Guliyev',
    position: 'Item reviewer, State Examination Centre',
    role: 'item-reviewer',
    scope: 'platform',
    shown: 'Item reviewer',
  },
  {
    signIn: 'hr',
    displayName: 'Leyla Mammadova',
    position: 'Head of HR, Ministry of Digital Services',
    role: 'hr-officer',
    scope: 'agency',
    shown: 'HR officer',
  },
  {
    signIn: 'proctor',
    displayName: 'Timur Akhmetov',
    position: 'Proctor, State Examination Centre',
    role: 'proctor',
    scope: 'platform',
    shown: 'Proctor',
  },
  {
    signIn: 'marker',
    displayName: 'Farid Nuriyev',
    position: 'Marker, State Examination Centre',
    role: 'marker',
    scope: 'platform',
    shown: 'Marker',
  },
  {
    signIn: 'marker2',
    displayName: 'Aigerim Seitova',
    position: 'Marker, State Examination Centre',
    role: 'marker',
    scope: 'platform',
    shown: 'Second marker',
  },
  {
    signIn: 'marker3',
    displayName: 'Zaur Hajiyev',
    position: 'Senior marker, State Examination Centre',
    role: 'marker',
    scope: 'platform',
    shown: 'Third marker',
  },
  {
    signIn: 'expert',
    displayName: 'Gulnara Akhundova',
    position: 'Subject expert, Academy of Public Administration',
    role: 'expert',
    scope: 'platform',
    shown: 'Expert',
  },
  {
    signIn: 'expert2',
    displayName: 'Yerbol Tasmagambetov',
    position: 'Subject expert, Institute of Law',
    role: 'expert',
    scope: 'platform',
    shown: 'Second expert',
  },
  {
    signIn: 'member',
    displayName: 'Elnur Safarov',
    position: 'Deputy head of department, Ministry of Digital Services',
    role: 'commission-member',
    scope: 'agency',
    shown: 'Commission member',
  },
  {
    signIn: 'member2',
    displayName: 'Madina Ospanova',
    position: 'Head of department, Ministry of Digital Services',
    role: 'commission-member',
    scope: 'agency',
    shown: 'Second member',
  },
  {
    signIn: 'member3',
    displayName: 'Vusala Ibrahimova',
    position: 'Lecturer, University of Public Service',
    role: 'commission-member',
    scope: 'agency',
    shown: 'Outside member',
  },
  {
    signIn: 'appeals',
    displayName: 'Ruslan Beysenov',
    position: 'Appeal officer, State Examination Centre',
    role: 'appeal-officer',
    scope: 'platform',
    shown: 'Appeal officer',
  },
  {
    signIn: 'official',
    displayName: 'Kamala Huseynova',
    position: 'Deputy minister, Ministry of Digital Services',
    role: 'appointing-official',
    scope: 'agency',
    shown: 'Appointing official',
  },
  {
    signIn: 'auditor',
    displayName: 'Nigar Aliyeva',
    position: 'Auditor, Chamber of Accounts',
    role: 'auditor',
    scope: 'platform',
    shown: 'Auditor',
  },
];

const DAY = 86_400_000;

/**
 * Makes what a newcomer tries out: two agencies, one account for each role, a candidate, a competition with an open
 * session, one whose candidates book a place, and one that asks who may apply. Done once: what is there stays as it is.
 *
 * @returns lines to print: a sign-in each.
 */
export async function seedDemonstration(app: INestApplicationContext): Promise<string[]> {
  const database = app.get(Database);
  const agencyId = await database.transaction((tx) => ensureAgency(tx, AGENCY));
  await database.transaction((tx) => ensureAgency(tx, OTHER_AGENCY));
  const [administrator, ...others] = STAFF;
  if (!administrator) return [];
  const adminId = await ensureStaff(app, administrator);
  await database.query(
    `INSERT INTO role_grant (id, account_id, role, scope_id)
     SELECT gen_random_uuid(), $1, 'administrator', $2 ON CONFLICT DO NOTHING`,
    [adminId, PLATFORM_SCOPE_ID],
  );
  const admin = await principal(database, adminId);
  for (const staff of others) {
    const accountId = await ensureStaff(app, staff);
    const scopeId = staff.scope === 'agency' ? agencyId : PLATFORM_SCOPE_ID;
    orThrow(await app.get(GrantRole).run(admin, accountId, staff.role, scopeId));
  }
  await ensureSecondFactor(app, OFFICIAL);
  await ensureCandidate(app);
  await ensureCompetition(app, agencyId);
  const lines = STAFF.map((staff) => signInLine(staff.shown, staff.signIn));
  return [
    signInLine('Candidate', 'candidate@example.org'),
    ...lines,
    `The official signs appointments with a second factor: "npm run code" says the code of now; for an app: ${DEMONSTRATION_SECRET}`,
  ];
}

const signInLine = (who: string, signIn: string): string =>
  `${`Sign in as ${who}`.padEnd(27)} ${signIn.padEnd(22)} password ${DEMONSTRATION_PASSWORD}`;

async function ensureStaff(app: INestApplicationContext, staff: Staff): Promise<string> {
  const known = await accountOf(app.get(Database), staff.signIn);
  if (known) return known;
  const wish = { ...staff, password: DEMONSTRATION_PASSWORD, language: 'en' };
  return orThrow(await app.get(CreateAccount).insert(wish, null)).accountId;
}

/** The official can sign at once: an authenticator whose secret everybody may know, as everybody knows the password. */
async function ensureSecondFactor(app: INestApplicationContext, signIn: string): Promise<void> {
  const database = app.get(Database);
  const accountId = await accountOf(database, signIn);
  const { ciphertext, keyId } = app.get(KeyRing).encrypt('second-factors', DEMONSTRATION_SECRET);
  // Once; and again where the database came to other keys.
  await database.query(
    `INSERT INTO second_factor (id, account_id, kind, name, secret, secret_key, enrolled_at)
     SELECT gen_random_uuid(), $1, 'totp', $4, $2, $3, clock_timestamp()
     WHERE NOT EXISTS (SELECT 1 FROM second_factor WHERE account_id = $1 AND name = $4)`,
    [accountId, ciphertext, keyId, DEMONSTRATION_FACTOR],
  );
  await database.query(
    'UPDATE second_factor SET secret = $2, secret_key = $3 WHERE account_id = $1 AND name = $4 AND secret_key <> $3',
    [accountId, ciphertext, keyId, DEMONSTRATION_FACTOR],
  );
}

async function ensureCandidate(app: INestApplicationContext): Promise<void> {
  if (await accountOf(app.get(Database), 'candidate@example.org')) return;
  orThrow(
    await app.get(RegisterCandidate).run({
      fullName: 'Kamran Demo',
      nationalId: 'DEMO-0000001',
      email: 'candidate@example.org',
      password: DEMONSTRATION_PASSWORD,
      language: 'en',
    }),
  );
}

async function accountOf(database: Database, signIn: string): Promise<string | undefined> {
  const [account] = await database.query<{ id: string }>('SELECT id FROM account WHERE sign_in = $1', [
    signIn,
  ]);
  return account?.id;
}

async function principal(database: Database, accountId: string): Promise<Principal> {
  const found = await principalOf(database.tx, accountId);
  if (!found) throw new Error('A demonstration account is disabled.');
  return found;
}

async function ensureCompetition(app: INestApplicationContext, agencyId: string): Promise<void> {
  const database = app.get(Database);
  const [known] = await rows(database.tx, 'SELECT 1 FROM competition WHERE code = $1', [COMPETITION]);
  const [programme] = await programmes(database.tx);
  const hrId = await accountOf(database, 'hr');
  const examId = await accountOf(database, 'exam');
  if (known || !programme || !hrId || !examId) return;
  const hr = await principal(database, hrId);
  const exam = await principal(database, examId);
  const now = Date.now();
  const { competitionId } = orThrow(
    await app.get(CreateCompetition).run(hr, {
      agencyId,
      code: COMPETITION,
      title: { en: 'Service centre specialists', ru: 'Специалисты центров обслуживания' },
      description: {
        en: 'People who help citizens get what they are entitled to: at the counter, on the phone and online. The exam takes 55 minutes.',
        ru: 'Те, кто помогает гражданам получить положенное им: у окна приёма, по телефону и через интернет. Экзамен длится 55 минут.',
      },
      programmeId: programme.id,
      applyFrom: new Date(now - DAY),
      applyUntil: new Date(now + 60 * DAY),
      posts: [
        {
          title: { en: 'Service specialist', ru: 'Специалист по обслуживанию' },
          places: 3,
          grade: 'B-4',
          location: 'Baku',
        },
        {
          title: { en: 'Senior service specialist', ru: 'Старший специалист по обслуживанию' },
          places: 1,
          grade: 'B-3',
          location: 'Ganja',
        },
      ],
    }),
  );
  orThrow(await app.get(MoveCompetition).run(hr, competitionId, 'announce'));
  const { sessionId } = orThrow(
    await app.get(ScheduleSession).run(exam, {
      competitionId,
      title: { en: 'Open session', ru: 'Открытая сессия' },
      opensAt: new Date(now - DAY),
      entryClosesAt: new Date(now + 60 * DAY),
      releasePolicy: 'on-grading',
    }),
  );
  orThrow(await app.get(OpenSession).run(exam, sessionId, { withoutGo: 'A demonstration, open at once.' }));
  await seedPlaces(app, { agencyId, programmeId: programme.id }, { hr, exam });
  const adminId = await accountOf(database, 'admin');
  if (!adminId) return;
  const admin = await principal(database, adminId);
  await seedApplications(app, { agencyId, programmeId: programme.id }, { hr, admin });
}
