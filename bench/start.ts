import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { openSealedForm, SealForms, SealedFiles } from '../src/form/index.js';
import { principalOf } from '../src/people/index.js';
import type { Principal } from '../src/platform/index.js';
import { OpenSession, ScheduleSession } from '../src/session/index.js';
import { bareFastify } from './bare-fastify.js';
import { makeCrowd, type Crowd } from './crowd.js';
import { fire, percentile } from './fire.js';
import type { Hit, Shot } from './load-client.js';
import { startBenchPlatform, type BenchPlatform } from './platform.js';
import { orThrow } from './principal.js';
import { processorTime } from './processor-time.js';
import { singleRowCommits } from './references/single-row-commits.js';
import { figureOf, rate, type Figure } from './report.js';

const CANDIDATES = Number(process.env['OPENMERIT_BENCH_CANDIDATES'] ?? 10_000);
const CONNECTIONS = 400;
/** As an officer would set it. */
const SPREAD_SECONDS = 45;
/** The waiting room's minutes, made short. */
const FETCH_SECONDS = 20;
const SECOND = 1000;
const NO_GO = { withoutGo: 'A bench.' };

interface Made {
  readonly sessionId: string;
  readonly drawId: string;
  /** Seconds that sealing took. */
  readonly sealing: number;
}

/**
 * An exam's first minute: ten thousand in the waiting room fetch their sealed forms, then all begin, spread as an officer
 * would set it; and once more in another session, where all press in the same second. By a client in a process of its
 * own; the same client at the same pace against bare Fastify is the reference.
 */
export async function start(seconds: number): Promise<Figure[]> {
  const bare = await bareFastify();
  const platform = await startBenchPlatform(true);
  try {
    const { parts } = platform.api;
    const [competition] = await parts.database.query<{ id: string }>(
      'SELECT id FROM competition ORDER BY code LIMIT 1',
    );
    const competitionId = competition?.id ?? '';
    const crowd = await makeCrowd(parts, platform.base, competitionId, CANDIDATES);
    const spread = await makeSession(platform, competitionId, SPREAD_SECONDS);
    const burst = await makeSession(platform, competitionId, 0);
    await parts.database.query('ANALYZE');
    const commits = await singleRowCommits(parts.config.databaseUrl, seconds);

    const waiting = await wait(platform, crowd, spread);
    const opensAt = soon();
    await opens(platform, spread.sessionId, opensAt);
    const before = { cpu: processorTime(platform.apiPid), commits: await commitCount(platform) };
    // Their moments move with the opening.
    const moved = opensAt - waiting.opensAt;
    const starts = await fire({
      base: platform.base,
      connections: CONNECTIONS,
      shots: waiting.moments.map((at, index) => startShot(crowd, index, spread.sessionId, at + moved)),
      wanted: ['sealed', 'drawId', 'candidateNumber'],
    });
    const cpu = (processorTime(platform.apiPid) - before.cpu) / CANDIDATES;
    const transactions = ((await commitCount(platform)) - before.commits) / CANDIDATES;
    await openSome(platform, starts);

    const bareBefore = processorTime(bare.pid);
    const bareOpens = soon();
    const floor = await fire({
      base: bare.base,
      connections: CONNECTIONS,
      shots: waiting.moments.map((at) => bareShot(at - waiting.opensAt + bareOpens)),
    });
    const bareCpu = (processorTime(bare.pid) - bareBefore) / CANDIDATES;

    const burstOpens = soon();
    await opens(platform, burst.sessionId, burstOpens);
    const burstAt = (index: number, from: number) => from + ((index * 7919) % SECOND);
    const burstHits = await fire({
      base: platform.base,
      connections: CONNECTIONS,
      shots: crowd.cookies.map((_, index) =>
        startShot(crowd, index, burst.sessionId, burstAt(index, burstOpens)),
      ),
    });
    const bareBurstFrom = soon();
    const bareBurst = await fire({
      base: bare.base,
      connections: CONNECTIONS,
      shots: crowd.cookies.map((_, index) => bareShot(burstAt(index, bareBurstFrom))),
    });
    await assertAllBegun(platform, [spread.sessionId, burst.sessionId]);

    const figure = figureOf('start');
    const noOp = 'bare Fastify, same client and pace';
    return [
      figure(
        'forms sealed',
        (CANDIDATES * 1.2) / spread.sealing,
        '/s',
        'gzip alone',
        await gzipRate(platform),
      ),
      figure('waiting room, p99', p99(waiting.hits), 'ms', noOp, p99(floor)),
      figure('sealed form, p99', p99(waiting.files), 'ms', noOp, p99(floor)),
      figure('start, median', percentile(times(starts), 0.5), 'ms', noOp, percentile(times(floor), 0.5)),
      figure('start, p99', p99(starts), 'ms', noOp, p99(floor)),
      figure('all had begun after', lastOf(starts, opensAt), 's', 'a minute', 60),
      figure('not begun', failures(starts), 'of them', 'candidates', CANDIDATES),
      figure('processor time of the api a start', cpu, 'µs', noOp, bareCpu),
      figure('transactions a start', transactions, '', 'a start', 1),
      figure(
        'same second: all had begun after',
        lastOf(burstHits, burstOpens),
        's',
        'bare Fastify',
        lastOf(bareBurst, bareBurstFrom),
      ),
      figure(
        'same second: starts',
        CANDIDATES / lastOf(burstHits, burstOpens),
        '/s',
        'single-row commits, 32 connections',
        commits,
      ),
      figure('same second: p99', p99(burstHits), 'ms', 'bare Fastify', p99(bareBurst)),
      figure('same second: not begun', failures(burstHits), 'of them', 'candidates', CANDIDATES),
    ];
  } finally {
    bare.stop();
    await platform.close();
  }
}

/** A session that is drawn, sealed and open, though its time has not come. */
async function makeSession(
  platform: BenchPlatform,
  competitionId: string,
  spreadSeconds: number,
): Promise<Made> {
  const { app, parts } = platform.api;
  const { database } = parts;
  const officer = await officerOf(platform);
  const { sessionId } = orThrow(
    await app.get(ScheduleSession).run(officer, {
      competitionId,
      title: { en: 'Bench' },
      opensAt: new Date(Date.now() + 3600 * SECOND),
      entryClosesAt: new Date(Date.now() + 24 * 3600 * SECOND),
      releasePolicy: 'officer',
    }),
  );
  await database.query('UPDATE exam_session SET spread_seconds = $2 WHERE id = $1', [
    sessionId,
    spreadSeconds,
  ]);
  // Too many forms to seal while the officer waits: the draw stands, the opening is refused.
  const early = await app.get(OpenSession).run(officer, sessionId, NO_GO);
  if (CANDIDATES > 100 && (early.ok || early.refusal.code !== 'SESSION.NOT_SEALED')) {
    throw new Error('The session opened with forms that were not sealed.');
  }
  const [session] = await database.query<{ drawId: string }>(
    'SELECT draw_id AS "drawId" FROM exam_session WHERE id = $1',
    [sessionId],
  );
  const drawId = session?.drawId ?? '';
  const began = performance.now();
  await app.get(SealForms).run(drawId);
  const sealing = (performance.now() - began) / SECOND;
  orThrow(await app.get(OpenSession).run(officer, sessionId, NO_GO));
  return { sessionId, drawId, sealing };
}

async function officerOf(platform: BenchPlatform): Promise<Principal> {
  const { database } = platform.api.parts;
  const [account] = await database.query<{ id: string }>(`SELECT id FROM account WHERE sign_in = 'exam'`);
  const principal = await principalOf(database.tx, account?.id ?? '');
  if (!principal) throw new Error('The demonstration has an exam officer.');
  return principal;
}

/** Everybody asks how things stand and then fetches the sealed form, each at a moment of their own. */
async function wait(platform: BenchPlatform, crowd: Crowd, { sessionId }: Made) {
  const from = soon();
  const momentOf = (index: number) =>
    from + ((index * 7919) % CANDIDATES) * ((FETCH_SECONDS * SECOND) / CANDIDATES);
  const order = { base: platform.base, connections: CONNECTIONS };
  const hits = await fire({
    ...order,
    shots: crowd.cookies.map((cookie, index) => ({
      at: momentOf(index),
      method: 'GET' as const,
      path: `/api/v1/sessions/${sessionId}/waiting`,
      headers: { cookie },
    })),
    wanted: ['opensAt', 'startAt', 'sealed'],
  });
  const again = soon() - from;
  const files = await fire({
    ...order,
    shots: hits.map(({ fields }, index) => ({
      at: momentOf(index) + again,
      method: 'GET' as const,
      path: (fields['sealed'] as { address: string }).address,
      headers: {},
    })),
  });
  if (failures(hits) + failures(files) > 0) throw new Error('The waiting room had errors.');
  return {
    hits,
    files,
    opensAt: hits[0]?.fields['opensAt'] as number,
    moments: hits.map(({ fields }) => fields['startAt'] as number),
  };
}

/** Opens some of the forms with the keys that came. */
async function openSome(platform: BenchPlatform, starts: readonly Hit[]): Promise<void> {
  const files = platform.api.app.get(SealedFiles);
  for (let index = 0; index < starts.length; index += 100) {
    const { sealed, drawId, candidateNumber } = starts[index]?.fields as {
      sealed: { address: string; contentKey: string };
      drawId: string;
      candidateNumber: string;
    };
    const file = await files.read(sealed.address.replace('/sealed/', ''));
    openSealedForm(file ?? Buffer.alloc(0), sealed.contentKey, { drawId, candidateNumber });
  }
}

async function opens(platform: BenchPlatform, sessionId: string, at: number): Promise<void> {
  await platform.api.parts.database.query('UPDATE exam_session SET opens_at = $2 WHERE id = $1', [
    sessionId,
    new Date(at),
  ]);
}

async function assertAllBegun(platform: BenchPlatform, sessionIds: readonly string[]): Promise<void> {
  const rows = await platform.api.parts.database.query<{ sittings: number; leases: number; forms: number }>(
    `SELECT count(*)::int AS sittings, count(l.sitting_id)::int AS leases, count(f.sitting_id)::int AS forms
     FROM sitting s LEFT JOIN sitting_lease l ON l.sitting_id = s.id LEFT JOIN form f ON f.sitting_id = s.id
     WHERE s.session_id = ANY($1::uuid[]) GROUP BY s.session_id`,
    [sessionIds],
  );
  const whole = rows.filter(({ sittings, leases, forms }) =>
    [sittings, leases, forms].every((count) => count === CANDIDATES),
  );
  if (whole.length !== sessionIds.length) throw new Error('Not everybody has one sitting, lease and form.');
}

/** Transactions that PostgreSQL has committed: a statement outside of one is one of its own. */
async function commitCount(platform: BenchPlatform): Promise<number> {
  // Sessions report what they have done about once a second.
  await new Promise((resolve) => setTimeout(resolve, 2 * SECOND));
  const [row] = await platform.api.parts.database.query<{ count: number }>(
    'SELECT xact_commit::int AS count FROM pg_stat_database WHERE datname = current_database()',
  );
  return row?.count ?? 0;
}

async function gzipRate(platform: BenchPlatform): Promise<number> {
  const [row] = await platform.api.parts.database.query<{ bytes: number }>(
    'SELECT avg(bytes)::int AS bytes FROM sealed_form',
  );
  // A text of the size that forms have before they are packed, about eight times as long, and not to be packed well.
  const text = randomBytes((row?.bytes ?? 1) * 4).toString('base64');
  return rate(2, () => gzipSync(text, { level: 6 }));
}

const soon = (): number => Date.now() + 3 * SECOND;

const startShot = (crowd: Crowd, index: number, sessionId: string, at: number): Shot => ({
  at,
  method: 'POST',
  path: `/api/v1/sessions/${sessionId}/sittings`,
  headers: { cookie: crowd.cookies[index] ?? '', 'x-csrf-token': crowd.csrfToken, 'content-length': '0' },
});

const bareShot = (at: number): Shot => ({ at, method: 'GET', path: '/', headers: {} });

const times = (hits: readonly Hit[]): number[] => hits.map(({ milliseconds }) => milliseconds);
const p99 = (hits: readonly Hit[]): number => percentile(times(hits), 0.99);
const failures = (hits: readonly Hit[]): number =>
  hits.filter(({ status }) => status < 200 || status > 299).length;
const lastOf = (hits: readonly Hit[], from: number): number =>
  (hits.reduce((last, { endedAt }) => Math.max(last, endedAt), 0) - from) / SECOND;
