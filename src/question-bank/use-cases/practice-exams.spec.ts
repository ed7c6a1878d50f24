import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { itemType, ITEM_TYPES } from '../item-types/index.js';
import { practiceExams } from './practice-exams.js';
import { readBanks } from './read-banks.js';

const shipped = path.resolve(import.meta.dirname, '../../../question-banks');

describe('practice exams', () => {
  let folder: string;
  const change = (file: string, from: string, to: string): void => {
    const at = path.join(folder, file);
    const text = readFileSync(at, 'utf8');
    expect(text).toContain(from);
    writeFileSync(at, text.replace(from, to));
  };
  const faults = () => readBanks(folder).faults.map(({ file, message }) => `${file}: ${message}`);

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-practice-'));
    for (const one of ['schema', 'practice', 'service-orientation'])
      cpSync(path.join(shipped, one), path.join(folder, one), { recursive: true });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('show every type of item, in every language, with why the answer is right', () => {
    const items = practiceExams(folder).flatMap(({ parts }) => parts.flatMap((part) => part.items));
    const wanted = ITEM_TYPES.map(({ code }) => code).filter((code) => code !== 'case');
    expect([...new Set(items.map(({ type }) => type))].sort()).toEqual([...wanted].sort());
    for (const { texts, rationale } of items) {
      expect(Object.keys(texts)).toEqual(['en', 'ru']);
      expect(Object.keys(rationale)).toEqual(['en', 'ru']);
    }
    for (const { stimuli, parts } of practiceExams(folder)) {
      const refs = parts.flatMap((part) => part.items.flatMap(({ stimulus }) => stimulus ?? []));
      expect(Object.keys(stimuli)).toEqual([...new Set(refs)]);
    }
  });

  it('hold the answer keys of practice banks alone', () => {
    const { banks, practice } = readBanks(folder);
    expect(banks.map(({ bank }) => bank.code)).toEqual(['service-orientation']);
    expect(practice.map(({ bank }) => bank.code)).toEqual(['practice']);
    const open = JSON.stringify(practiceExams(folder));
    for (const { items } of banks) {
      for (const item of items) {
        expect(open).not.toContain(item.id);
        for (const { stem, rationale } of Object.values(item.text)) {
          expect(open).not.toContain(JSON.stringify(stem).slice(1, -1));
          if (rationale) expect(open).not.toContain(JSON.stringify(rationale).slice(1, -1));
        }
      }
    }
    // A bank whose answers are not open opens none, whatever it says of exams.
    change('practice/bank.yaml', 'practice: true\n', '');
    expect(practiceExams(folder)).toEqual([]);
    expect(faults()).toEqual([
      'practice/practice.yaml: the answers of this bank are not open: bank.yaml does not say "practice: true"',
    ]);
  });

  it('cannot show an item of another bank', () => {
    const other = readBanks(folder).banks[0]?.items.find(
      ({ type }) => itemType(type)?.scoredBy === 'machine',
    );
    change('practice/practice.yaml', 'PR-CHO-001', other?.id ?? '');
    expect(faults()).toEqual([`practice/practice.yaml: the bank has no question ${other?.id ?? ''}`]);
    expect(() => practiceExams(folder)).toThrow('the bank has no question');
  });

  it('are kept out of every programme', () => {
    cpSync(
      path.join(shipped, 'programmes', 'reasoning.yaml'),
      path.join(folder, 'programmes', 'reasoning.yaml'),
    );
    change('programmes/reasoning.yaml', 'bank: verbal-logical-reasoning', 'bank: practice');
    expect(faults()).toContain(
      'programmes/reasoning.yaml: "practice" is for practice: everybody may see its answers, and no exam draws from it',
    );
  });

  it('name each exam and each question of it once, and in every language of the bank', () => {
    change('practice/practice.yaml', 'code: every-kind', 'code: first-steps');
    change(
      'practice/practice.yaml',
      '[PR-CHO-001, PR-CHO-003, PR-CHO-005]',
      '[PR-CHO-001, PR-CHO-003, PR-NUM-004]',
    );
    change('practice/practice.yaml', 'PR-WRI-001, PR-WRI-002]', 'PR-WRI-001, PR-CHO-001]');
    change(
      'practice/practice.yaml',
      'title: { en: First steps, ru: Первые шаги }',
      'title: { en: First steps }',
    );
    expect(faults().map((fault) => fault.replace('practice/practice.yaml: ', ''))).toEqual(
      expect.arrayContaining([
        'another practice exam has the code "first-steps"',
        // A case is no question.
        'the bank has no question PR-NUM-004',
        'PR-CHO-001 stands in this exam already',
        'a title or the description is missing in a language of the bank',
      ]),
    );
    rmSync(path.join(folder, 'practice', 'practice.yaml'));
    expect(faults()).toEqual(['practice/bank.yaml: a practice bank needs its practice.yaml']);
  });
});
