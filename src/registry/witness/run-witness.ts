import type { AddressInfo } from 'node:net';
import { readVerifierKey, writeVerifierKey, type VerifierKey } from '../domain/log/signed-note.js';
import { WitnessError } from './witness-error.js';
import { WitnessFolder } from './witness-folder.js';
import { witnessServer } from './witness-server.js';

/** What `openmerit witness` is told. */
export interface WitnessOptions {
  readonly name: string;
  readonly state: string;
  /** Verifier keys of the logs. */
  readonly logs: readonly string[];
  readonly host?: string | undefined;
  readonly port?: string | undefined;
}

const PORT = '3100';
const UNUSABLE = 2;

/**
 * Runs a witness until SIGTERM or SIGINT.
 *
 * @param say takes one line; the last one says where it listens.
 * @returns the exit code: 0 where it was told to stop, 1 where it may not run or go on, 2 where an option cannot be used.
 */
export async function runWitness(options: WitnessOptions, say: (line: string) => void): Promise<number> {
  const { host = '127.0.0.1', port = PORT } = options;
  const logs = options.logs.map(readVerifierKey);
  const fault = faultOf(options.name, port, logs);
  if (fault !== undefined) {
    say(fault);
    return UNUSABLE;
  }
  let folder: WitnessFolder;
  try {
    folder = WitnessFolder.open(options.state, options.name);
  } catch (error) {
    say(sentenceOf(error));
    return 1;
  }
  let stop!: (code: number) => void;
  const stopped = new Promise<number>((resolve) => (stop = resolve));
  const server = witnessServer(folder, logs as VerifierKey[], (error) => {
    say(error.message);
    stop(1);
  });
  const told = (): void => {
    stop(0);
  };
  process.once('SIGTERM', told).once('SIGINT', told);
  try {
    await server.listen({ host, port: Number(port) });
    const { address, port: taken } = server.server.address() as AddressInfo;
    say(`The witness ${options.name} has the verifier key`);
    say(folder.verifierText);
    say(`It listens on http://${address.includes(':') ? `[${address}]` : address}:${String(taken)}`);
    return await stopped;
  } catch (error) {
    say(sentenceOf(error));
    return 1;
  } finally {
    // Requests under way end first: what they keep is still this process's to keep.
    await server.close();
    folder.release();
  }
}

/** What an option should be; undefined where all can be used. */
function faultOf(name: string, port: string, logs: readonly (VerifierKey | undefined)[]): string | undefined {
  const key: VerifierKey = { name, kind: 'cosignature', publicKey: new Uint8Array(32) };
  // A comma parts witnesses in the settings of a log.
  if (readVerifierKey(writeVerifierKey(key))?.name !== name || name.includes(','))
    return '--name should be an address without a scheme, with no spaces, commas or plus signs.';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    return '--port should be a whole number from 0 to 65535.';
  if (logs.length === 0 || logs.some((log) => log?.kind !== 'ed25519'))
    return '--log should be the verifier key of a log: its name, 8 hex digits and base64, with plus signs between.';
  return undefined;
}

function sentenceOf(error: unknown): string {
  if (error instanceof WitnessError) return error.message;
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  return `The witness cannot run here (${code}): the folder or the port is not to be had.`;
}
