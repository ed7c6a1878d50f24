import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BankFile, Fault } from '../domain/bank-files.js';
import { GENERATED_MEDIA, type GeneratedItem } from '../domain/models/generated-item.js';
import { generatedYaml } from '../domain/models/generated-yaml.js';
import { parseYaml } from '../domain/parse-yaml.js';
import { generateItems } from './generate-items.js';

export interface GenerationReport {
  readonly bank: string;
  readonly models: number;
  readonly items: number;
  readonly pictures: number;
  readonly faults: readonly Fault[];
}

const SUFFIX = '.generated.yaml';

/**
 * Writes what the models of a bank make: items/<content-area>.generated.yaml and media/figure-….svg, and removes what
 * they no longer make. With any fault nothing is written.
 *
 * @param folder the folder of all banks.
 */
export function writeGenerated(folder: string, code: string): GenerationReport {
  const file = path.join(code, 'bank.yaml');
  const { document, faults } = parseYaml(file, readFileSync(path.join(folder, file), 'utf8'));
  if (!document) return { bank: code, models: 0, items: 0, pictures: 0, faults };
  const made = generateItems(folder, document.value as BankFile);
  const report = { bank: code, models: made.models, items: made.items.length, pictures: made.media.size };
  if (made.faults.length > 0 || made.models === 0) return { ...report, faults: made.faults };
  const areas = new Map<string, GeneratedItem[]>();
  for (const { item } of made.items) {
    areas.set(item.contentArea, [...(areas.get(item.contentArea) ?? []), item]);
  }
  replace(
    path.join(folder, code, 'items'),
    (name) => name.endsWith(SUFFIX),
    new Map([...areas].map(([area, items]) => [`${area}${SUFFIX}`, generatedYaml(items)])),
  );
  replace(path.join(folder, code, 'media'), (name) => GENERATED_MEDIA.test(name), made.media);
  return { ...report, faults: [] };
}

/** Makes the files of a kind in a folder exactly these. */
function replace(
  folder: string,
  isOfKind: (name: string) => boolean,
  files: ReadonlyMap<string, string>,
): void {
  if (files.size > 0) mkdirSync(folder, { recursive: true });
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (isOfKind(name) && !files.has(name)) rmSync(path.join(folder, name));
  }
  for (const [name, text] of files) writeFileSync(path.join(folder, name), text);
}
