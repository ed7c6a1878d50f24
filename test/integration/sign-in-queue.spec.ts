import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { SignInQueue, type Place } from '../../src/people/index.js';
import { SignInTickets } from '../../src/people/web/sign-in-tickets.js';
import { DEMONSTRATION_PASSWORD } from '../../src/setup/demonstration-password.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';

describe('the queue of sign-ins', () => {
  let platform: TestPlatform;
  let queue: SignInQueue;
  const http = () => platform.api.app.getHttpServer();

  beforeAll(async () => {
    platform = await startPlatform();
    queue = platform.api.app.get(SignInQueue);
  }, 120_000);
  afterAll(() => platform.close());

  /** Nobody is signed in while `work` runs: the first thing that a sign-in asks for is held by somebody else. */
  const held = (work: () => Promise<void>): Promise<void> =>
    platform.api.parts.database.transaction(async (tx) => {
      await tx.query('LOCK TABLE throttle IN ACCESS EXCLUSIVE MODE');
      await work();
    });
  const crowd = (count: number): Place[] =>
    Array.from({ length: count }, (_, index) => {
      const place = queue.enter({ name: `nobody-${String(index)}`, password: 'x', address: '10.0.0.1' });
      if (!place) throw new Error('The queue has room for so few.');
      return place;
    });
  const form = async (agent: ReturnType<typeof supertest.agent>): Promise<string> => {
    const { text } = await agent.get('/sign-in?next=/competitions').expect(200);
    return /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
  };
  const send = (agent: ReturnType<typeof supertest.agent>, csrf: string, signIn: string, password: string) =>
    agent
      .post('/sign-in')
      .redirects(0)
      .type('form')
      .send({ _csrf: csrf, signIn, password, next: '/competitions' });
  const turn = (agent: ReturnType<typeof supertest.agent>) =>
    until(async () => {
      const { status, headers } = await agent.get('/sign-in/queue').redirects(0);
      return status === 303 && headers['location'] === '/sign-in/done';
    });

  it('has a page that waits by itself, keeps no secret, and signs in when it is one’s turn', async () => {
    const agent = supertest.agent(http());
    const csrf = await form(agent);
    await held(async () => {
      crowd(8);
      const sent = await send(agent, csrf, 'hr', 'not the password').expect(303);
      expect(sent.headers['location']).toBe('/sign-in/queue');
      const [cookie = ''] = sent.get('Set-Cookie') ?? [];
      expect(cookie).toMatch(/^sign-in=[\w.-]+; Path=\/sign-in; HttpOnly; SameSite=Lax$/);
      const page = await agent.get('/sign-in/queue').expect(200);
      expect(Number(page.headers['refresh'])).toBeGreaterThan(1);
      expect(page.headers).toMatchObject({
        'cache-control': 'no-store',
        'content-type': 'text/html; charset=utf-8',
      });
      expect(page.headers['content-security-policy']).toContain(`default-src 'none';script-src 'self'`);
      expect(page.text).toMatch(/[5-8] people/);
      expect(page.text).not.toContain('not the password');
      expect((await agent.get('/sign-in/queue?lang=ru').expect(200)).text).toContain('Вы в очереди');
      // The form once more, with the right password, behind many others: the place stays.
      crowd(8);
      await send(agent, csrf, 'hr', DEMONSTRATION_PASSWORD).expect(303);
      expect((await agent.get('/sign-in/queue')).text).toMatch(/[5-8] people/);
    });
    await turn(agent);
    const done = await agent.get('/sign-in/done').redirects(0).expect(303);
    expect(done.headers['location']).toBe('/competitions');
    const session = await agent.get('/api/v1/session').expect(200);
    expect((session.body as { account: { displayName: string } | null }).account).not.toBeNull();
    // Once.
    await agent.get('/sign-in/queue').redirects(0).expect(410);
  });

  it('shows the form again with the name where the password was wrong', async () => {
    const agent = supertest.agent(http());
    const csrf = await form(agent);
    await held(async () => {
      await send(agent, csrf, 'hr@nowhere.example', 'wrong').expect(303);
    });
    await turn(agent);
    const page = await agent.get('/sign-in/done').redirects(0).expect(401);
    expect(page.text).toContain('value="hr@nowhere.example"');
    expect(page.text).not.toContain('value="wrong"');
  });

  it('takes a ticket of another process for true, and none that was changed or is over', async () => {
    const [place] = crowd(1);
    if (!place) throw new Error('One came.');
    const other = new SignInTickets(platform.api.parts.keys).give({ place, signIn: 'x', next: '/desk' });
    const ask = (cookie: string) =>
      supertest(http()).get('/sign-in/queue').set('cookie', `sign-in=${cookie}`).redirects(0);
    const page = await ask(other).expect(200);
    expect(page.headers['refresh']).toBe('2');
    expect(page.text).toContain('You are in the queue');
    await ask(`0${other.slice(1)}`).expect(other.startsWith('0') ? 200 : 410);
    await ask(other.replace(/\.\d+\./, '.99999999999999.')).expect(410);
    await ask('').expect(410);
    await place.settled;
  });
});
