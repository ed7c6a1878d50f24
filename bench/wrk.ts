import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { processorTime } from './processor-time.js';

export interface Load {
  readonly perSecond: number;
  /** Answered, of whatever status. */
  readonly requests: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Answers that are no success, connections that broke, answers that never came. */
  readonly errors: number;
  /** Microseconds of the server's processor time a request. */
  readonly cpu: number;
  /** Microseconds of wrk's own processor time a request. */
  readonly generatorCpu: number;
}

/**
 * Loads an address with Debian's wrk and measures the server's processor time beside the rate.
 *
 * @param script Lua for wrk. @param pid the server's process.
 */
export async function wrk(
  url: string,
  script: string,
  pid: number,
  seconds: number,
  connections = 64,
  threads = 2,
): Promise<Load> {
  if (spawnSync('sh', ['-c', 'command -v wrk']).status !== 0) {
    throw new Error('The HTTP benches need wrk: "apt-get install wrk" as root brings it.');
  }
  const file = `/tmp/openmerit-wrk-${String(process.pid)}.lua`;
  writeFileSync(file, script);
  const before = processorTime(pid);
  const { output, cpu: own } = await run(seconds, 'wrk', [
    `-t${String(threads)}`,
    `-c${String(connections)}`,
    `-d${String(seconds)}s`,
    '--timeout',
    '30s',
    '--latency',
    '-s',
    file,
    url,
  ]);
  const spent = processorTime(pid) - before;
  rmSync(file, { force: true });
  const requests = Number(/(\d+) requests in/.exec(output)?.[1] ?? '0');
  if (requests === 0) throw new Error(`wrk has measured nothing: ${output.trim()}`);
  const socket = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(output) ?? [];
  const refused = Number(/Non-2xx or 3xx responses: (\d+)/.exec(output)?.[1] ?? '0');
  return {
    perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1] ?? '0'),
    requests,
    p50: percentile(output, 50),
    p99: percentile(output, 99),
    errors: socket.slice(1).reduce((sum, count) => sum + Number(count), refused),
    cpu: spent / requests,
    generatorCpu: own / requests,
  };
}

function percentile(output: string, rank: number): number {
  const [, amount = '0', unit = 'ms'] =
    new RegExp(`${String(rank)}%\\s+([\\d.]+)(us|ms|s)`).exec(output) ?? [];
  return Number(amount) * ({ us: 0.001, ms: 1, s: 1000 }[unit] ?? 1);
}

/** Runs a program. @returns what it printed, and its processor time of the last `seconds`, in microseconds. */
function run(
  seconds: number,
  program: string,
  parameters: readonly string[],
): Promise<{ output: string; cpu: number }> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(program, parameters, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    const samples: { at: number; cpu: number }[] = [];
    const watch = setInterval(() => {
      try {
        samples.push({ at: performance.now(), cpu: processorTime(child.pid ?? 0) });
      } catch {
        // It has just ended.
      }
    }, 50);
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('exit', () => {
      clearInterval(watch);
      // Before that it read its script.
      const began = samples.find(({ at }) => at > performance.now() - seconds * 1000);
      resolve({ output, cpu: (samples.at(-1)?.cpu ?? 0) - (began?.cpu ?? 0) });
    });
  });
}
