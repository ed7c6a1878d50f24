import { fork, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createApi, PROJECT_DIR, type RunningApi } from '../src/app.js';
import { DrawnForms } from '../src/form/index.js';
import { hashJson, newId, publicId, type Json } from '../src/kernel/index.js';
import { freePort } from '../src/platform/embedded/free-port.js';
import { startEmbeddedPostgres } from '../src/platform/embedded/embedded-postgres.js';
import { orThrow, parseConfig, principalOfAccount } from './principal.js';
import { setUp } from '../src/setup/set-up.js';
import { IssueLease } from '../src/sitting/index.js';
import { closedCopies } from './load/closed-copies.js';
import type { BenchSitting } from './saves-sittings.js';

/** Items of a closed sitting. */
export const CLOSED_ITEMS = 100;
// Different forms among closed sittings.
const FORMS = 200;

/** A platform of a bench's own, on a durable PostgreSQL in a temporary folder. */
export interface BenchPlatform {
  readonly api: RunningApi;
  readonly base: string;
  readonly apiPid: number;
  /** Starts another api process beside the first, on the same database. @returns where it listens. */
  secondApi(): Promise<string>;
  /** Starts a worker process, which sweeps and does the queue's jobs. */
  worker(): Promise<void>;
  /** Makes sittings that are open, each with a lease. */
  openSittings(count: number): Promise<BenchSitting[]>;
  /** Makes sittings of 100 items that are closed, with full answer sheets. @returns their session. */
  closedSittings(count: number): Promise<string>;
  close(): Promise<void>;
}

/** @param ownProcess whether the api listens in a process of its own, so that its processor time can be told apart. */
export async function startBenchPlatform(ownProcess = false): Promise<BenchPlatform> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-bench-'));
  chmodSync(folder, 0o755);
  const postgres = await startEmbeddedPostgres(folder);
  const port = await freePort();
  const env = {
    DATABASE_URL: postgres.url,
    OPENMERIT_EMBEDDED: '1',
    OPENMERIT_KEYS_DIR: path.join(folder, 'keys'),
    OPENMERIT_MAIL_DIR: path.join(folder, 'mail'),
    OPENMERIT_SEALED_DIR: path.join(folder, 'sealed'),
    LOG_LEVEL: 'error',
    PORT: String(port),
  };
  const config = parseConfig(env, PROJECT_DIR);
  await setUp(config);
  const api = await createApi(config);
  const children: ChildProcess[] = [];
  const startProcess = async (role: 'api' | 'worker', at: number): Promise<number> => {
    const child = fork(path.join(PROJECT_DIR, 'dist', 'src', 'main.js'), [role], {
      env: { ...process.env, ...env, PORT: String(at) },
    });
    children.push(child);
    await new Promise((resolve) => child.once('message', resolve));
    return child.pid ?? 0;
  };
  const apiPid = ownProcess ? await startProcess('api', port) : process.pid;
  const { database } = api.parts;
  const makeSittings = async (count: number): Promise<{ id: string; sessionId: string }[]> => {
    const [session] = await database.query<{ id: string; draw_id: string; competition_id: string }>(
      `SELECT id, draw_id, competition_id FROM exam_session WHERE state = 'open'`,
    );
    if (!session) throw new Error('The demonstration has no open session.');
    const forms = orThrow(await api.app.get(DrawnForms).of(database.tx, session.draw_id));
    return database.transaction(async (tx) => {
      const made: { id: string; sessionId: string }[] = [];
      for (let i = 0; i < count; i += 1) {
        const [person, application, sitting, number] = [newId(), newId(), newId(), publicId(10)];
        await tx.query(
          `INSERT INTO person (id, national_id_hash, national_id_ciphertext, national_id_key, full_name)
           VALUES ($1::uuid, decode(md5($1::uuid::text), 'hex'), '', '', 'Bench')`,
          [person],
        );
        await tx.query(
          `INSERT INTO application (id, competition_id, person_id, language, state) VALUES ($1, $2, $3, 'en', 'submitted')`,
          [application, session.competition_id, person],
        );
        await tx.query(
          `INSERT INTO sitting (id, session_id, application_id, person_id, candidate_number, language, state, deadline_at)
           VALUES ($1, $2, $3, $4, $5, 'en', 'open', clock_timestamp() + interval '1 hour')`,
          [sitting, session.id, application, person, number],
        );
        const items = orThrow(forms.form(number)) as unknown as Json;
        await tx.query(
          'INSERT INTO form (sitting_id, draw_id, items, content_hash) VALUES ($1, $2, $3, $4)',
          [sitting, session.draw_id, JSON.stringify(items), hashJson(items)],
        );
        made.push({ id: sitting, sessionId: session.id });
      }
      return made;
    });
  };
  return {
    api,
    base: `http://127.0.0.1:${String(port)}`,
    apiPid,
    secondApi: async () => {
      const second = await freePort();
      await startProcess('api', second);
      return `http://127.0.0.1:${String(second)}`;
    },
    worker: async () => {
      await startProcess('worker', await freePort());
    },
    openSittings: async (count) => {
      const leased: BenchSitting[] = [];
      for (const { id } of await makeSittings(count)) {
        const principal = await principalOfAccount(database, id);
        leased.push(orThrow(await api.app.get(IssueLease).run(principal, id)));
      }
      return leased;
    },
    closedSittings: async (count) => {
      const [session] = await database.query<{ id: string; draw_id: string }>(
        `SELECT id, draw_id FROM exam_session WHERE state = 'open'`,
      );
      if (!session) throw new Error('The demonstration has no open session.');
      const drawn = orThrow(await api.app.get(DrawnForms).of(database.tx, session.draw_id));
      // The programme's forms are shorter: two of them make one.
      const forms = Array.from({ length: FORMS }, () =>
        [drawn, drawn]
          .flatMap((one) => orThrow(one.form(publicId(10))))
          .slice(0, CLOSED_ITEMS)
          .map((item, index) => ({ ...item, position: index + 1 })),
      );
      await closedCopies((sql, values = []) => database.query(sql, values), {
        sessionId: session.id,
        count,
        forms,
        items: CLOSED_ITEMS,
      });
      return session.id;
    },
    close: async () => {
      for (const child of children) {
        child.kill('SIGTERM');
        await new Promise((resolve) => child.once('exit', resolve));
      }
      await api.close();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
