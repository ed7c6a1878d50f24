import type { ContentOpening } from '../../form/index.js';
import type { Json } from '../../kernel/index.js';

/** The first line of a session file says that it is one, and of which kind. */
export const SESSION_FORMAT = 'openmerit-session-1';

/** A question with its answer key, and what opens the draw's commitment to it. */
export interface DisclosedItem {
  readonly itemCode: string;
  /** What no language changes of it: its canonical JSON has the hash that `opening.version` gives. */
  readonly content: { readonly [key: string]: Json };
  readonly opening: ContentOpening;
}

/** How sittings are scored; as the scoring version pins it. */
export interface DisclosedRules {
  readonly code: string;
  readonly programme: { readonly code: string; readonly version: number };
  readonly pass: {
    readonly overall: number;
    readonly eachPart: number;
    readonly byPart?: Readonly<Record<string, number>>;
  };
  /** The entry of the log by which the pass rule was adopted; left out: it is the programme's own. */
  readonly cut?: { readonly adoption: string; readonly method: string };
  /** Ids of item versions whose point everybody gets. */
  readonly annulled: readonly string[];
  /** Item version → the answer key that took the place of its own. Under `openmerit-score-3` alone. */
  readonly rekeyed?: Readonly<Record<string, Json>>;
}

/** The first line: everything but the answer sheets. */
export interface SessionHead {
  readonly format: typeof SESSION_FORMAT;
  readonly session: string;
  readonly competition: string;
  readonly draw: string;
  /** Hex: the result list that comes out. */
  readonly resultListHash: string;
  readonly rules: DisclosedRules;
  /** By item code (code points): what stood in the forms of those who sat. */
  readonly items: readonly DisclosedItem[];
  readonly sheets: number;
}

/** A receipt as its holder has it; the body is what is signed. */
export interface DisclosedReceipt {
  readonly body: { readonly [key: string]: Json };
  readonly signature: string;
  readonly keyId: string;
}

/** One more line for each sitting that counts, by candidate number (code points). */
export type SheetLine = ShownSheet | RemovedSheet;

export interface ShownSheet {
  readonly candidateNumber: string;
  readonly receipt: DisclosedReceipt;
  /** Position → response. Null: withheld, because what was handed in may say who somebody is. */
  readonly answers: Readonly<Record<string, string>> | null;
  /** In an auditor's package: some rules look for words in the language of the paper. */
  readonly language?: string;
}

/** A sheet that was public and was removed on legal ground; its result stays. */
export interface RemovedSheet {
  readonly candidateNumber: string;
  /** The place in the log of the receipt, of which a tombstone says so. */
  readonly removed: number;
}

export const isRemoved = (line: SheetLine): line is RemovedSheet => 'removed' in line;

/** A session file read, line by line. @throws SyntaxError where it is none. */
export function readSessionFile(text: string): { head: SessionHead; lines: SheetLine[] } {
  const [first = '', ...rest] = text.split('\n').filter((line) => line !== '');
  const head = JSON.parse(first) as Partial<SessionHead> | null;
  if (head?.format !== SESSION_FORMAT || !Array.isArray(head.items) || !head.rules)
    throw new SyntaxError(`This is no file of the format ${SESSION_FORMAT}.`);
  return { head: head as SessionHead, lines: rest.map((line) => JSON.parse(line) as SheetLine) };
}
