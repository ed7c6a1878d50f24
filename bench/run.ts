import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { board } from './board.js';
import { draw } from './draw.js';
import { exam } from './exam.js';
import { forms } from './forms.js';
import { grade } from './grade.js';
import { items } from './items.js';
import { log, tiles, verify } from './log.js';
import { ranking } from './ranking.js';
import { registry } from './registry.js';
import { regrade } from './regrade.js';
import { report, type Figure } from './report.js';
import { saves } from './saves.js';
import { signIns } from './sign-ins.js';
import { snapshots } from './snapshots.js';
import { start } from './start.js';

const BENCHES: Readonly<Record<string, (seconds: number) => Promise<Figure[]>>> = {
  board,
  draw,
  exam,
  forms,
  grade,
  items,
  log,
  ranking,
  registry,
  regrade,
  saves,
  'sign-ins': signIns,
  snapshots,
  start,
  tiles,
  verify,
};

/** `npm run bench -- NAME [--json] [--seconds 5] [--quick]`: figures beside references of the same run. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      seconds: { type: 'string' },
    },
  });
  const [name = ''] = positionals;
  const bench = BENCHES[name];
  if (!bench) {
    process.stderr.write(`Name a bench: ${Object.keys(BENCHES).join(', ')}.\n`);
    process.exitCode = 1;
    return;
  }
  const figures = await bench(Number(values.seconds ?? (values.quick ? '1' : '5')));
  process.stdout.write(`${report(figures, values.json)}\n`);
  process.exit(0);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
