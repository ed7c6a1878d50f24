#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { UNUSABLE, verifyDraw } from './form/cli/verify-draw.js';
import { rotateKey } from './platform/keys/cli.js';
import { verifyReceiptFile } from './sitting/cli/verify-receipt.js';
import { verifyPlatform } from './verify/cli.js';
import { verifySession } from './verify/session-cli.js';

const USAGE = `openmerit verify ADDRESS                     checks all that a platform publishes, from outside
    [--state FILE]                           goes on from the last visit, and keeps this one
    [--key VERIFIER-KEY]                     the log's key, from somewhere else than the platform
    [--receipt FILE]... [--sheet FILE]...    files that somebody kept: they must be in the log,
    [--proof FILE]...                        and a sheet what one of the receipts was issued for
openmerit verify draw FILE                   checks the published bundle of a draw
openmerit verify session FILE DRAW-FILE [RESULT-LIST]
                                             grades a session again from its file and its draw's; the list that
                                             was published stands in for sheets that are withheld
openmerit verify receipt FILE --keys KEYS    checks a receipt; KEYS is what /api/v1/signing-keys answers
openmerit keys rotate receipts --folder DIR  makes a new signing key; the old one still proves what it signed
openmerit keys rotate checkpoints --folder DIR
                                             makes a new key of the log, to which workers hand over in the log
openmerit witness --name NAME --state DIR --log VKEY [--log VKEY …] [--host HOST] [--port PORT]
                                             cosigns checkpoints of these logs until it is told to stop; on
                                             127.0.0.1 and port 3100 unless it is told another

The checks of files ask no server, and none asks a database. They end with 0 where everything holds, 1 where a check
fails, 2 where something cannot be read.
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      keys: { type: 'string' },
      folder: { type: 'string' },
      key: { type: 'string' },
      state: { type: 'string' },
      receipt: { type: 'string', multiple: true },
      proof: { type: 'string', multiple: true },
      sheet: { type: 'string', multiple: true },
      name: { type: 'string' },
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
  const { state } = values;
  if (verb === 'verify' && what !== undefined && file === undefined) {
    const { key, receipt, proof, sheet } = values;
    const options = { address: what, key, state, receipts: receipt, proofs: proof, sheets: sheet };
    return verifyPlatform(options, say, drawsOver(process.stderr));
  }
  if (verb === 'witness' && what === undefined && values.name && state !== undefined && values.log) {
    const { name, log: logs, host, port } = values;
    // Its server is loaded for nothing else.
    const { runWitness } = await import('./registry/witness/run-witness.js');
    return runWitness({ name, state, logs, host, port }, say);
  }
  const [second, third, ...others] = more;
  if (`${verb ?? ''} ${what ?? ''}` === 'verify session' && file && second && others.length === 0)
    return verifySession(file, second, third, say);
  if (more.length === 0 && file !== undefined) {
    const command = `${verb ?? ''} ${what ?? ''}`;
    if (command === 'verify draw') return verifyDraw(file, say);
    if (command === 'verify receipt' && values.keys) return verifyReceiptFile(file, values.keys, say);
    if (command === 'keys rotate' && values.folder) return rotateKey(values.folder, file, say);
  }
  process.stderr.write(USAGE);
  return UNUSABLE;
}

/** Writes a line over the one before; where nobody looks at a terminal, nothing. */
const drawsOver =
  (stream: NodeJS.WriteStream) =>
  (line: string): void => {
    if (stream.isTTY) stream.write(`\r\u001b[K${line}`);
  };

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exitCode = UNUSABLE;
}
