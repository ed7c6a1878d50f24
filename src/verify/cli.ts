import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { FAILS, HOLDS, UNUSABLE } from '../form/cli/verify-draw.js';
import { DoesNotHold } from './log-reading.js';
import { PublicSource, Unreadable } from './public-source.js';
import { visit, type VisitState } from './visit.js';

const BAR = 30;

export interface VerifyOptions {
  readonly address: string;
  readonly key?: string | undefined;
  /** File in which a visit is kept for the next one; without it everything is read each time. */
  readonly state?: string | undefined;
  readonly receipts?: readonly string[] | undefined;
  readonly proofs?: readonly string[] | undefined;
  readonly sheets?: readonly string[] | undefined;
}

/**
 * Checks a platform from its public address alone, and says of each check whether it holds; the first that does not ends it.
 *
 * @param say takes one line. @param draw takes a progress line, to be written over the one before. @returns the exit code.
 */
export async function verifyPlatform(
  { address, key, state, receipts = [], proofs = [], sheets = [] }: VerifyOptions,
  say: (line: string) => void,
  draw: (line: string) => void,
): Promise<number> {
  if (!URL.canParse(address)) return unusable(say, `${address} is no address.`);
  const file = (name: string) => ({ name, text: readFileSync(name, 'utf8') });
  let plan;
  try {
    plan = {
      source: new PublicSource(new URL(address).origin),
      key,
      before: state === undefined ? undefined : readState(state),
      kept: { receipts: receipts.map(file), proofs: proofs.map(file), sheets: sheets.map(file) },
    };
  } catch (error) {
    return unusable(say, error instanceof Error ? error.message : String(error));
  }
  let open = 0;
  let percent = -1;
  const onProgress = (read: number, all: number): void => {
    const now = Math.floor((100 * read) / all);
    if (now === percent) return;
    percent = now;
    const full = Math.round((BAR * read) / all);
    draw(
      `[${'#'.repeat(full)}${'.'.repeat(BAR - full)}] ${String(now)} %  ${String(read)} of ${String(all)} entries`,
    );
  };
  say(`${plan.source.origin}${plan.before ? `, last visited ${plan.before.visitedAt}` : ', first visit'}`);
  try {
    const steps = visit({ ...plan, onProgress });
    for (;;) {
      const step = await steps.next();
      draw('');
      if (!step.done) {
        if (step.value.outcome === 'open') open += 1;
        say(`${step.value.outcome.padEnd(5)}  ${step.value.check}: ${step.value.says}`);
        continue;
      }
      if (state !== undefined) writeState(state, step.value);
      say(open === 0 ? 'Everything that is published holds.' : `No check failed. Open: ${String(open)}.`);
      return HOLDS;
    }
  } catch (error) {
    draw('');
    if (error instanceof DoesNotHold) {
      say(`FAILS  ${error.check}: ${error.wrong}`);
      return FAILS;
    }
    if (error instanceof Unreadable) return unusable(say, error.message);
    throw error;
  }
}

function unusable(say: (line: string) => void, why: string): number {
  say(why);
  return UNUSABLE;
}

/** @throws Error where the file is there and is no state. */
function readState(file: string): VisitState | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const state = JSON.parse(text) as VisitState;
    // A version of tomorrow has another number.
    if ((state.v as number) === 2 && typeof state.key === 'string' && Array.isArray(state.tree.peaks))
      return state;
  } catch {
    // Said below.
  }
  throw new Error(`${file} is not what a visit left behind.`);
}

function writeState(file: string, state: VisitState): void {
  writeFileSync(`${file}.new`, JSON.stringify(state));
  renameSync(`${file}.new`, file);
}
