import type { BankFile, Fault, Located } from '../domain/bank-files.js';
import { generate } from '../domain/models/generate.js';
import type { GeneratedItem } from '../domain/models/generated-item.js';
import type { ModelFile } from '../domain/models/model-file.js';
import { readModels } from './read-models.js';

/** An item with the line of the model that asks for it. */
export interface ExpectedItem {
  readonly item: GeneratedItem;
  readonly file: string;
  readonly line: number;
}

export interface ExpectedItems {
  /** In the order of their ids. */
  readonly items: readonly ExpectedItem[];
  /** File name within media/ → SVG. */
  readonly media: ReadonlyMap<string, string>;
  readonly faults: readonly Fault[];
  readonly models: number;
}

/** Everything that the models of a bank make of the seeds they list. */
export function generateItems(folder: string, bank: BankFile): ExpectedItems {
  const { models, lists, faults: found } = readModels(folder, bank.code);
  const faults: Fault[] = [...found];
  const items = new Map<string, ExpectedItem>();
  const media = new Map<string, string>();
  const add = (model: Located<ModelFile>, id: string, seed: number): void => {
    const line = model.lineOf(['seeds', id]);
    const result = generate(model.value, id, seed, { lists, languages: bank.languages });
    if (!result.ok) {
      const place = result.place.join('.');
      const message = `${id}: ${place ? `${place}: ` : ''}${result.message}`;
      faults.push({ file: model.file, line: model.lineOf(result.place), message });
      return;
    }
    for (const item of result.value.items) {
      const other = items.get(item.id);
      if (other) {
        const message = `${item.id} is made by ${other.item.model.code} already`;
        faults.push({ file: model.file, line, message });
      } else items.set(item.id, { item, file: model.file, line });
    }
    for (const [file, svg] of result.value.media) media.set(file, svg);
  };
  for (const model of models) {
    for (const [id, seed] of Object.entries(model.value.seeds)) add(model, id, seed);
  }
  const sorted = [...items.values()].sort((a, b) => (a.item.id < b.item.id ? -1 : 1));
  return { items: sorted, media, faults, models: models.length };
}
