import { readFileSync } from 'node:fs';
import { FAILS, HOLDS, UNUSABLE } from '../form/cli/verify-draw.js';
import { readBundle, verifyBundle } from '../form/domain/draw/verify-bundle.js';
import { DoesNotHold } from './log-reading.js';
import { regrade } from './regrade.js';

/**
 * Grades a session again from two files, its own and its draw's, and asks nobody: the draw is drawn again, the sheets are
 * those that the receipts are of. That the receipts are in the log is for `openmerit verify ADDRESS`.
 *
 * @param say takes one line. @returns the exit code.
 */
export function verifySession(file: string, drawFile: string, say: (line: string) => void): number {
  let texts: [string, string];
  try {
    texts = [readFileSync(file, 'utf8'), readFileSync(drawFile, 'utf8')];
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return UNUSABLE;
  }
  const draw = readBundle(texts[1]);
  if (!draw.ok) {
    say(`${drawFile}: ${draw.refusal.detail}`);
    return UNUSABLE;
  }
  for (const { check, wrong } of verifyBundle(draw.value)) {
    if (wrong === undefined) continue;
    say(`FAILS  draw, ${check}: ${wrong}`);
    return FAILS;
  }
  say('holds  draw: The forms are what the seed gives.');
  try {
    const { lines, listHash } = regrade(texts[0], { draw: draw.value, receipts: undefined, published: [] });
    say(`holds  regrading: ${String(lines.length)} sheets give the result list that the file names.`);
    say(`Now compare it with the public registry: ${listHash}`);
    return HOLDS;
  } catch (error) {
    if (!(error instanceof DoesNotHold)) throw error;
    say(`FAILS  ${error.check}: ${error.wrong}`);
    return FAILS;
  }
}
