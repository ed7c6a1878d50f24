import { readFileSync } from 'node:fs';
import { readBundle, verifyBundle } from '../domain/draw/verify-bundle.js';

/** Exit codes: all holds; a check failed; nothing could be checked. */
export const HOLDS = 0;
export const FAILS = 1;
export const UNUSABLE = 2;

/**
 * Checks the published bundle of a draw from its file alone, and says of each check whether it holds.
 *
 * @param say takes one line. @returns the exit code.
 */
export function verifyDraw(file: string, say: (line: string) => void): number {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    say(`${file} cannot be read.`);
    return UNUSABLE;
  }
  const bundle = readBundle(text);
  if (!bundle.ok) {
    say(`${file}: ${bundle.refusal.detail}`);
    return UNUSABLE;
  }
  const { session, draw, assignments, facts } = bundle.value;
  say(`Draw ${draw} of session ${session}: ${String(assignments.length)} forms.`);
  for (const { check, says, wrong } of verifyBundle(bundle.value)) {
    say(wrong === undefined ? `holds  ${check}: ${says}` : `FAILS  ${check}: ${wrong}`);
    if (wrong !== undefined) return FAILS;
  }
  say('Everything holds. Now compare these leaf hashes with the public registry:');
  for (const { fact, leafHash } of facts) say(`  ${fact.time}  ${fact.type.padEnd(19)}  ${leafHash}`);
  return HOLDS;
}
