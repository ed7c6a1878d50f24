import { formsOf, openPool, type FormItem } from '../../form/index.js';
import { resultListOf, scoringVersionOf } from '../../grading/index.js';
import { canonicalJson, hashJson, type Json } from '../../kernel/index.js';
import { heldSittings } from '../../proctoring/index.js';
import type { Tx } from '../../platform/index.js';
import { itemsToDisclose, type ItemContent } from '../../question-bank/index.js';
import { itemType, shapeOf } from '../../question-bank/item-types/index.js';
import type { SessionView } from '../../session/index.js';
import { sheetsOfSession, type HandedInSheet } from '../../sitting/index.js';
import { removedSheets } from '../store/disclosure-store.js';
import { isPublishable } from '../domain/publishable-sheet.js';
import { SESSION_FORMAT, type SessionHead, type SheetLine, type ShownSheet } from '../domain/session-file.js';

const AT_ONCE = 200;

/** What stands before the answer sheets of a released session. */
export interface SessionPapers {
  readonly head: SessionHead;
  readonly scoringVersionId: string;
  /** Whether a question of it is answered in words of the candidate's own. */
  readonly hasOwnWords: boolean;
}

/**
 * The head of a session whose results are released and whose draw is revealed: rules, and the questions of all who sat,
 * with their answer keys.
 *
 * @throws Error where a question is not the one that the draw committed to.
 */
export async function sessionPapers(
  tx: Tx,
  session: SessionView & { readonly drawId: string },
  competition: string,
): Promise<SessionPapers> {
  const version = await scoringVersionOf(tx, session.id);
  const used = new Set<string>();
  let sheets = 0;
  for await (const { form } of handedIn(tx, session.id)) {
    sheets += 1;
    for (const { itemVersionId } of form) used.add(itemVersionId);
  }
  const contents = await itemsToDisclose(tx, [...used]);
  const opened = await openPool(tx, session.drawId, used);
  const items = opened.map(({ itemCode, itemVersionId, opening }) => ({
    itemCode,
    content: hashed(contents.get(itemVersionId) as ItemContent),
    opening,
  }));
  return {
    head: {
      format: SESSION_FORMAT,
      session: session.id,
      competition,
      draw: session.drawId,
      resultListHash: hashJson((await resultListOf(tx, session.id)) as unknown as Json).toString('hex'),
      rules: version.rules,
      items,
      sheets,
    },
    scoringVersionId: version.id,
    hasOwnWords: [...contents.values()].some(({ type }) => itemType(type)?.ownWords === true),
  };
}

/**
 * The answer sheets of a session with their receipts, by candidate number (code points).
 *
 * @param whole as an auditor gets them, with the languages; otherwise what may say who somebody is is withheld.
 */
export async function* sheetLines(tx: Tx, sessionId: string, whole: boolean): AsyncGenerator<SheetLine> {
  const contents = new Map<string, ItemContent>();
  const removed = await removedSheets(tx, sessionId);
  for await (const { sheet, form } of handedIn(tx, sessionId)) {
    const { candidateNumber, answers, language } = sheet;
    const receipt = sheet.receipt as unknown as ShownSheet['receipt'];
    const place = removed.get(candidateNumber);
    if (whole) {
      yield { candidateNumber, receipt, answers, language };
      continue;
    }
    if (place !== undefined) {
      yield { candidateNumber, removed: place };
      continue;
    }
    const unknown = form.filter(({ itemVersionId }) => !contents.has(itemVersionId));
    if (unknown.length > 0) {
      const ids = unknown.map(({ itemVersionId }) => itemVersionId);
      for (const [id, content] of await itemsToDisclose(tx, ids)) contents.set(id, content);
    }
    const places = form.map(({ position, itemVersionId, optionOrder }) => {
      const { type = '', structure = {} } = contents.get(itemVersionId) ?? {};
      return { position, optionOrder, type, shape: shapeOf(structure) };
    });
    yield { candidateNumber, receipt, answers: isPublishable(places, answers) ? answers : null };
  }
}

/** A session file as text: the head, then a line for each sheet. */
export async function* sessionFile(
  tx: Tx,
  { head, whole }: { readonly head: SessionHead; readonly whole: boolean },
): AsyncGenerator<string> {
  yield `${canonicalJson(head as unknown as Json)}\n`;
  for await (const line of sheetLines(tx, head.session, whole))
    yield `${canonicalJson(line as unknown as Json)}\n`;
}

/** The sheets that count, each with its form; not those whose results are held. */
async function* handedIn(
  tx: Tx,
  sessionId: string,
): AsyncGenerator<{ readonly sheet: HandedInSheet; readonly form: readonly FormItem[] }> {
  const held = new Set(await heldSittings(tx, sessionId));
  let after = '';
  for (;;) {
    const sheets = await sheetsOfSession(tx, sessionId, after, AT_ONCE);
    const forms = await formsOf(
      tx,
      sheets.map(({ sittingId }) => sittingId),
    );
    for (const sheet of sheets)
      if (!held.has(sheet.sittingId)) yield { sheet, form: forms.of(sheet.sittingId) ?? [] };
    if (sheets.length < AT_ONCE) return;
    after = sheets.at(-1)?.candidateNumber ?? '';
  }
}

/** As it is hashed: without the parts that it does not have. */
const hashed = (content: ItemContent): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(content as unknown as Record<string, Json>).filter(([, value]) => value !== null),
  );
