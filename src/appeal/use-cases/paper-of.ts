import { deliveredFormOf } from '../../form/index.js';
import { countingVersionOf, resultHistory, type Outcome } from '../../grading/index.js';
import type { Tx } from '../../platform/index.js';
import { inLanguage, itemType, shapeOf, type ShownItem } from '../../question-bank/item-types/index.js';
import { itemsToScore } from '../../question-bank/index.js';
import { answerSheets } from '../../sitting/index.js';
import { responseLines, type ResponseLine } from '../domain/response-lines.js';
import type { ReviewView } from '../store/review-store.js';

/** A question as its candidate had it, with what they answered; with the answer key and the points where it is allowed. */
export interface PaperItem {
  readonly position: number;
  readonly itemVersionId: string;
  readonly shown: ShownItem;
  readonly stimulus: string | null;
  /** Refs of the options that were chosen, for types whose response is options. */
  readonly answer: readonly ResponseLine[] | null;
  readonly key: readonly ResponseLine[] | null;
  readonly points: number | null;
  readonly why: Outcome | null;
}

export interface Paper {
  readonly parts: readonly {
    readonly title: Readonly<Record<string, string>>;
    readonly items: readonly PaperItem[];
  }[];
}

/**
 * The paper of a sitting in its candidate's language. Answer keys are read only where the session lets its candidates see
 * them: elsewhere none leaves the database.
 */
export async function paperOf(tx: Tx, review: ReviewView): Promise<Paper | undefined> {
  const { sittingId, sessionId, language } = review;
  const delivered = await deliveredFormOf(tx, sittingId);
  const [sheet] = await answerSheets(tx, [sittingId]);
  if (!delivered || !sheet) return undefined;
  const withKeys = review.review === 'answers-and-keys';
  const keys = withKeys ? await keysOf(tx, sessionId, delivered.items) : undefined;
  const byItem = (withKeys ? await resultHistory(tx, sittingId) : []).at(-1)?.byItem ?? [];
  const places = new Map(delivered.items.map((item) => [item.position, item]));
  const { form } = delivered;
  const withPictures = (html: string): string =>
    html.replace(/\bsrc="media:([0-9a-f]{64})"/g, (_, hash: string) => `src="${form.images[hash] ?? ''}"`);
  return {
    parts: form.parts.map(({ title, items }) => ({
      title,
      items: items.map((item): PaperItem => {
        const plain = inLanguage(item, language);
        const shown = {
          ...plain,
          stem: withPictures(plain.stem),
          options: plain.options.map((option) => ({ ...option, text: withPictures(option.text) })),
        };
        const place = places.get(item.position);
        const response = sheet.answers[String(item.position)];
        const score = byItem.find(({ position }) => position === item.position);
        const full = place && keys?.(place.itemVersionId, place.optionOrder, language);
        const texts = item.stimulus === undefined ? undefined : form.stimuli[item.stimulus];
        return {
          position: item.position,
          itemVersionId: place?.itemVersionId ?? '',
          shown,
          stimulus: texts ? withPictures(texts[language] ?? Object.values(texts)[0] ?? '') : null,
          answer: response === undefined ? null : responseLines(shown, response),
          key: full == null ? null : responseLines(shown, full),
          points: score?.points ?? null,
          why: score?.why ?? null,
        };
      }),
    })),
  };
}

type FullResponse = (
  itemVersionId: string,
  optionOrder: readonly string[],
  language: string,
) => string | null;

/** A response that gets full points, by the answer keys that hold. */
async function keysOf(
  tx: Tx,
  sessionId: string,
  items: readonly { readonly itemVersionId: string }[],
): Promise<FullResponse> {
  const version = await countingVersionOf(tx, sessionId);
  const known = await itemsToScore(
    tx,
    items.map(({ itemVersionId }) => itemVersionId),
  );
  return (id, optionOrder, language) => {
    const item = known.get(id);
    const type = item && itemType(item.type);
    if (!item || type?.scoredBy !== 'machine' || version?.rules.annulled.includes(id)) return null;
    const answerKey = version?.rules.rekeyed?.[id] ?? item.answerKey;
    return type.fullResponse(answerKey, shapeOf(item.stored), optionOrder, language);
  };
}
