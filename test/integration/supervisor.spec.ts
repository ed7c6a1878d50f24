import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PROJECT_DIR } from '../../src/app.js';
import { ApiClient } from '../../src/desk/round/api-client.js';
import { sitExam, type Leased } from '../../src/desk/round/sit-exam.js';
import { seededGenerator, sha256 } from '../../src/kernel/index.js';
import { freePort } from '../../src/platform/embedded/free-port.js';
import { childrenOf } from '../../bench/load/processes.js';
import { until } from '../support/until.js';

interface Started {
  readonly child: ChildProcess;
  output(): string;
  readonly ended: Promise<number | null>;
}

/** `npm start` as its operator sees it, on a data folder and port of this test. */
describe('the one command', () => {
  let folder: string;
  let port: number;
  const running: ChildProcess[] = [];

  const start = (env: Record<string, string> = {}): Started => {
    let output = '';
    const child = spawn(process.execPath, [path.join(PROJECT_DIR, 'dist', 'src', 'start.js')], {
      env: { PATH: process.env['PATH'] ?? '', PORT: String(port), OPENMERIT_DATA_DIR: folder, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.push(child);
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    return { child, output: () => output, ended };
  };
  const up = async (started: Started): Promise<void> => {
    await until(
      () => Promise.resolve(started.output().includes('Stop with Ctrl-C') || started.child.exitCode !== null),
      90,
    );
    expect(started.output()).toContain('Stop with Ctrl-C');
  };
  const competition = async (): Promise<string> => {
    const answer = await fetch(`http://127.0.0.1:${String(port)}/api/v1/competitions`);
    return ((await answer.json()) as { items: { id: string }[] }).items[0]?.id ?? '';
  };
  const reachable = () =>
    fetch(`http://127.0.0.1:${String(port)}/health/live`).then(
      () => true,
      () => false,
    );
  /** 0 where none runs. A database that cannot lie in the folder lies where a note in it says. */
  const postmaster = (): number => {
    const asked = path.join(folder, 'postgres');
    try {
      const note = path.join(asked, 'README');
      const place = existsSync(note) && /lies in (\S+):/.exec(readFileSync(note, 'utf8'))?.[1];
      return Number(
        readFileSync(path.join(place || asked, 'pgdata', 'postmaster.pid'), 'utf8').split('\n')[0],
      );
    } catch {
      return 0;
    }
  };
  const leftovers = async (): Promise<boolean> => postmaster() !== 0 || (await reachable());

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-start-'));
    port = await freePort();
  });
  afterAll(async () => {
    for (const child of running) if (child.exitCode === null) child.kill('SIGTERM');
    await until(async () => !(await leftovers()), 30);
    rmSync(folder, { recursive: true, force: true });
  });

  let first = '';

  it('has everything up and says where, with a sign-in a line; SIGTERM stops all of it', async () => {
    const started = start();
    await up(started);
    first = await competition();
    expect(first).not.toBe('');
    for (const line of ['Pages ', 'Public registry ', 'API ']) expect(started.output()).toContain(line);
    for (const who of ['Candidate', 'Administrator', 'Exam officer', 'HR officer', 'Proctor', 'Auditor']) {
      expect(started.output()).toMatch(new RegExp(`^Sign in as ${who} +\\S+ +password \\S+$`, 'm'));
    }
    started.child.kill('SIGTERM');
    expect(await started.ended).toBe(0);
    expect(await leftovers()).toBe(false);
  }, 120_000);

  it('keeps all data, also after kill -9 of the supervisor', async () => {
    const second = start();
    await up(second);
    expect(await competition()).toBe(first);
    second.child.kill('SIGKILL');
    await second.ended;

    const third = start();
    await up(third);
    expect(await competition()).toBe(first);
    const twice = start();
    expect(await twice.ended).toBe(1);
    expect(twice.output()).toContain('runs from this folder already');
    third.child.kill('SIGINT');
    expect(await third.ended).toBe(0);
    expect(await leftovers()).toBe(false);
  }, 120_000);

  it('brings back whatever is killed, on the same data, and exams go on', async () => {
    const started = start();
    await up(started);
    const base = `http://127.0.0.1:${String(port)}`;
    let sat = 0;
    /** From registration to a grade: api, database, queue and worker all have to do their part. */
    const wholeExam = async (): Promise<void> => {
      sat += 1;
      const client = await new ApiClient(base).begin();
      const [email, password] = [`killed-${String(sat)}@example.org`, `password ${String(sat)} of it`];
      const nationalId = `KILLED-${String(sat)}`;
      await client.post('/api/v1/candidates', {
        fullName: 'Ana',
        nationalId,
        email,
        password,
        language: 'en',
      });
      await client.signIn(email, password);
      await client.post(`/api/v1/competitions/${first}/applications`, { language: 'en' });
      const { items } = await client.get<{ items: { id: string }[] }>(
        `/api/v1/competitions/${first}/sessions`,
      );
      const leased = await client.post<Leased>(`/api/v1/sessions/${items[0]?.id ?? ''}/sittings`);
      const { sittingId } = leased;
      await sitExam(client, leased, seededGenerator(sha256(sittingId)));
      await until(() => client.get(`/api/v1/sittings/${sittingId}/result`).catch(() => undefined));
    };
    const said = (what: string, times = 1) =>
      until(() => Promise.resolve(started.output().split(what).length > times), 180);
    const child = (mode: string): number =>
      childrenOf(started.child.pid ?? 0).find(({ command }) => command.endsWith(` ${mode}`))?.pid ?? 0;

    await wholeExam();
    // The api and the worker live through it.
    const before = [child('api'), child('worker')];
    process.kill(postmaster(), 'SIGKILL');
    await said('PostgreSQL is up again.');
    await wholeExam();
    expect(
      started
        .output()
        .split('\n')
        .filter((line) => line.includes(' ended unexpectedly')),
    ).toEqual(['PostgreSQL ended unexpectedly and is started again.']);
    expect([child('api'), child('worker')]).toEqual(before);

    process.kill(child('api'), 'SIGKILL');
    await said('The api is up again.');
    process.kill(child('worker'), 'SIGKILL');
    await said('The worker is up again.');
    await wholeExam();

    // All at once: the api and the worker cannot start before the database is there.
    for (const pid of [postmaster(), child('api'), child('worker')]) process.kill(pid, 'SIGKILL');
    await said('PostgreSQL is up again.', 2);
    await said('The api is up again.', 2);
    await said('The worker is up again.', 2);
    await wholeExam();
    expect(await competition()).toBe(first);
    started.child.kill('SIGTERM');
    expect(await started.ended).toBe(0);
    expect(await leftovers()).toBe(false);
  }, 600_000);

  it('logs requests by id and route, and nothing that belongs to a person', async () => {
    const started = start({ LOG_LEVEL: 'debug' });
    await up(started);
    const client = await new ApiClient(`http://127.0.0.1:${String(port)}`).begin();
    const secrets = ['Zarina Secretova', 'PRIVATE-778899', 'zarina@secret.example', 'zarina has a password'];
    const [fullName = '', nationalId = '', email = '', password = ''] = secrets;
    await client.post('/api/v1/candidates', { fullName, nationalId, email, password, language: 'en' });
    await client.signIn(email, password);
    await client.get('/api/v1/registry/entries?name=Secretova');
    await client.post(`/api/v1/competitions/${first}/applications`, { language: 'en' });
    const { items } = await client.get<{ items: { id: string }[] }>(`/api/v1/competitions/${first}/sessions`);
    const leased = await client.post<Leased>(`/api/v1/sessions/${items[0]?.id ?? ''}/sittings`);
    const { sittingId } = leased;
    await sitExam(client, leased, seededGenerator(sha256(sittingId)));
    await client.get(`/api/v1/sittings/${sittingId}/receipt`);
    await expect(client.post('/api/v1/candidates', { fullName, nationalId, email })).rejects.toThrow('422');
    started.child.kill('SIGTERM');
    await started.ended;
    const log = started
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    expect(log.length).toBeGreaterThan(10);
    expect(
      log.some((line) => line.includes('"route":"/api/v1/candidates"') && line.includes('requestId')),
    ).toBe(true);
    for (const secret of [...secrets, 'Secretova', '"value"', sittingId])
      expect(log.filter((line) => line.includes(secret))).toEqual([]);
  }, 120_000);

  it('says in one sentence what is wrong', async () => {
    const sentences: [Record<string, string>, RegExp][] = [
      [{ PORT: 'three thousand' }, /^PORT should be a whole number from 1 to 65535\.$/],
      [
        { OPENMERIT_DATA_DIR: path.join(folder, 'a-file', 'inside') },
        /^The folder .* cannot be written to: .*\.$/,
      ],
      [
        { DATABASE_URL: 'mysql://secret@host/db' },
        /DATABASE_URL should be an address that begins with postgres:\/\//,
      ],
    ];
    writeFileSync(path.join(folder, 'a-file'), '');
    for (const [env, sentence] of sentences) {
      const started = start(env);
      expect(await started.ended).toBe(1);
      expect(started.output().trim()).toMatch(sentence);
      expect(started.output()).not.toMatch(/secret|\n\s+at /);
    }
    const other = createServer().listen(port, '127.0.0.1');
    const taken = start();
    expect(await taken.ended).toBe(1);
    expect(taken.output().trim()).toBe(
      `Port ${String(port)} is taken by another program: set PORT to a free one.`,
    );
    await new Promise((resolve) => other.close(resolve));
  }, 60_000);
});
