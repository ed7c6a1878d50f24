import type { Principal, Tx } from '../../platform/index.js';
import {
  itemWords,
  itemsToScore,
  mediaAddresses,
  pictureHashes,
  recordSight,
} from '../../question-bank/index.js';
import {
  deliverItem,
  inLanguage,
  itemType,
  shapeOf,
  type ShownItem,
} from '../../question-bank/item-types/index.js';
import { responseLines, type ResponseLine } from '../domain/response-lines.js';
import { choiceKey, rightOf } from '../domain/new-key.js';

/** A challenged item as those see it who decide on it. */
export interface ExpertItem {
  readonly type: string;
  readonly language: string;
  readonly shown: ShownItem;
  /** The author's letters, in the order of `shown.options`. */
  readonly letters: readonly string[];
  /** Letters that the answer key calls right; of other types the key is in `full`. */
  readonly right: readonly string[];
  readonly full: readonly ResponseLine[];
  /** Whether another answer key can be chosen on a page: elsewhere it is typed. */
  readonly isChoice: boolean;
  readonly answerKey: unknown;
}

/** The item of a case, in the order of its author. That it was seen is on record. */
export async function itemForExpert(
  tx: Tx,
  principal: Principal,
  itemVersionId: string,
  language: string,
): Promise<ExpertItem | undefined> {
  const item = (await itemsToScore(tx, [itemVersionId])).get(itemVersionId);
  if (!item) return undefined;
  await recordSight(tx, principal, [itemVersionId], 'challenge');
  const texts = await itemWords(tx, itemVersionId);
  const bodies = Object.values(texts).flatMap((text) => [text.stem, ...Object.values(text.options)]);
  const pictures = await mediaAddresses(tx, pictureHashes(bodies));
  const withPictures = (html: string): string =>
    html.replace(/\bsrc="media:([0-9a-f]{64})"/g, (_, hash: string) => `src="${pictures.get(hash) ?? ''}"`);
  const { type, stored, answerKey } = item;
  const shape = shapeOf(stored);
  const letters = shape.options;
  const delivered = deliverItem({ type, stored, rule: undefined, optionOrder: letters, texts });
  const said = language in texts ? language : (Object.keys(texts)[0] ?? language);
  const plain = inLanguage(delivered, said);
  const shown = {
    ...plain,
    stem: withPictures(plain.stem),
    options: plain.options.map((option) => ({ ...option, text: withPictures(option.text) })),
  };
  const known = itemType(type);
  const full = known?.scoredBy === 'machine' ? known.fullResponse(answerKey, shape, letters, said) : null;
  return {
    type,
    language: said,
    shown,
    letters,
    right: rightOf(type, answerKey),
    full: full === null ? [] : responseLines(shown, full),
    isChoice: choiceKey(type, letters, [], answerKey) !== undefined,
    answerKey,
  };
}
