import { caseItem } from './case/index.js';
import { extendedText } from './extended-text/index.js';
import { gapChoice } from './gap-choice/index.js';
import { gapText } from './gap-text/index.js';
import type { ItemType } from './item-type.js';
import { matching } from './matching/index.js';
import { multipleResponse } from './multiple-response/index.js';
import { numeric } from './numeric/index.js';
import { ordering } from './ordering/index.js';
import { shortText } from './short-text/index.js';
import { singleChoice } from './single-choice/index.js';
import { situationalJudgement } from './situational-judgement/index.js';

/** Every type of item. A new one is a folder and a line here (docs/adr/0013). */
export const ITEM_TYPES: readonly ItemType[] = [
  singleChoice,
  multipleResponse,
  situationalJudgement,
  ordering,
  matching,
  gapChoice,
  gapText,
  numeric,
  shortText,
  extendedText,
  caseItem,
];

const BY_CODE = new Map(ITEM_TYPES.map((type) => [type.code, type]));

/** The type with this code; undefined for a code that nobody knows. */
export const itemType = (code: string): ItemType | undefined => BY_CODE.get(code);
