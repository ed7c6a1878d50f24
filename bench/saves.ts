import { fork } from 'node:child_process';
import path from 'node:path';
import { freePort } from '../src/platform/embedded/free-port.js';
import { singleRowCommits } from './references/single-row-commits.js';
import { savesScript } from './saves-script.js';
import { startBenchPlatform } from './platform.js';
import { wrk } from './wrk.js';
import type { Figure } from './report.js';

const here = import.meta.dirname;

/** Durable saves over HTTP, full path with the chain check, against bare HTTP and bare commits. */
export async function saves(seconds: number): Promise<Figure[]> {
  const port = await freePort();
  const bare = fork(path.join(here, 'references', 'bare-fastify.js'), {
    env: { ...process.env, PORT: String(port) },
  });
  await new Promise((resolve) => bare.once('message', resolve));
  const platform = await startBenchPlatform(true);
  try {
    const sittings = await platform.openSittings(256);
    const commits = await singleRowCommits(platform.api.parts.config.databaseUrl, seconds);
    const script = savesScript(sittings, Math.round(seconds * 60));
    const floor = await wrk(`http://127.0.0.1:${String(port)}/`, script, bare.pid ?? 0, seconds);
    const saved = await wrk(`${platform.base}/api/v1/responses`, script, platform.apiPid, seconds);
    const [row] = await platform.api.parts.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM response_event',
    );
    const kept = row?.count ?? 0;
    return [
      {
        bench: 'saves',
        figure: 'durable saves',
        value: saved.perSecond,
        unit: '/s',
        reference: 'single-row commits, 32 connections',
        referenceValue: commits,
      },
      {
        bench: 'saves',
        figure: 'processor time a save',
        value: saved.cpu,
        unit: 'µs',
        reference: 'bare Fastify with the schema',
        referenceValue: floor.cpu,
      },
      {
        bench: 'saves',
        figure: 'p99',
        value: saved.p99,
        unit: 'ms',
        reference: 'bare Fastify with the schema',
        referenceValue: floor.p99,
      },
      {
        bench: 'saves',
        figure: 'refused',
        value: saved.errors,
        unit: 'requests',
        reference: 'events on disk',
        referenceValue: kept,
      },
    ];
  } finally {
    bare.kill('SIGTERM');
    await platform.close();
  }
}
