import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ScannerConfig } from '../config/config.js';

export type ScanVerdict = 'clean' | 'infected';

/** The scanner did not answer, or did not understand: nothing is known of the file, which is to be asked about again. */
export class ScannerAwayError extends Error {
  override readonly name = 'ScannerAwayError';
}

const SILENCE = 30_000;
const LONGEST_REPLY = 4096;

/** What a scanner says of a file. @throws ScannerAwayError. */
export async function scan(
  scanner: ScannerConfig,
  content: AsyncIterable<Uint8Array>,
  silence = SILENCE,
): Promise<ScanVerdict> {
  try {
    return scanner.kind === 'tcp'
      ? await scanOverTcp(scanner, content, silence)
      : await scanByCommand(scanner, content, silence);
  } catch (error) {
    if (error instanceof ScannerAwayError) throw error;
    // Its message may hold an address.
    throw new ScannerAwayError('The scanner does not answer.');
  }
}

/** clamd's INSTREAM (clamd(8)): pieces with their length before them, then one of no length; one line comes back. */
async function scanOverTcp(
  { host, port }: { readonly host: string; readonly port: number },
  content: AsyncIterable<Uint8Array>,
  silence: number,
): Promise<ScanVerdict> {
  const socket = connect({ host, port });
  socket.setTimeout(silence, () => socket.destroy(new ScannerAwayError('The scanner is silent.')));
  try {
    await once(socket, 'connect');
    const reply = replyOf(socket);
    // A scanner that has seen enough says so and hangs up while it is still sent to: its word is what counts.
    const sent = pipeline(instream(content), socket, { end: false }).catch(() => undefined);
    const said = await reply;
    void sent;
    return verdictOf(said);
  } finally {
    socket.destroy();
  }
}

async function* instream(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield Buffer.from('zINSTREAM\0', 'latin1');
  for await (const piece of content) {
    if (piece.length === 0) continue;
    yield lengthOf(piece.length);
    yield piece;
  }
  yield lengthOf(0);
}

function lengthOf(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}

async function replyOf(socket: Socket): Promise<string> {
  let said = '';
  for await (const piece of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    said += piece.toString('latin1');
    if (said.includes('\0') || said.length > LONGEST_REPLY) break;
  }
  return said;
}

function verdictOf(said: string): ScanVerdict {
  const line = said.replace(/\0.*$/s, '').trim();
  if (/^stream: OK$/.test(line)) return 'clean';
  if (/^stream: .+ FOUND$/.test(line)) return 'infected';
  throw new ScannerAwayError('The scanner did not give a verdict.');
}

/** As clamscan and its like end: 0 for nothing found, 1 for something. */
async function scanByCommand(
  { file }: { readonly file: string },
  content: AsyncIterable<Uint8Array>,
  silence: number,
): Promise<ScanVerdict> {
  const child = spawn(file, [], { stdio: ['pipe', 'ignore', 'ignore'], timeout: silence });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  // It may end before it has read all: its code is what counts.
  const sent = pipeline(Readable.from(content), child.stdin).catch(() => undefined);
  const [code] = await ended;
  await sent;
  if (code === 0) return 'clean';
  if (code === 1) return 'infected';
  throw new ScannerAwayError('The scanner did not give a verdict.');
}
