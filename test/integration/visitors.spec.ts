import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { DEMONSTRATION_PASSWORD } from '../../src/setup/demonstration-password.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { statementsOf } from '../support/statements.js';

type Browser = ReturnType<typeof supertest.agent>;

describe('visitors', () => {
  let platform: TestPlatform;
  const browser = (): Browser => supertest.agent(platform.api.app.getHttpServer());
  const stored = () =>
    platform.api.parts.database.query<{ account: string }>('SELECT account_id AS account FROM web_session');
  const tokenIn = (page: string): string => /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const openForm = async (of: Browser, path = '/sign-in'): Promise<string> =>
    tokenIn((await of.get(path).expect(200)).text);
  const send = (of: Browser, _csrf: string) =>
    of
      .post('/sign-in')
      .redirects(0)
      .type('form')
      .send({ _csrf, signIn: 'hr', password: DEMONSTRATION_PASSWORD });
  const nameOf = async (of: Browser): Promise<string | undefined> => {
    const { body } = await of.get('/api/v1/session').expect(200);
    return (body as { account: { displayName: string } | null }).account?.displayName;
  };

  beforeAll(async () => {
    platform = await startPlatform();
    // The page's parts are read when it is first drawn.
    await openForm(browser());
  }, 120_000);
  afterAll(() => platform.close());

  it('open the page to sign in without a word to the database; signing in takes five statements', async () => {
    const before = await stored();
    const one = browser();
    let csrf = '';
    expect(
      await statementsOf(platform, async () => {
        csrf = await openForm(one);
      }),
    ).toEqual([]);
    const sent = await statementsOf(platform, () => send(one, csrf).expect(303));
    // Is the browser's session an account's; may they try; the account; the old session goes, the new one is kept.
    expect(sent).toHaveLength(5);
    expect(await stored()).toHaveLength(before.length + 1);
    expect(await nameOf(one)).toBeDefined();
  });

  it('send forms with the token of their own session only', async () => {
    const [one, two] = [browser(), browser()];
    const [own, others] = [await openForm(one), await openForm(two)];
    expect(own).not.toBe(others);
    for (const wrong of ['', 'x', others, `${own}x`]) {
      const { text } = await send(one, wrong).expect(403);
      expect(text).toContain('AUTH.CSRF');
      expect(text).toContain('Please load the page again');
    }
    expect(await nameOf(one)).toBeUndefined();
    await send(one, own).expect(303);
    // Signed in is another session: what somebody knew of the one before is worth nothing.
    await send(one, own).expect(403);
    expect(await nameOf(one)).toBeDefined();
  });

  it('have a session only by a cookie that is signed', async () => {
    const csrf = await openForm(browser());
    const answer = await supertest(platform.api.app.getHttpServer())
      .post('/sign-in')
      .redirects(0)
      .set('cookie', 'openmerit=made-up.c2lnbmVk')
      .type('form')
      .send({ _csrf: csrf, signIn: 'hr', password: DEMONSTRATION_PASSWORD });
    expect(answer.status).toBe(403);
  });

  it('are visitors again after signing out, and can sign in once more', async () => {
    const one = browser();
    await send(one, await openForm(one)).expect(303);
    const before = await stored();
    const { csrfToken } = (await one.get('/api/v1/session')).body as { csrfToken: string };
    await one.delete('/api/v1/session').set('x-csrf-token', csrfToken).expect(204);
    expect(await stored()).toHaveLength(before.length - 1);
    expect(await nameOf(one)).toBeUndefined();
    await send(one, await openForm(one)).expect(303);
    expect(await nameOf(one)).toBeDefined();
  });

  it('leave no session of theirs behind that is over, once they sign in again', async () => {
    const { database } = platform.api.parts;
    const one = browser();
    await send(one, await openForm(one)).expect(303);
    await database.query(`UPDATE web_session SET expires_at = clock_timestamp() - interval '1 second'`);
    expect(await nameOf(one)).toBeUndefined();
    await send(one, await openForm(one)).expect(303);
    expect(await stored()).toHaveLength(1);
  });

  it('see the page that they asked for, though it is drawn once for all', async () => {
    const one = browser();
    const first = await one.get('/sign-in?next=/registry').expect(200);
    const again = await one.get('/sign-in?next=/registry').expect(200);
    expect(again.text.replace(tokenIn(again.text), '')).toBe(first.text.replace(tokenIn(first.text), ''));
    expect(again.text).toContain('name="next" value="/registry"');
    const other = await one.get('/sign-in?next=/competitions&lang=ru').expect(200);
    expect(other.text).toContain('name="next" value="/competitions"');
    expect(other.text).toContain('lang="ru"');
    expect((await one.get('/sign-in').expect(200)).text).toContain('name="next" value="/desk"');
  });
});
