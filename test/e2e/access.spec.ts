import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import {
  CreateAccount,
  GrantRole,
  listRoutes,
  PLATFORM_SCOPE_ID,
  principalOf,
  type Role,
  type RouteView,
} from '../../src/people/index.js';
import { orThrow } from '../../src/platform/index.js';
import { SAVES_PATH } from '../../src/sitting/index.js';
import { DEMONSTRATION_PASSWORD } from '../../src/setup/demonstration-password.js';
import { openSession } from '../support/candidates.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

interface Actor {
  readonly name: string;
  readonly agent: ReturnType<typeof supertest.agent>;
  readonly csrf: string;
  readonly candidate: boolean;
  readonly grants: readonly { readonly role: string; readonly scope: Scope }[];
}

/** Scopes that the walk knows: own is the demonstration's agency with what is in it, or a bank; other is another one. */
type Scope = 'platform' | 'own' | 'other';

describe('who may call what', () => {
  let platform: TestPlatform;
  let routes: RouteView[];
  let actors: Actor[];
  let ids: Record<string, string>;
  const http = () => platform.api.app.getHttpServer();

  async function actor(
    name: string,
    signIn: string | null,
    more: Pick<Actor, 'candidate' | 'grants'>,
  ): Promise<Actor> {
    const agent = supertest.agent(http());
    const begun = await agent.get('/api/v1/session').expect(200);
    let { csrfToken } = begun.body as { csrfToken: string };
    if (signIn) {
      const answer = await agent
        .post('/api/v1/session')
        .set('x-csrf-token', csrfToken)
        .send({ signIn, password: DEMONSTRATION_PASSWORD })
        .expect(200);
      ({ csrfToken } = answer.body as { csrfToken: string });
    }
    return { name, agent, csrf: csrfToken, ...more };
  }

  beforeAll(async () => {
    platform = await startPlatform();
    const { app, parts } = platform.api;
    routes = listRoutes(app);
    const { sessionId, competitionId } = await openSession(platform);
    const [own, other] = await parts.database.query<{ id: string }>(
      'SELECT id FROM agency ORDER BY code DESC',
    );
    const [ownBank, otherBank] = await parts.database.query<{ id: string }>(
      'SELECT id FROM bank ORDER BY code',
    );
    ids = {
      agencyId: own?.id ?? '',
      competitionId,
      sessionId,
      bankId: ownBank?.id ?? '',
      otherAgencyId: other?.id ?? '',
    };
    const [adminRow] = await parts.database.query<{ id: string }>(
      `SELECT id FROM account WHERE sign_in = 'admin'`,
    );
    const admin = await principalOf(parts.database.tx, adminRow?.id ?? '');
    if (!admin) throw new Error('The demonstration has an administrator.');
    const ofAgency: Role[] = [
      'hr-officer',
      'exam-officer',
      'proctor',
      'marker',
      'expert',
      'commission-member',
      'appeal-officer',
      'appointing-official',
      'auditor',
    ];
    const ofBank: Role[] = ['item-author', 'item-reviewer'];
    const scopes: [Scope, string, string][] = [
      ['platform', PLATFORM_SCOPE_ID, PLATFORM_SCOPE_ID],
      ['own', ids['agencyId'] ?? '', ownBank?.id ?? ''],
      ['other', other?.id ?? '', otherBank?.id ?? ''],
    ];
    actors = [
      await actor('nobody', null, { candidate: false, grants: [] }),
      await actor('candidate', 'candidate@example.org', { candidate: true, grants: [] }),
      await actor('administrator', 'admin', {
        candidate: false,
        grants: [{ role: 'administrator', scope: 'platform' }],
      }),
    ];
    const [, walker] = actors;
    await walker?.agent
      .post(`/api/v1/competitions/${competitionId}/applications`)
      .set('x-csrf-token', walker.csrf)
      .send({ language: 'en' })
      .expect(201);
    for (const role of [...ofAgency, ...ofBank]) {
      for (const [scope, agencyScope, bankScope] of scopes) {
        const scopeId = ofBank.includes(role) ? bankScope : agencyScope;
        const signIn = `${role}-${scope}`;
        const wish = {
          signIn,
          displayName: signIn,
          position: 'Walker',
          password: DEMONSTRATION_PASSWORD,
          language: 'en',
        };
        const { accountId } = orThrow(await app.get(CreateAccount).insert(wish, null));
        orThrow(await app.get(GrantRole).run(admin, accountId, role, scopeId));
        actors.push(await actor(signIn, signIn, { candidate: false, grants: [{ role, scope }] }));
      }
    }
  }, 180_000);
  afterAll(() => platform.close());

  const addressOf = (route: RouteView): string =>
    route.path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? randomUUID());

  const call = ({ agent, csrf }: Actor, method: string, path: string) => {
    const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
    const request = agent[verb](path).redirects(0).set('x-csrf-token', csrf);
    // A stream has no end: its head says who may.
    return method !== 'GET' ? request.send({}) : path.endsWith('/live') ? request.parse(hangUp) : request;
  };

  /** What the route's rule says of this actor. */
  function allowed({ rule }: RouteView, one: Actor): boolean {
    if (!rule) return false;
    if (rule.kind === 'anyone') return true;
    if (one.name === 'nobody') return false;
    if (rule.kind === 'signed-in') return true;
    if (rule.kind === 'candidate') return one.candidate;
    if (rule.kind !== 'role') return false;
    return one.grants.some(({ role, scope }) => {
      if (!rule.roles.includes(role)) return false;
      if (rule.scope === 'any') return true;
      if (scope === 'platform') return true;
      // A bank is no part of an agency, nor an agency of a bank.
      const bankRole = role === 'item-author' || role === 'item-reviewer';
      return scope === 'own' && rule.scope !== 'platform' && (rule.scope === 'bankId') === bankRole;
    });
  }

  it('is stated by every route', () => {
    expect(routes.length).toBeGreaterThan(50);
    expect(routes.filter(({ rule }) => !rule)).toEqual([]);
  });

  it('refuses to start with a route that does not say', async () => {
    const { assertEveryRouteStatesAccess } = await import('../../src/people/index.js');
    class Open {
      read() {
        return 1;
      }
    }
    const { Controller, Get } = await import('@nestjs/common');
    Controller('open')(Open);
    Get()(
      Open.prototype,
      'read',
      Object.getOwnPropertyDescriptor(Open.prototype, 'read') as PropertyDescriptor,
    );
    const modules = new Map([['m', { controllers: new Map([['c', { metatype: Open }]]) }]]);
    const app = { get: () => modules } as unknown as Parameters<typeof assertEveryRouteStatesAccess>[0];
    expect(() => {
      assertEveryRouteStatesAccess(app);
    }).toThrow('Open.read');
  });

  it('holds for every route, role and scope; nothing answers with a fault', async () => {
    const wrong: string[] = [];
    // Those who may not first: what those who may do changes things.
    const order = (route: RouteView) =>
      actors.map((one) => ({ one, may: allowed(route, one) })).sort((a, b) => Number(a.may) - Number(b.may));
    for (const route of routes) {
      for (const { one, may } of order(route)) {
        // It would end this actor's walk.
        if (/sign-out|^\/api\/v1\/session$/.test(route.path) && route.method !== 'GET') continue;
        const { status, headers, body } = await call(one, route.method, addressOf(route));
        const redirected = status === 303 && String(headers['location']).startsWith('/sign-in');
        // Who is signed in as they should, and asked for the token of a sitting beside that, was let in.
        const asksFor = (body as { code?: string }).code;
        const lacksToken = asksFor === 'SITTING.TOKEN' && route.rule?.kind !== 'sitting-token';
        const refused = (status === 401 && !lacksToken) || status === 403 || redirected;
        if (status >= 500 || refused === may) {
          wrong.push(
            `${one.name}: ${route.method} ${route.path} → ${String(status)}, should ${may ? 'pass' : 'be refused'}`,
          );
        }
      }
    }
    expect(wrong).toEqual([]);
  }, 480_000);

  it('takes a change only with the session’s own token', async () => {
    const wrong: string[] = [];
    // A sitting token is no cookie: no other page can make a browser send it.
    const changes = routes.filter(({ method, rule }) => method !== 'GET' && rule?.kind !== 'sitting-token');
    for (const route of changes) {
      const [, one] = actors;
      if (!one) continue;
      const verb = route.method.toLowerCase() as 'post' | 'delete';
      const { status, body } = await one.agent[verb](addressOf(route))
        .set('accept', 'application/json')
        .send({});
      const code = (body as { code?: string }).code;
      if (status !== 403 || (route.path.startsWith('/api') && code !== 'AUTH.CSRF'))
        wrong.push(`${route.path} ${String(status)} ${code ?? ''}`);
    }
    expect(wrong).toEqual([]);
  });

  it.each([SAVES_PATH, '/api/v1/watch-snapshots?slot=1'])(
    'gives %s to nobody without a sitting token',
    async (path) => {
      for (const one of actors) {
        const { status, body } = await call(one, 'POST', path);
        expect([status, (body as { code: string }).code]).toEqual([401, 'SITTING.TOKEN']);
      }
    },
  );

  it('shows snapshots to proctors and exam officers of the session, and to no other staff', () => {
    const seen = routes.filter(({ path, rule }) => /sessions.*snapshots/.test(path) && rule?.kind === 'role');
    expect(seen).toHaveLength(3);
    for (const { rule, path } of seen) {
      // One by one also to whoever rules on incidents: the use case shows them what is evidence alone.
      const reviewers = path.endsWith(':snapshotId') ? ['exam-officer', 'appeal-officer'] : [];
      expect(rule).toMatchObject({ roles: ['proctor', 'exam-officer', ...reviewers], scope: 'sessionId' });
    }
  });

  it('ends a disabled account’s rights at once', async () => {
    const admin = actors.find(({ name }) => name === 'administrator');
    const proctor = actors.find(({ name }) => name === 'proctor-platform');
    if (!admin || !proctor) throw new Error('The walk has both.');
    const room = `/api/v1/sessions/${ids['sessionId'] ?? ''}/room`;
    await proctor.agent.get(room).expect(200);
    const [row] = await platform.api.parts.database.query<{ id: string }>(
      `SELECT id FROM account WHERE sign_in = 'proctor-platform'`,
    );
    await admin.agent
      .post(`/api/v1/accounts/${row?.id ?? ''}/disabling`)
      .set('x-csrf-token', admin.csrf)
      .send({})
      .expect(200);
    await proctor.agent.get(room).expect(401);
  });
});

/** Reads nothing of an answer. */
function hangUp(answer: supertest.Response, done: (error: Error | null, body: unknown) => void): void {
  (answer as unknown as { destroy(): void }).destroy();
  done(null, {});
}
