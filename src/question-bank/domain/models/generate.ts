import { generateFigures } from './figures/generate-figures.js';
import { generateText, type Setting } from './generate-text.js';
import type { Generated } from './generated-item.js';
import { ModelError, type Place } from './model-error.js';
import type { ModelFile } from './model-file.js';

export type GenerationResult =
  | { readonly ok: true; readonly value: Generated }
  | { readonly ok: false; readonly message: string; readonly place: Place };

/**
 * The door of the engine: what a model makes of a seed. The same model, version, seed and languages give the same bytes
 * on any machine.
 *
 * @param id of the item; a case's questions take the ids after it.
 * @returns the items and their pictures, or what is wrong in the model and where.
 */
export function generate(model: ModelFile, id: string, seed: number, setting: Setting): GenerationResult {
  try {
    const value =
      'figures' in model
        ? generateFigures(model, id, seed, setting.languages)
        : generateText(model, id, seed, setting);
    return { ok: true, value };
  } catch (error) {
    if (error instanceof ModelError) return { ok: false, message: error.message, place: error.place };
    throw error;
  }
}
