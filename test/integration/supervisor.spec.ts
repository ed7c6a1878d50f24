import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PROJECT_DIR } from '../../src/app.js';
import { freePort } from '../../src/platform/embedded/free-port.js';
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
  /** Processes whose command line names this test's data folder, or that were started with it. */
  const leftovers = async (): Promise<boolean> => {
    const pid = await Promise.resolve()
      .then(() => readFileSync(path.join(folder, 'postgres', 'pgdata', 'postmaster.pid'), 'utf8'))
      .catch(() => '');
    return pid !== '' || (await reachable());
  };

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
