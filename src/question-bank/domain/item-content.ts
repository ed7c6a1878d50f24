import { hashJson, type Json } from '../../kernel/index.js';
import type { ItemSource, Texts } from './bank-files.js';

/** What no language changes of an item: a change here is a new version of it. */
export interface ItemContent {
  readonly type: string;
  readonly contentArea: string;
  readonly competency: string;
  readonly cognitiveLevel: string;
  /** Estimated proportion correct, in thousandths. */
  readonly difficulty: number;
  /** `options` in the author's order, `fixedOrder`, and what else the type needs. */
  readonly structure: ItemStructure;
  /** As the item's type describes it. Never leaves the server before release. */
  readonly answerKey: Readonly<Record<string, Json>>;
  readonly sources: readonly ItemSource[];
  readonly caseCode: string | null;
  /** Generated items name their model and seed. */
  readonly model: { readonly code: string; readonly version: number; readonly seed: number } | null;
}

export interface ItemStructure {
  readonly options: readonly string[];
  readonly fixedOrder: boolean;
  readonly [key: string]: Json;
}

/** The words of an item version in one language: clean bodies, as candidates see them. */
export interface ItemWords {
  readonly stem: string;
  /** By the option's letter as its author named it. */
  readonly options: Texts;
  readonly labels: Texts;
  readonly rationale: string;
}

/** 32 bytes. Parts that an item does not have are left out, so that they can be added to the format later. */
export const contentHash = (content: ItemContent): Buffer => {
  const { caseCode, model, ...rest } = content;
  return hashJson({
    ...(rest as unknown as Record<string, Json>),
    ...(caseCode !== null && { caseCode }),
    ...(model !== null && { model: { ...model } }),
  });
};

export const wordsHash = ({ stem, options, labels, rationale }: ItemWords): Buffer =>
  hashJson({ stem, options, rationale, ...(Object.keys(labels).length > 0 && { labels }) });
