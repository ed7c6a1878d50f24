import type { DeliveredItem, Texts } from '../../question-bank/item-types/index.js';
import type { Aids } from './blueprint/blueprint.js';

/** An item in its place of the form. */
export interface PlacedItem extends DeliveredItem {
  readonly position: number;
  /** For members of a case: which of the form's stimuli it belongs to. */
  readonly stimulus?: string;
}

/** A form as its candidate sees it. No answer key, no rationale, no authored letter. */
export interface DeliveredForm {
  readonly title: Texts;
  readonly languages: readonly string[];
  readonly governingLanguage: string;
  readonly minutes: number;
  readonly aids: Aids;
  readonly parts: readonly {
    readonly code: string;
    readonly title: Texts;
    readonly items: readonly PlacedItem[];
  }[];
  /** Stimuli of cases, each once however many items belong to it: clean HTML by language. */
  readonly stimuli: Readonly<Record<string, Texts>>;
  /** Pictures, each once however many texts show it: hash → data: URI; bodies name them as `media:<hash>`. */
  readonly images: Texts;
}
