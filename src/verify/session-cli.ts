import { readFileSync } from 'node:fs';
import { isRemoved, readSessionFile } from '../disclosure/domain/session-file.js';
import { FAILS, HOLDS, UNUSABLE } from '../form/cli/verify-draw.js';
import type { DrawBundle } from '../form/domain/draw/draw-bundle.js';
import { readBundle, verifyBundle } from '../form/domain/draw/verify-bundle.js';
import type { ResultLine } from '../grading/facts.js';
import { DoesNotHold } from './log-reading.js';
import { regrade } from './regrade.js';

/**
 * Grades a session again from two files, its own and its draw's, and asks nobody: the draw is drawn again, the sheets are
 * those that the receipts are of. That the receipts are in the log is for `openmerit verify ADDRESS`.
 *
 * @param listFile the published result list: it stands in for sheets that are withheld. @param say takes one line.
 * @returns the exit code.
 */
export function verifySession(
  file: string,
  drawFile: string,
  listFile: string | undefined,
  say: (line: string) => void,
): number {
  const read = readFiles(file, drawFile, listFile);
  if (typeof read === 'string') {
    say(read);
    return UNUSABLE;
  }
  const { text, draw, published } = read;
  for (const { check, wrong } of verifyBundle(draw)) {
    if (wrong === undefined) continue;
    say(`FAILS  draw, ${check}: ${wrong}`);
    return FAILS;
  }
  say('holds  draw: The forms are what the seed gives.');
  try {
    const { lines, listHash, unseenCut } = regrade(text, { draw, receipts: undefined, published });
    say(`holds  regrading: ${String(lines.length)} sheets give the result list that the file names.`);
    if (unseenCut !== undefined)
      say(
        `The pass rule is that of the entry cut-score-set ${unseenCut}: compare it with the public registry.`,
      );
    say(`Now compare it with the public registry: ${listHash}`);
    return HOLDS;
  } catch (error) {
    if (!(error instanceof DoesNotHold)) throw error;
    say(`FAILS  ${error.check}: ${error.wrong}`);
    return FAILS;
  }
}

interface Files {
  readonly text: string;
  readonly draw: DrawBundle;
  readonly published: readonly ResultLine[];
}

/** The files, or why they cannot be used. */
function readFiles(file: string, drawFile: string, listFile: string | undefined): Files | string {
  try {
    const [text, drawText] = [readFileSync(file, 'utf8'), readFileSync(drawFile, 'utf8')];
    const list: unknown = listFile === undefined ? undefined : JSON.parse(readFileSync(listFile, 'utf8'));
    const draw = readBundle(drawText);
    if (!draw.ok) return `${drawFile}: ${draw.refusal.detail}`;
    const withheld = readSessionFile(text).lines.find((line) => isRemoved(line) || line.answers === null);
    if (withheld && listFile === undefined)
      return `The sheet of ${withheld.candidateNumber} is withheld: name the result list that was published as well.`;
    const { lines = [] } = (list ?? {}) as { readonly lines?: readonly ResultLine[] };
    return { text, draw: draw.value, published: lines };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
