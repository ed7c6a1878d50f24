import type { PoolItem } from '../../../question-bank/index.js';

/** IRT parameters of the three-parameter logistic model, in thousandths. */
export interface Calibration {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** An item as assembly sees it: how it is classified, how hard it is, and what it may stand beside. */
export interface AssemblyItem {
  readonly itemCode: string;
  readonly itemVersionId: string;
  readonly bank: string;
  readonly contentArea: string;
  readonly competency: string;
  readonly cognitiveLevel: string;
  readonly type: string;
  /** Thousandths of the proportion correct. */
  readonly difficulty: number;
  /** The case that it belongs to, and is shown with alone. */
  readonly caseCode: string | null;
  readonly enemies: readonly string[];
  /** Sittings that it was shown in. */
  readonly exposure: number;
  readonly calibration: Calibration | null;
}

/** A pool item without what assembly does not look at. */
export function assemblyItem(item: PoolItem): AssemblyItem {
  const { itemCode, itemVersionId, bank, contentArea, competency, cognitiveLevel, type, difficulty } = item;
  return {
    itemCode,
    itemVersionId,
    bank,
    contentArea,
    competency,
    cognitiveLevel,
    type,
    difficulty,
    caseCode: item.caseOf?.code ?? null,
    enemies: item.enemies,
    exposure: item.exposure,
    calibration: item.calibration,
  };
}

/** By code points, as everywhere. */
export const byCode = (a: { readonly itemCode: string }, b: { readonly itemCode: string }): number =>
  a.itemCode < b.itemCode ? -1 : a.itemCode > b.itemCode ? 1 : 0;
