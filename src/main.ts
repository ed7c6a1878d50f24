import 'reflect-metadata';
import { stat } from 'node:fs/promises';
import { createApi, createWorker, PROJECT_DIR, type Running } from './app.js';
import { setUp } from './setup/set-up.js';
import { HEARTBEAT } from './worker/sweeper.js';
import { ConfigError, parseConfig, RefusalError } from './platform/index.js';

// One file, three processes: `setup` prepares the record and ends; `api` and `worker` run until they are told to stop.
const mode = process.argv[2];

// Connections that wait to be accepted: at the start of an exam thousands come in one second, and what finds no room
// waits a second and longer until it is tried again. The kernel has a bound of its own (net.core.somaxconn).
const BACKLOG = 4096;

async function main(): Promise<void> {
  if (mode === 'health') {
    process.exit((await isHealthy(process.argv[3])) ? 0 : 1);
  }
  const config = parseConfig(process.env, PROJECT_DIR);
  if (mode === 'setup') {
    const lines = await setUp(config);
    if (process.send) process.send({ lines });
    else process.stdout.write(`${lines.join('\n')}\n`);
    if (process.connected) process.disconnect();
    return;
  }
  if (mode === 'api') {
    const api = await createApi(config);
    await api.app.listen({ port: config.port, host: config.host, backlog: BACKLOG });
    runUntilTold(api);
  } else if (mode === 'worker') {
    runUntilTold(await createWorker(config));
  } else {
    throw new ConfigError(['Say what to run: setup, api or worker.']);
  }
  process.send?.({ ready: true });
}

/** For container health checks: the api by its address, the worker by the freshness of its last round. */
async function isHealthy(address: string | undefined): Promise<boolean> {
  if (address) return (await fetch(address).catch(() => undefined))?.ok ?? false;
  const age = Date.now() - (await stat(HEARTBEAT).catch(() => ({ mtimeMs: 0 }))).mtimeMs;
  return age < 30_000;
}

function runUntilTold(running: Running): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    // A drain that hangs must not keep a deployment waiting for ever.
    setTimeout(() => process.exit(1), 14_000).unref();
    running.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // The supervisor is gone, perhaps by kill -9: nobody else would stop this process.
  process.on('disconnect', stop);
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
  else if (error instanceof RefusalError) process.stderr.write(`${error.refusal.detail}\n`);
  else if (error instanceof Error && (error as { code?: string }).code === 'EADDRINUSE') {
    process.stderr.write('The port is taken by another program; set PORT to a free one.\n');
  } else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
