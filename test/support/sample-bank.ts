import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { PROJECT_DIR } from '../../src/app.js';
import { SAMPLE_ITEMS, SAMPLE_PICTURE } from '../factories/sample-items.js';

/** A folder of banks with the samples alone, and a programme that draws every one of them. */
export function sampleBanks(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-samples-'));
  const write = (file: string, value: unknown): void => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), stringify(value, { aliasDuplicateObjects: false }));
  };
  cpSync(path.join(PROJECT_DIR, 'question-banks', 'schema'), path.join(folder, 'schema'), {
    recursive: true,
  });
  const both = (en: string, ru: string) => ({ en, ru });
  write('samples/bank.yaml', {
    code: 'samples',
    title: both('Samples', 'Образцы'),
    sourceLanguage: 'en',
    languages: ['en', 'ru'],
    licence: 'CC-BY-4.0',
    authors: ['Test authors'],
    signed: both('Test authors', 'Test authors'),
    contentAreas: { samples: both('Samples', 'Образцы') },
    competencies: { judgement: both('Judgement', 'Суждение') },
  });
  write('samples/items/samples.yaml', SAMPLE_ITEMS);
  mkdirSync(path.join(folder, 'samples', 'media'));
  writeFileSync(path.join(folder, 'samples', 'media', SAMPLE_PICTURE.file), SAMPLE_PICTURE.bytes);
  write('programmes/samples.yaml', {
    code: 'samples',
    title: both('Every type of item', 'Все типы заданий'),
    minutes: 60,
    languages: ['en', 'ru'],
    governingLanguage: 'en',
    practice: 'Every type of item once.',
    parts: [
      {
        code: 'all',
        title: both('Every type', 'Все типы'),
        bank: 'samples',
        draw: [{ contentArea: 'samples', count: SAMPLE_ITEMS.filter(({ type }) => type !== 'case').length }],
      },
    ],
    pass: { overall: 10, eachPart: 1 },
  });
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
