import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

export interface Load {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p99: number;
  readonly errors: number;
  /** Microseconds of the server's processor time a request. */
  readonly cpu: number;
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
): Promise<Load> {
  if (spawnSync('sh', ['-c', 'command -v wrk']).status !== 0) {
    throw new Error('The HTTP benches need wrk: "apt-get install wrk" as root brings it.');
  }
  const file = `/tmp/openmerit-wrk-${String(process.pid)}.lua`;
  writeFileSync(file, script);
  const before = cpuMicroseconds(pid);
  const output = await run('wrk', [
    '-t2',
    `-c${String(connections)}`,
    `-d${String(seconds)}s`,
    '--latency',
    '-s',
    file,
    url,
  ]);
  const spent = cpuMicroseconds(pid) - before;
  const requests = Number(/(\d+) requests in/.exec(output)?.[1] ?? '0');
  const [, amount = '0', unit = 'ms'] = /99%\s+([\d.]+)(us|ms|s)/.exec(output) ?? [];
  const scale = { us: 0.001, ms: 1, s: 1000 }[unit] ?? 1;
  return {
    perSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1] ?? '0'),
    p99: Number(amount) * scale,
    errors: Number(/Non-2xx or 3xx responses: (\d+)/.exec(output)?.[1] ?? '0'),
    cpu: spent / Math.max(1, requests),
  };
}

// Linux counts in ticks of a hundredth of a second (proc(5), fields 14 and 15).
function cpuMicroseconds(pid: number): number {
  const fields =
    readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .split(') ')[1]
      ?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

function run(program: string, parameters: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(program, parameters, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('exit', () => {
      resolve(output);
    });
  });
}
