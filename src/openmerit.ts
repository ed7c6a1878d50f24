#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { UNUSABLE, verifyDraw } from './form/cli/verify-draw.js';
import { rotateKey } from './platform/keys/cli.js';
import { verifyReceiptFile } from './sitting/cli/verify-receipt.js';

const USAGE = `openmerit verify draw FILE                   checks the published bundle of a draw
openmerit verify receipt FILE --keys KEYS    checks a receipt; KEYS is what /api/v1/signing-keys answers
openmerit keys rotate receipts --folder DIR  makes a new signing key; the old one still proves what it signed
openmerit witness --name NAME --state DIR --log VKEY [--log VKEY …] [--host HOST] [--port PORT]
                                             cosigns checkpoints of these logs until it is told to stop; on
                                             127.0.0.1 and port 3100 unless it is told another

The checks ask no server and no database. They end with 0 where everything holds, 1 where a check fails, 2 where a file
cannot be used.
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      keys: { type: 'string' },
      folder: { type: 'string' },
      name: { type: 'string' },
      state: { type: 'string' },
      log: { type: 'string', multiple: true },
      host: { type: 'string' },
      port: { type: 'string' },
    },
  });
  const say = (line: string) => process.stdout.write(`${line}\n`);
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const [verb, what, file, ...more] = positionals;
  const { name, state, log: logs } = values;
  if (verb === 'witness' && what === undefined && name !== undefined && state !== undefined && logs) {
    // Its server is loaded for nothing else.
    const { runWitness } = await import('./registry/witness/run-witness.js');
    return runWitness({ name, state, logs, host: values.host, port: values.port }, say);
  }
  if (more.length === 0 && file !== undefined) {
    const command = `${verb ?? ''} ${what ?? ''}`;
    if (command === 'verify draw') return verifyDraw(file, say);
    if (command === 'verify receipt' && values.keys) return verifyReceiptFile(file, values.keys, say);
    if (command === 'keys rotate' && values.folder) return rotateKey(values.folder, file, say);
  }
  process.stderr.write(USAGE);
  return UNUSABLE;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exitCode = UNUSABLE;
}
