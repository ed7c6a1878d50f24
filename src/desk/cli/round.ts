import { parseArgs } from 'node:util';
import { DEMONSTRATION_PASSWORD } from '../../setup/demonstration-password.js';
import { ApiError } from '../round/api-client.js';
import { bankKnowledge } from '../round/knowledge.js';
import { FEWEST_IN_LONG_ROUND, playLongRound } from '../round/play-long-round.js';
import { playRound } from '../round/play-round.js';
import type { RoundBasis } from '../round/round-plan.js';

const WIDTH = 30;

/** `npm run round -- --candidates 300 [--public | --long] [--url http://localhost:3000]` on a running demonstration. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      candidates: { type: 'string', default: '300' },
      long: { type: 'boolean', default: false },
      public: { type: 'boolean', default: false },
      url: { type: 'string', default: `http://localhost:${process.env['PORT'] ?? '3000'}` },
    },
  });
  const candidates = Number(values.candidates);
  if (!Number.isInteger(candidates) || candidates < 1 || candidates > 100_000) {
    throw new UsageError('--candidates should be a whole number from 1 to 100000.');
  }
  if (values.long && (values.public || candidates < FEWEST_IN_LONG_ROUND)) {
    throw new UsageError(
      `--long goes without --public, and with at least ${String(FEWEST_IN_LONG_ROUND)} candidates.`,
    );
  }
  const base = values.url.replace(/\/+$/, '');
  await fetch(`${base}/health/ready`).catch(() => {
    throw new UsageError(`Nothing answers at ${base}: start the platform with "npm start" first.`);
  });
  const knowledge = bankKnowledge(process.env['OPENMERIT_BANKS_DIR'] ?? 'question-banks');
  const plan = { base, candidates, knowledge, password: DEMONSTRATION_PASSWORD, onProgress: draw };
  const { counts, addresses } = values.long ? await long(plan) : await short(plan, values.public);
  process.stdout.write(
    [
      '',
      counts,
      ...Object.entries(addresses).map(([name, address]) => `${name.padEnd(22)} ${address}`),
      '',
    ].join('\n'),
  );
}

interface Played {
  readonly counts: string;
  readonly addresses: Readonly<Record<string, string>>;
}

async function short(plan: RoundBasis, isPublic: boolean): Promise<Played> {
  // As many appointed as nobody can be told apart among.
  const more = isPublic && ({ disclosure: 'public', places: 6 } as const);
  const { sat, passed, appointed, addresses } = await playRound({ ...plan, ...more });
  return {
    counts: `${String(sat)} sat, ${String(passed)} passed, ${String(appointed)} appointed.`,
    addresses,
  };
}

async function long(plan: RoundBasis): Promise<Played> {
  const { sat, moved, wrote, adjudicated, heard, appointed, addresses } = await playLongRound(plan);
  return {
    counts: [
      `${String(sat)} sat, ${String(moved)} have more points by a challenge, ${String(wrote)} wrote,`,
      `${String(adjudicated)} texts went to a third marker, ${String(heard)} were heard, ${String(appointed)} appointed.`,
    ].join(' '),
    addresses,
  };
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
