#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { UNUSABLE, verifyDraw } from './form/cli/verify-draw.js';

const USAGE = `openmerit verify draw FILE   checks the published bundle of a draw: no server and no database are asked

It ends with 0 where everything holds, 1 where a check fails, 2 where the file cannot be used.
`;

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h', default: false } },
  });
  const [verb, what, file, ...more] = positionals;
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (verb !== 'verify' || what !== 'draw' || file === undefined || more.length > 0) {
    process.stderr.write(USAGE);
    return UNUSABLE;
  }
  return verifyDraw(file, (line) => process.stdout.write(`${line}\n`));
}

try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exitCode = UNUSABLE;
}
