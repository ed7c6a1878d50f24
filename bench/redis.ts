import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../src/platform/embedded/free-port.js';

export interface BenchRedis {
  readonly url: string;
  stop(): Promise<void>;
}

/** A Redis of a bench's own on a free port; undefined where there is no redis-server on this machine. */
export async function startBenchRedis(): Promise<BenchRedis | undefined> {
  const port = await freePort();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-bench-redis-'));
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', [...settings, '--dir', folder], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const isReady = await new Promise<boolean>((resolve) => {
    child.once('error', () => {
      resolve(false);
    });
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Ready to accept connections')) resolve(true);
    });
  });
  if (!isReady) return undefined;
  return {
    url: `redis://127.0.0.1:${String(port)}`,
    stop: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
