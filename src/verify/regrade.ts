import {
  isRemoved,
  readSessionFile,
  type SessionHead,
  type ShownSheet,
} from '../disclosure/domain/session-file.js';
import { same } from '../form/domain/draw/bundle-seed-checks.js';
import type { Assignment, DrawBundle } from '../form/domain/draw/draw-bundle.js';
import { contentCommitment } from '../form/domain/draw/draw-pool.js';
import { gradeSitting } from '../grading/domain/grade-sitting.js';
import type { KeyedItem } from '../grading/domain/score-item.js';
import { REKEYED_CODE, SCORING_CODE } from '../grading/domain/scoring-rules.js';
import type { ResultLine } from '../grading/facts.js';
import { byCodePoints, hashJson, POINT, type Json } from '../kernel/index.js';
import { itemType, shapeOf } from '../question-bank/item-types/index.js';
import { DoesNotHold } from './log-reading.js';

export interface Regraded {
  readonly head: SessionHead;
  /** The result list as it comes out. */
  readonly lines: readonly ResultLine[];
  /** Hex: what it is named by. */
  readonly listHash: string;
  /** Candidate numbers whose sheets or whose people's marks are withheld: their results are taken as they were published. */
  readonly withheld: readonly string[];
  /** The same of sheets that were removed: candidate number → the place in the log of the receipt. */
  readonly removed: ReadonlyMap<string, number>;
  /** The entry of the log that the pass rule rests on, where no log was at hand to see it in. */
  readonly unseenCut: string | undefined;
}

/** A cut score that the log states. */
export interface StatedCut {
  readonly adoption: string;
  readonly pass: { readonly overall: number; readonly eachPart: number; readonly byPart: object };
}

export const programmeKey = ({
  code,
  version,
}: {
  readonly code: string;
  readonly version: number;
}): string => `${code}/${String(version)}`;

/** What is known of a session from elsewhere than its file. */
export interface RegradeSources {
  /** Verified: its forms are what the seed gives. */
  readonly draw: DrawBundle;
  /** Candidate number → hex hash of the newest receipt that the log has; undefined where no log is at hand. */
  readonly receipts: Readonly<Record<string, string>> | undefined;
  /** The published result list: it stands in for withheld sheets. */
  readonly published: readonly ResultLine[];
  /** By programme and version: the cut scores that were adopted for the competition. Undefined where no log is at hand. */
  readonly cuts?: Readonly<Record<string, StatedCut>>;
}

/**
 * Works out a session's results again from its file: the answer keys are those that the draw committed to, each sheet is the
 * one that its receipt was issued for, and the points follow by the rules (docs/spec/scoring-and-ranking.md).
 *
 * @param text the session file. @throws DoesNotHold for the first thing that does not hold.
 */
export function regrade(text: string, sources: RegradeSources): Regraded {
  try {
    return regradeFile(readSessionFile(text), sources);
  } catch (error) {
    if (error instanceof DoesNotHold) throw error;
    // A member is missing or of another kind.
    const what =
      error instanceof SyntaxError ? error.message : 'It is not of the form that the specification gives.';
    throw new DoesNotHold('regrading', `The session file: ${what}`);
  }
}

function regradeFile(
  { head, lines }: ReturnType<typeof readSessionFile>,
  { draw, receipts, published, cuts }: RegradeSources,
): Regraded {
  const wrong = (what: string) => new DoesNotHold('regrading', `Session ${head.session}: ${what}`);
  if (head.session !== draw.session || head.draw !== draw.draw) throw wrong('its file is of another draw.');
  const { rekeyed } = head.rules;
  const isKnown = head.rules.code === (rekeyed === undefined ? SCORING_CODE : REKEYED_CODE);
  if (!isKnown) throw wrong(`it is scored by ${head.rules.code}, which this program does not know.`);
  const unseenCut = checkPassRule(head, draw, cuts, wrong);
  const keyed = answerKeys(head, draw, wrong);
  const forms = new Map(draw.assignments.map((form) => [form.number, form]));
  const annulled = new Set(head.rules.annulled);
  const parts = partsOf(draw);
  const publishedOf = new Map(published.map((line) => [line.candidateNumber, line]));
  const withheld: string[] = [];
  const removed = new Map<string, number>();
  let before = '';
  const results = lines.map((line): ResultLine => {
    const { candidateNumber: number } = line;
    if (byCodePoints(before, number) >= 0) throw wrong('its sheets are not in order, or one is there twice.');
    before = number;
    const form = forms.get(number);
    if (!form) throw wrong(`the number ${number} is none of its draw.`);
    if (isRemoved(line)) removed.set(number, line.removed);
    else checkReceipt(line, head.session, receipts, wrong);
    const answers = isRemoved(line) ? null : line.answers;
    if (isRemoved(line) || answers === null) {
      if (!isRemoved(line)) withheld.push(number);
      const known = publishedOf.get(number);
      if (!known) throw wrong(`the sheet of ${number} is withheld, and no result of it is published.`);
      return known;
    }
    const items = formOf(form, parts, keyed, annulled);
    if (!items) throw wrong(`an answer key of the form of ${number} is missing.`);
    const grade = gradeSitting(items, { responses: answers, language: line.language ?? '' }, head.rules.pass);
    if (grade.pending > 0) {
      // People marked something, and their marks are not in the file: the rest must leave room for what is published.
      const known = publishedOf.get(number);
      if (!known) throw wrong(`people marked something of ${number}, and no result of it is published.`);
      if (known.points < grade.points || known.points > grade.points + grade.pending * POINT)
        throw wrong(`no marks could make of the sheet of ${number} what was published.`);
      withheld.push(number);
      return known;
    }
    return {
      candidateNumber: number,
      points: grade.points,
      parts: grade.byPart.map((one) => ({ part: one.part, points: one.points })),
      passed: grade.passed,
    };
  });
  const seen = new Set(results.map((one) => one.candidateNumber));
  const unseen = Object.keys(receipts ?? {}).filter((number) => !seen.has(number));
  if (unseen.length > 0) throw wrong(`${String(unseen[0])} handed in, and is not among its sheets.`);
  if (head.sheets !== results.length) throw wrong('it has another number of sheets than it says.');
  const listHash = hashJson({ session: head.session, lines: results } as unknown as Json).toString('hex');
  if (listHash !== head.resultListHash) throw wrong(firstDifference(results, publishedOf));
  return { head, lines: results, listHash, withheld, removed, unseenCut };
}

/** A pass needs what the programme says that the draw committed to, or what was adopted for the competition before. */
function checkPassRule(
  { rules: { pass, cut: named } }: SessionHead,
  draw: DrawBundle,
  cuts: RegradeSources['cuts'],
  wrong: Wrong,
): string | undefined {
  const committed = draw.facts.find(
    ({ fact, shown }) => fact.type === 'draw-committed' && shown['draw'] === draw.draw,
  );
  const programme = committed?.shown['programme'] as
    { readonly code: string; readonly version: number } | undefined;
  const key = programme ? programmeKey(programme) : '';
  const cut = cuts && Object.hasOwn(cuts, key) ? cuts[key] : undefined;
  if (named === undefined) {
    if (cut) throw wrong('it passes over the cut score that the log states for its exam.');
    if (!same(pass, draw.blueprint['pass']))
      throw wrong('its pass rule is not the one of the programme that the draw committed to.');
    return undefined;
  }
  if (cuts === undefined) return named.adoption;
  const stated = cut && { ...cut.pass, byPart: { ...cut.pass.byPart } };
  if (cut?.adoption !== named.adoption || !same({ ...pass, byPart: { ...pass.byPart } }, stated))
    throw wrong('its pass rule is not the cut score that the log states for its exam.');
  return undefined;
}

type Wrong = (what: string) => DoesNotHold;

interface Keyed extends Pick<KeyedItem, 'type' | 'answerKey' | 'shape'> {
  readonly itemVersionId: string;
}

/** By item code: answer keys that open what the draw committed to before anybody sat. */
function answerKeys(head: SessionHead, draw: DrawBundle, wrong: Wrong): ReadonlyMap<string, Keyed> {
  const leaves = new Map(draw.pool.map((leaf) => [leaf.itemCode, leaf]));
  return new Map(
    head.items.map(({ itemCode, content, opening }): [string, Keyed] => {
      const leaf = leaves.get(itemCode);
      const isCommitted =
        leaf !== undefined &&
        hashJson(content).toString('hex') === opening.version &&
        contentCommitment(opening) === leaf.content &&
        content['type'] === leaf.type;
      if (!isCommitted || !itemType(leaf.type))
        throw wrong(`the answer key of ${itemCode} is not the one that the draw committed to.`);
      // The committed one, or the one that took its place since, which the log has to name.
      const { rekeyed = {} } = head.rules;
      const answerKey = Object.hasOwn(rekeyed, leaf.itemVersionId)
        ? rekeyed[leaf.itemVersionId]
        : content['answerKey'];
      const shape = shapeOf(content['structure'] as Readonly<Record<string, Json>>);
      return [itemCode, { type: leaf.type, answerKey, shape, itemVersionId: leaf.itemVersionId }];
    }),
  );
}

/** The part of each position: parts follow one another, and their sizes are the blueprint's. */
function partsOf({ blueprint, preassembled }: DrawBundle): (form: Assignment) => readonly string[] {
  const repeat = (code: string, many: number): string[] => Array.from({ length: many }, () => code);
  const drawn = blueprint.parts.flatMap(({ code, draw }) =>
    repeat(
      code,
      draw.reduce((sum, { count }) => sum + count, 0),
    ),
  );
  const made = new Map(
    (preassembled ?? []).map(({ name, parts }) => [
      name,
      parts.flatMap(({ code, items }) => repeat(code, items.length)),
    ]),
  );
  return ({ form }) => (form === null ? drawn : (made.get(form) ?? []));
}

function formOf(
  form: Assignment,
  parts: (form: Assignment) => readonly string[],
  keyed: ReadonlyMap<string, Keyed>,
  annulled: ReadonlySet<string>,
): KeyedItem[] | undefined {
  const of = parts(form);
  const items = form.items.flatMap(([itemCode, optionOrder], index): KeyedItem[] => {
    const item = keyed.get(itemCode);
    const part = of[index];
    if (!item || part === undefined) return [];
    const { itemVersionId, ...key } = item;
    return [{ ...key, position: index + 1, part, optionOrder, annulled: annulled.has(itemVersionId) }];
  });
  return items.length === form.items.length ? items : undefined;
}

/** The sheet is the one of which the receipt has the hash, and the receipt the one that the log has. */
function checkReceipt(
  { candidateNumber, receipt, answers }: ShownSheet,
  session: string,
  receipts: RegradeSources['receipts'],
  wrong: Wrong,
): void {
  const { body } = receipt;
  const isOwn = body['candidateNumber'] === candidateNumber && body['session'] === session;
  if (!isOwn) throw wrong(`the receipt beside the sheet of ${candidateNumber} is another’s.`);
  if (receipts && receipts[candidateNumber] !== hashJson(body).toString('hex'))
    throw wrong(`the receipt of ${candidateNumber} is not the one in the log.`);
  if (answers === null) return;
  const sheet = { answers, candidateNumber, nonce: body['nonce'] ?? '' } as unknown as Json;
  if (hashJson(sheet).toString('hex') !== body['sheetHash'])
    throw wrong(`the sheet of ${candidateNumber} is not the one that was handed in.`);
}

function firstDifference(results: readonly ResultLine[], published: ReadonlyMap<string, ResultLine>): string {
  const hash = (line: ResultLine | undefined): string =>
    line ? hashJson(line as unknown as Json).toString('hex') : '';
  const other = results.find((line) => hash(line) !== hash(published.get(line.candidateNumber)));
  return other
    ? `the result of ${other.candidateNumber} is another one than was published.`
    : 'its results are other ones than were published.';
}
