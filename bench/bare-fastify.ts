import { fork } from 'node:child_process';
import path from 'node:path';
import { freePort } from '../src/platform/embedded/free-port.js';

/** Bare Fastify, which answers without any work: what HTTP costs at the least. */
export interface BareFastify {
  /** Origin, without a trailing slash. */
  readonly base: string;
  readonly pid: number;
  stop(): void;
}

/** Starts one, in a process of its own. */
export async function bareFastify(): Promise<BareFastify> {
  const port = await freePort();
  const child = fork(path.join(import.meta.dirname, 'references', 'bare-fastify.js'), {
    env: { ...process.env, PORT: String(port) },
  });
  await new Promise((resolve) => child.once('message', resolve));
  return {
    base: `http://127.0.0.1:${String(port)}`,
    pid: child.pid ?? 0,
    stop: () => child.kill('SIGTERM'),
  };
}
