import supertest from 'supertest';
import { DEMONSTRATION_PASSWORD } from '../../src/setup/demonstration-password.js';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { newAccount, type NewAccount } from './candidates.js';
import type { TestPlatform } from './platform.js';

/** Files of each kind that begin and end as they should; small. */
export const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n', 'latin1');
export const ZIP = Buffer.from('PK\x03\x04\x14\0\0\0\0\0 an archive PK\x05\x06', 'latin1');

const chunk = (type: string, data: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, data, Buffer.alloc(4)]);
};

/** A PNG that says it is so many pixels wide and high, and has none of them. */
export function png(width: number, height: number, more = 0): Buffer {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.writeUInt8(8, 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', size),
    ...(more > 0 ? [chunk('tEXt', Buffer.alloc(more, 'a'))] : []),
    chunk('IDAT', Buffer.alloc(30)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

export interface Browserlike {
  readonly agent: ReturnType<typeof supertest.agent>;
  readonly csrf: string;
}

/** Somebody who has signed in and sends forms, files among them. */
export async function browserlike(
  platform: TestPlatform,
  { email, password }: NewAccount,
): Promise<Browserlike> {
  const agent = supertest.agent(platform.base);
  const begun = await agent.get('/api/v1/session').expect(200);
  const answer = await agent
    .post('/api/v1/session')
    .set('x-csrf-token', (begun.body as { csrfToken: string }).csrfToken)
    .send({ signIn: email, password })
    .expect(200);
  return { agent, csrf: (answer.body as { csrfToken: string }).csrfToken };
}

export const staffBrowser = (platform: TestPlatform, signIn: string): Promise<Browserlike> =>
  browserlike(platform, { email: signIn, password: DEMONSTRATION_PASSWORD });

/** Sends a file to the API. */
export const upload = (
  { agent, csrf }: Browserlike,
  competitionId: string,
  ruleCode: string,
  content: Buffer,
  name: string,
) =>
  agent
    .post(`/api/v1/competitions/${competitionId}/application-form/documents/${ruleCode}`)
    .set('x-csrf-token', csrf)
    .attach('file', content, name);

/** The demonstration's competition that asks who may apply. */
export async function askingCompetition(platform: TestPlatform): Promise<string> {
  const [row] = await platform.api.parts.database.query<{ id: string }>(
    `SELECT id FROM competition WHERE code = 'DEMO-2026-LAW'`,
  );
  if (!row) throw new Error('The demonstration has a competition that asks.');
  return row.id;
}

/** Answers that meet every rule of it. */
export const GOOD_ANSWERS = {
  citizenship: 'yes',
  age: '1990-05-17',
  education: 'master',
  language: 'native',
  experience: '4',
  'court-ban': 'no',
  consent: 'yes',
} as const;

/** Somebody who has handed in an application to it, with a document to each question that needs one. */
export async function askingApplication(platform: TestPlatform): Promise<{
  readonly client: ApiClient;
  readonly ids: {
    readonly competitionId: string;
    readonly applicationId: string;
    readonly documentId: string;
  };
}> {
  const competitionId = await askingCompetition(platform);
  const { client, ...account } = await newAccount(platform);
  const own = `/api/v1/competitions/${competitionId}/application-form`;
  const { applicationId } = await client.put<{ applicationId: string }>(`${own}/answers`, {
    answers: GOOD_ANSWERS,
  });
  const browser = await browserlike(platform, account);
  await upload(browser, competitionId, 'citizenship', PDF, 'passport.pdf').expect(201);
  const { body } = await upload(browser, competitionId, 'education', PDF, 'diploma.pdf').expect(201);
  await client.post(`${own}/hand-in`);
  return {
    client,
    ids: { competitionId, applicationId, documentId: (body as { documentId: string }).documentId },
  };
}
