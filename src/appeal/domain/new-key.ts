import { POINT } from '../../kernel/points.js';
import { itemType, type ItemShape } from '../../question-bank/item-types/index.js';

/** An item as far as a new answer key is checked against it. */
export interface ItemToRekey {
  readonly type: string;
  readonly shape: ItemShape;
  readonly texts: Readonly<
    Record<
      string,
      {
        readonly stem: string;
        readonly options: Record<string, string>;
        readonly labels: Record<string, string>;
      }
    >
  >;
}

/**
 * What is wrong with an answer key for an item, by the item type's own check; empty where it can score.
 *
 * One right option is what an author must write. Whoever answered a challenge may find that a second one is right too: a
 * choice may then have several, as long as not all of them are, which would be an annulment.
 */
export function newKeyFaults(item: ItemToRekey, answerKey: unknown): string[] {
  const type = itemType(item.type);
  if (type?.scoredBy !== 'machine') return ['type'];
  const { options } = item.shape;
  if (item.type === 'single-choice') return severalRightFaults(options, answerKey);
  const faults = type.check({ ...item.shape, answerKey, texts: item.texts });
  return faults.filter(({ path }) => path[0] === 'answerKey').map(({ message }) => message);
}

function severalRightFaults(options: readonly string[], answerKey: unknown): string[] {
  const { points, ...others } = (answerKey ?? {}) as {
    readonly points?: unknown;
    readonly [key: string]: unknown;
  };
  if (typeof points !== 'object' || points === null || Object.keys(others).length > 0) return ['points'];
  const values = new Map(Object.entries(points as Readonly<Record<string, unknown>>));
  const isWhole =
    values.size === options.length &&
    options.every((option) => values.get(option) === POINT || values.get(option) === 0);
  const right = [...values.values()].filter((value) => value === POINT).length;
  return isWhole && right > 0 && right < options.length ? [] : ['points'];
}

/** The answer key of a choice in which these options are right; undefined for a type that an expert keys in words. */
export function choiceKey(
  type: string,
  options: readonly string[],
  right: readonly string[],
  before: unknown,
): Record<string, unknown> | undefined {
  if (type === 'single-choice')
    return {
      points: Object.fromEntries(options.map((option) => [option, right.includes(option) ? POINT : 0])),
    };
  if (type === 'multiple-response')
    return { ...(before as object), right: options.filter((option) => right.includes(option)) };
  return undefined;
}

/** The options that an answer key calls right, for the types that {@link choiceKey} writes. */
export function rightOf(type: string, answerKey: unknown): readonly string[] {
  const key = answerKey as {
    readonly points?: Readonly<Record<string, number>>;
    readonly right?: readonly string[];
  };
  if (type === 'single-choice')
    return Object.entries(key.points ?? {}).flatMap(([option, points]) => (points === POINT ? [option] : []));
  return type === 'multiple-response' ? (key.right ?? []) : [];
}
