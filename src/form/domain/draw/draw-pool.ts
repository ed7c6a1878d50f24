import {
  byCodePoints,
  canonicalJson,
  hashJson,
  leafHash,
  merkleRoot,
  type Json,
} from '../../../kernel/index.js';
import type { PoolItem } from '../../../question-bank/index.js';
import type { DrawBlueprint } from './draw-blueprint.js';

/** Language → translation. */
export type TranslationIds = Readonly<Record<string, string>>;

/** What a draw uses of an item; its fields are the item's public leaf of the pool's root but for `content`. */
export interface DrawablePoolItem {
  readonly itemVersionId: string;
  readonly itemCode: string;
  readonly bank: string;
  readonly contentArea: string;
  readonly competency: string;
  readonly cognitiveLevel: string;
  readonly type: string;
  readonly difficulty: number;
  readonly options: readonly string[];
  readonly fixedOrder: boolean;
  readonly translations: TranslationIds;
  /** The case that it belongs to: a case is drawn whole or not at all. */
  readonly caseOf: null | {
    readonly code: string;
    readonly itemVersionId: string;
    readonly translations: TranslationIds;
  };
  /** Codes of items that may not stand in one form with it. */
  readonly enemies: readonly string[];
  /** Sittings that it was shown in before. */
  readonly exposure: number;
}

/** An item of a frozen pool, as it is published: no text and no answer key, their hash under a salt. */
export interface PoolLeaf extends DrawablePoolItem {
  /** Hex: see {@link poolLeaf}. */
  readonly content: string;
}

type Translations = PoolItem['translations'];

/** A live item of the banks. What not every bank says has a default. */
export type LivePoolItem = Omit<PoolItem, 'caseOf' | 'enemies' | 'exposure' | 'calibration'> & {
  readonly caseOf?: null | {
    readonly code: string;
    readonly itemVersionId: string;
    readonly contentHash: string;
    readonly translations: Translations;
  };
  readonly enemies?: readonly string[];
  readonly exposure?: number;
};

/**
 * The items that a blueprint may draw, by item code (code points): without what it excludes and what was shown too
 * often. A case that loses a member loses all of them.
 */
export function drawablePool<T extends LivePoolItem>(blueprint: DrawBlueprint, items: readonly T[]): T[] {
  const excluded = new Set(blueprint.exclude);
  const most = blueprint.maximumExposure ?? Infinity;
  const isOut = (item: T) => excluded.has(item.itemCode) || (item.exposure ?? 0) >= most;
  const brokenCases = new Set(items.filter(isOut).map((item) => item.caseOf?.code));
  return items
    .filter((item) => !isOut(item) && !(item.caseOf && brokenCases.has(item.caseOf.code)))
    .sort((a, b) => byCodePoints(a.itemCode, b.itemCode));
}

type ContentHashes = readonly { readonly language: string; readonly contentHash: string }[];

/** What a leaf's `content` is the hash of. Hashes are hex; translations are in the order of their languages. */
export interface ContentOpening {
  /** Hex, 16 random bytes: who does not know them can try no text or answer key against the hash. */
  readonly salt: string;
  readonly version: string;
  readonly translations: ContentHashes;
  readonly case: null | { readonly version: string; readonly translations: ContentHashes };
}

/** Hex SHA-256 of the opening's canonical JSON: it binds texts and answer key and tells nothing of them. */
export const contentCommitment = ({ salt, version, translations, case: caseOf }: ContentOpening): string =>
  hashJson({ salt, version, translations, case: caseOf }).toString('hex');

/** The published leaf of an item. */
export function poolLeaf(item: LivePoolItem, salt: string): PoolLeaf {
  const { caseOf = null } = item;
  return {
    itemVersionId: item.itemVersionId,
    itemCode: item.itemCode,
    bank: item.bank,
    contentArea: item.contentArea,
    competency: item.competency,
    cognitiveLevel: item.cognitiveLevel,
    type: item.type,
    difficulty: item.difficulty,
    options: [...item.options],
    fixedOrder: item.fixedOrder,
    translations: ids(item.translations),
    caseOf: caseOf && {
      code: caseOf.code,
      itemVersionId: caseOf.itemVersionId,
      translations: ids(caseOf.translations),
    },
    enemies: [...(item.enemies ?? [])],
    exposure: item.exposure ?? 0,
    content: contentCommitment({
      salt,
      version: item.contentHash,
      translations: hashes(item.translations),
      case: caseOf && { version: caseOf.contentHash, translations: hashes(caseOf.translations) },
    }),
  };
}

/** RFC 6962 root over the leaves' canonical JSON, in the order given: that of the item codes. */
export const poolRoot = (leaves: readonly PoolLeaf[]): Buffer =>
  merkleRoot(leaves.map((leaf) => leafHash(canonicalJson(leaf as unknown as Json))));

const ids = (translations: Translations): TranslationIds =>
  Object.fromEntries(translations.map(({ language, translationId }) => [language, translationId]));

const hashes = (translations: Translations): ContentHashes =>
  translations.map(({ language, contentHash }) => ({ language, contentHash }));
