import { parseArgs } from 'node:util';
import { DEMONSTRATION_PASSWORD } from '../../setup/demonstration-password.js';
import { ApiError } from '../round/api-client.js';
import { bankKnowledge } from '../round/knowledge.js';
import { playRound } from '../round/play-round.js';

const WIDTH = 30;

/** `npm run round -- --candidates 300 [--public] [--url http://localhost:3000]` on a running demonstration. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      candidates: { type: 'string', default: '300' },
      public: { type: 'boolean', default: false },
      url: { type: 'string', default: `http://localhost:${process.env['PORT'] ?? '3000'}` },
    },
  });
  const candidates = Number(values.candidates);
  if (!Number.isInteger(candidates) || candidates < 1 || candidates > 100_000) {
    throw new UsageError('--candidates should be a whole number from 1 to 100000.');
  }
  const base = values.url.replace(/\/+$/, '');
  await fetch(`${base}/health/ready`).catch(() => {
    throw new UsageError(`Nothing answers at ${base}: start the platform with "npm start" first.`);
  });
  const knowledge = bankKnowledge(process.env['OPENMERIT_BANKS_DIR'] ?? 'question-banks');
  const outcome = await playRound({
    base,
    candidates,
    knowledge,
    password: DEMONSTRATION_PASSWORD,
    onProgress: draw,
    // As many appointed as nobody can be told apart among.
    ...(values.public && { disclosure: 'public', places: 6 }),
  });
  process.stdout.write(
    [
      '',
      `${String(outcome.sat)} sat, ${String(outcome.passed)} passed, ${String(outcome.appointed)} appointed.`,
      ...Object.entries(outcome.addresses).map(([name, address]) => `${name.padEnd(20)} ${address}`),
      '',
    ].join('\n'),
  );
}

let shown = '';

function draw(step: string, done: number, of: number): void {
  const share = of === 0 ? 0 : done / of;
  const bar = '█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░');
  const line = `${bar} ${String(done)}/${String(of)} ${step}`;
  if (process.stdout.isTTY) process.stdout.write(`\r${line.padEnd(90)}${done === of && of > 0 ? '\n' : ''}`);
  else if (step !== shown || done === of) process.stdout.write(`${line}\n`);
  shown = step;
}

class UsageError extends Error {}

main().catch((error: unknown) => {
  const known = error instanceof UsageError || error instanceof ApiError;
  process.stderr.write(`\n${known ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exitCode = 1;
});
