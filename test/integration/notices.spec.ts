import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import { newId } from '../../src/kernel/index.js';
import { postNotice, SendNoticesHandler } from '../../src/notice/index.js';
import { newApplicant, newCandidate, openSession, staff } from '../support/candidates.js';
import { codeOf } from '../support/code-of.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

interface Page {
  readonly items: readonly { readonly kind: string; readonly subject: string; readonly body: string }[];
}

describe('notices to candidates', () => {
  let mail: MailServer;
  let platform: TestPlatform;
  let admin: ApiClient;
  const query = <T>(sql: string, values: readonly unknown[] = []) =>
    platform.api.parts.database.query<T>(sql, values);

  beforeAll(async () => {
    mail = await startMailServer();
    platform = await startPlatform({
      OPENMERIT_SMTP_URL: mail.url,
      OPENMERIT_MAIL_FROM: 'OpenMerit <no-reply@example.org>',
    });
    admin = await staff(platform, 'admin');
  }, 120_000);
  afterEach(() => {
    mail.temper = () => undefined;
  });
  afterAll(async () => {
    await platform.close();
    await mail.close();
  });

  /** A letter that waits, to a candidate of its own. */
  async function waiting(): Promise<{ id: string; email: string }> {
    const { applicationId, email } = await newApplicant(platform);
    const [row] = await query<{ id: string }>(`SELECT id FROM notice WHERE starts_with(about, $1)`, [
      applicationId,
    ]);
    return { id: row?.id ?? '', email };
  }
  const handler = () => platform.api.app.get(SendNoticesHandler);
  const send = (...noticeIds: string[]) => handler().handle({ noticeIds });
  const state = async (id: string) =>
    (
      await query<{ state: string; fault: string | null; attempts: number; later: boolean }>(
        'SELECT state, fault, attempts, due_at > clock_timestamp() AS later FROM notice WHERE id = $1',
        [id],
      )
    )[0];
  const makeDue = (id: string) => query('UPDATE notice SET due_at = clock_timestamp() WHERE id = $1', [id]);
  const to = (email: string) => mail.letters.filter((letter) => letter.to === email);

  it('go out once, however many workers are at it and however often the step runs', async () => {
    const { id, email } = await waiting();
    await Promise.all(Array.from({ length: 8 }, () => send(id)));
    await send(id);
    expect(to(email)).toHaveLength(1);
    const [letter] = to(email);
    expect(letter?.subject).toBe('We have your application: Service centre specialists');
    expect(letter?.text).toContain(`${platform.config.publicOrigin}/desk`);
    expect(letter?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(letter?.headers.get('content-language')).toBe('en');
    expect(await state(id)).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('are in the reader’s language, and nothing that they are filled with becomes a header', async () => {
    const { id, email } = await waiting();
    await query(`UPDATE account SET language = 'ru' WHERE sign_in = $1`, [email]);
    await query(
      `UPDATE person SET full_name = $2 WHERE id = (SELECT person_id FROM account WHERE sign_in = $1)`,
      [email, 'Zara\r\nBcc: thief@example.org'],
    );
    await query(
      `UPDATE notice SET details = '{"competition":{"ru":"А\\r\\nBcc: thief@example.org"}}' WHERE id = $1`,
      [id],
    );
    await send(id);
    const [letter] = to(email);
    expect(letter?.subject).toBe('Ваше заявление получено: А Bcc: thief@example.org');
    expect(letter?.headers.has('bcc')).toBe(false);
    expect(to('thief@example.org')).toEqual([]);
  });

  it('are tried again later where the server says so, and not before', async () => {
    const { id, email } = await waiting();
    mail.temper = () => 451;
    await send(id);
    expect(await state(id)).toEqual({ state: 'waiting', fault: 'SMTP 451', attempts: 1, later: true });
    mail.temper = () => undefined;
    await send(id);
    expect(to(email)).toEqual([]);
    await makeDue(id);
    await send(id);
    expect(to(email)).toHaveLength(1);
  });

  it('hold up no others in the same batch', async () => {
    const [bad, good] = [await waiting(), await waiting()];
    mail.temper = (recipient) => (recipient === bad.email ? 550 : undefined);
    await send(bad.id, good.id);
    expect(await state(bad.id)).toMatchObject({ state: 'refused', fault: 'SMTP 550' });
    expect(await state(good.id)).toMatchObject({ state: 'sent' });
  });

  it('that may have come are sent again by a named person alone', async () => {
    const { id, email } = await waiting();
    mail.temper = () => 'hang-up';
    await send(id);
    expect(await state(id)).toMatchObject({ state: 'unsure' });
    mail.temper = () => undefined;
    await makeDue(id);
    await send(id);
    expect(to(email)).toHaveLength(1);

    const letters = await admin.get<{ items: Record<string, unknown>[] }>('/api/v1/letters');
    expect(letters.items.find((one) => one['id'] === id)).toMatchObject({ state: 'unsure' });
    expect(JSON.stringify(letters)).not.toContain(email);
    await admin.post(`/api/v1/letters/${id}/repetition`);
    await send(id);
    expect(to(email)).toHaveLength(2);
    expect(await codeOf(admin.post(`/api/v1/letters/${id}/repetition`))).toBe('NOTICE.NOT_STUCK');
    const [decision] = await query<{ official: string }>(
      `SELECT official FROM decision WHERE subject = $1 AND action = 'notice-sent-again'`,
      [id],
    );
    expect(decision?.official).toContain('Aysel Rahimova');
  });

  it('of a worker that went away in the middle are doubted, not repeated', async () => {
    const { id, email } = await waiting();
    await query(
      `UPDATE notice SET state = 'sending', changed_at = clock_timestamp() - interval '1 hour' WHERE id = $1`,
      [id],
    );
    const worker = await platform.worker();
    await worker.sweeper.sweep();
    expect(await state(id)).toMatchObject({ state: 'unsure', fault: 'WORKER_GONE' });
    expect(to(email)).toEqual([]);
  });

  it('leave with the commit that they tell of, by the worker alone', async () => {
    const { sessionId } = await openSession(platform);
    const { email } = await newApplicant(platform);
    const [person] = await query<{ person_id: string }>('SELECT person_id FROM account WHERE sign_in = $1', [
      email,
    ]);
    const draft = {
      kind: 'sitting-void',
      personId: person?.person_id ?? '',
      about: newId(),
      details: { session: { en: 'Rolled back' } },
      path: '/desk',
    } as const;
    const { database } = platform.api.parts;
    await expect(
      database.transaction(async (tx) => {
        await postNotice(tx, draft);
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    expect(await database.transaction((tx) => postNotice(tx, { ...draft, about: sessionId }))).toBe(1);
    expect(await database.transaction((tx) => postNotice(tx, { ...draft, about: sessionId }))).toBe(0);
    const worker = await platform.worker();
    await worker.sweeper.sweep();
    const arrived = async (): Promise<number> => {
      while (to(email).length < 2) await new Promise((resolve) => setImmediate(resolve));
      return to(email).length;
    };
    expect(await arrived()).toBe(2);
    expect(to(email).map(({ subject }) => subject)).toContain('Your exam was declared void');
  });

  it('are read by whom they are for, and by nobody else', async () => {
    const { email, password, competitionId } = await newApplicant(platform);
    const { ApiClient } = await import('../../src/desk/round/api-client.js');
    const mine = await new ApiClient(platform.base).signIn(email, password);
    await mine.delete(`/api/v1/competitions/${competitionId}/applications/mine`);
    await mine.delete(`/api/v1/competitions/${competitionId}/applications/mine`);
    await mine.post(`/api/v1/competitions/${competitionId}/applications`, { language: 'en' });
    const { items } = await mine.get<Page>('/api/v1/notices');
    expect(items.map(({ kind }) => kind)).toEqual([
      'application-received',
      'application-withdrawn',
      'application-received',
    ]);
    const other = await newCandidate(platform);
    expect((await other.get<Page>('/api/v1/notices')).items).toEqual([]);
    expect(await codeOf(mine.get('/api/v1/letters'))).toBe('AUTH.FORBIDDEN');
  });
});

describe('without a mail server', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await startPlatform();
  }, 120_000);
  afterAll(() => platform.close());

  it('letters are put into a folder, each once', async () => {
    await newApplicant(platform);
    const ids = await platform.api.parts.database.query<{ id: string }>('SELECT id FROM notice');
    const noticeIds = ids.map(({ id }) => id);
    const handler = platform.api.app.get(SendNoticesHandler);
    await handler.handle({ noticeIds });
    await platform.api.parts.database.query(`UPDATE notice SET state = 'waiting'`);
    await handler.handle({ noticeIds });
    const files = readdirSync(platform.config.mailDir);
    expect(files.sort()).toEqual(noticeIds.map((id) => `${id}.eml`).sort());
    const letter = readFileSync(`${platform.config.mailDir}/${files[0] ?? ''}`, 'utf8');
    expect(letter).toMatch(/^To: Test Person/m);
  });
});
