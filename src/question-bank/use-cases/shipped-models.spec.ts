import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { generate } from '../domain/models/generate.js';
import type { GeneratedItem } from '../domain/models/generated-item.js';
import type { ModelFile } from '../domain/models/model-file.js';
import { parseYaml } from '../domain/parse-yaml.js';
import { readModels } from './read-models.js';

const shipped = path.resolve(import.meta.dirname, '../../../question-banks');
const SEEDS = 200;
const languages = ['en', 'ru'];
const banks = readdirSync(shipped).filter((name) => existsSync(path.join(shipped, name, 'models')));
const models = banks.flatMap((bank) => {
  const { models: found, lists } = readModels(shipped, bank);
  return found.map(({ value }) => ({ name: `${bank} ${value.code}`, model: value, lists }));
});

/** What is wrong with an item, whatever its model: said in words, so that thousands of items are held to it quickly. */
function faultsOf(item: GeneratedItem): string[] {
  const faults = languages.flatMap((language) => {
    const { stem = '', rationale = '', options = {} } = item.text[language] ?? {};
    const written = [stem, rationale, ...Object.values(options)];
    return [
      ...(stem.length < 15 ? ['a short stem'] : []),
      ...(rationale.length < 30 && item.type !== 'case' ? ['a short rationale'] : []),
      ...(written.some((text) => /[{}]|undefined|NaN|\[object/.test(text)) ? ['a rest of a template'] : []),
      ...(new Set(Object.values(options)).size < Object.keys(options).length ? ['options alike'] : []),
    ];
  });
  if (item.type !== 'single-choice') return faults;
  const { points } = item.answerKey as { points: Record<string, number> };
  const right = Object.values(points).filter((value) => value === 100).length;
  const fits = Object.keys(points).join() === item.options?.join();
  return right === 1 && fits ? faults : [...faults, 'no answer key'];
}

describe('the shipped models', () => {
  it('are without a fault', () => {
    expect(models.length).toBeGreaterThan(40);
    for (const bank of banks) expect(readModels(shipped, bank).faults).toEqual([]);
  });

  it.each(models)(
    `$name makes sound items of ${String(SEEDS)} seeds, and many different ones`,
    ({ model, lists }) => {
      const stems = new Set<string>();
      const faults: string[] = [];
      for (let seed = 1; seed <= SEEDS; seed += 1) {
        const result = generate(model, 'XX-TEST-100', seed, { lists, languages });
        if (!result.ok) {
          faults.push(result.message);
          continue;
        }
        const { items, media } = result.value;
        const pictures = JSON.stringify(items).match(/media\/[\w.-]+/g) ?? [];
        faults.push(...items.flatMap(faultsOf), ...pictures.filter((file) => !media.has(file.slice(6))));
        stems.add(items.map(({ text }) => text['en']?.stem ?? '').join());
      }
      expect(faults).toEqual([]);
      expect(stems.size).toBeGreaterThan(SEEDS / 5);
    },
  );

  it('are explained by an example that works', () => {
    const page = readFileSync(path.resolve(shipped, '../docs/item-models.md'), 'utf8');
    const [, example = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
    const { document } = parseYaml('item-models.md', example);
    for (let seed = 1; seed <= 20; seed += 1) {
      const result = generate(document?.value as ModelFile, 'NR-DOC-001', seed, { lists: {}, languages });
      expect(result.ok ? result.value.items.flatMap(faultsOf) : result.message).toEqual([]);
    }
  });
});
