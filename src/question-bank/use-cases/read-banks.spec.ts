import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { itemType } from '../item-types/index.js';
import { readBanks } from './read-banks.js';

const shipped = path.resolve(import.meta.dirname, '../../../question-banks');

/** A folder of its own with only what a test looks at: reading and checking all banks takes seconds. */
function copyOf(...paths: readonly string[]): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-banks-'));
  for (const one of ['schema', ...paths])
    cpSync(path.join(shipped, one), path.join(folder, one), { recursive: true });
  return folder;
}

describe('the shipped question banks', () => {
  const { banks, programmes, faults } = readBanks(shipped);

  it('are without a fault: seven banks, 400 questions or more, each in English and Russian', () => {
    expect(faults).toEqual([]);
    expect(banks.map(({ bank }) => bank.code)).toEqual([
      'abstract-reasoning',
      'digital-skills',
      'numerical-reasoning',
      'public-ethics-administration',
      'service-orientation',
      'verbal-logical-reasoning',
      'written-communication',
    ]);
    const questions = banks.flatMap(({ items }) => items.filter(({ type }) => type !== 'case'));
    expect(questions.length).toBeGreaterThanOrEqual(400);
    for (const { text } of questions) expect(Object.keys(text)).toEqual(expect.arrayContaining(['en', 'ru']));
  });

  it('have service orientation in Kazakh and Azerbaijani, which nobody has signed', () => {
    const service = banks.find(({ bank }) => bank.code === 'service-orientation');
    expect(service?.bank.languages).toEqual(['en', 'ru', 'az', 'kk']);
    for (const { text } of service?.items ?? [])
      expect(Object.keys(text).sort()).toEqual(['az', 'en', 'kk', 'ru']);
    expect(Object.keys(service?.bank.signed ?? {}).sort()).toEqual(['en', 'ru']);
  });

  it('come with four programmes, each of its stated size', () => {
    expect(
      programmes.map(({ code, minutes, parts }) => [
        code,
        minutes,
        parts.map((part) => part.draw.reduce((sum, { count }) => sum + count, 0)),
      ]),
    ).toEqual([
      ['civil-service-general', 55, [15, 15, 15, 10]],
      ['essay', 90, [1, 1]],
      ['four-subjects', 180, [25, 25, 25, 25]],
      ['reasoning', 65, [20, 10, 10]],
    ]);
    expect(programmes[0]?.pass).toEqual({ overall: 30, eachPart: 5 });
  });

  it('were each answered by a second reader without sight of the answer keys', () => {
    // Where people mark every item there is no answer key to differ from.
    const keyed = banks.filter(({ items }) =>
      items.some(({ type }) => itemType(type)?.scoredBy === 'machine'),
    );
    expect(keyed).toHaveLength(6);
    for (const { bank } of keyed)
      expect([bank.code, existsSync(path.join(shipped, bank.code, 'answers.yaml'))]).toEqual([
        bank.code,
        true,
      ]);
  });
});

describe('checking a bank', () => {
  let folder: string;
  const file = 'public-ethics-administration/items/integrity.yaml';
  const change = (from: string | RegExp, to: string): void => {
    const at = path.join(folder, file);
    const text = readFileSync(at, 'utf8');
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    writeFileSync(at, changed);
  };
  const faults = () => readBanks(folder).faults;

  beforeEach(() => {
    folder = copyOf('public-ethics-administration');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each<[string, string | RegExp, string, RegExp]>([
    [
      'an unknown content area',
      'contentArea: integrity',
      'contentArea: nothing',
      /no content area "nothing"/,
    ],
    ['an unknown competency', /competency: .*/, 'competency: juggling', /no competency "juggling"/],
    ['two right options', /: 0\n/, ': 100\n', /single-choice needs one option with 100/],
    [
      'a missing citation',
      /  sources:\n    - instrument: .*(\n {6,}.*)*?\n      article: .*\n/,
      '',
      /instrument and article it rests on are missing/,
    ],
    ['a missing rationale', / {6}rationale: "[^"]*"\n/, '', /rationale in "en" should have 30 characters/],
    ['an id used twice', 'PE-INT-001', 'PE-INT-002', /stands in .* already/],
    [
      'a field that nobody knows',
      'difficulty:',
      'difficultness:',
      /must have required property|must NOT have additional/,
    ],
    ['what is no YAML', 'contentArea: integrity', 'contentArea: [integrity', /.+/],
  ])('finds %s, by file and line', (_, from, to, message) => {
    change(from, to);
    const [first] = faults().filter((fault) => fault.file === file && message.test(fault.message));
    expect(first?.line).toBeGreaterThan(0);
  });

  it.each<[string, string, RegExp]>([
    ['HTML that is not allowed', 'After a permit is issued, <u>a grateful</u> builder', /<u> is not allowed/],
    ['a script', '<script>alert(1)</script>After a permit', /<script> is not allowed/],
    ['a picture without words', '<img src="media/a.svg">After a permit', /a picture needs alt/],
    [
      'a picture that is no file',
      '<img src="media/none.svg" alt="None">After a permit',
      /no picture media\/none/,
    ],
    [
      'a gap in a type without gaps',
      'After a permit is [[g1]], a builder',
      /has gaps, and the type has none/,
    ],
  ])('finds %s in a stem', (_, stem, message) => {
    change(/stem: After a permit is issued, a grateful builder/, `stem: >-\n        ${stem}`);
    const [first] = faults().filter((fault) => fault.file === file && message.test(fault.message));
    expect(first?.message).toMatch(/^PE-INT-001: /);
    expect(first?.line).toBeGreaterThan(20);
  });

  it('finds a stem used twice, whatever its case and punctuation', () => {
    const text = readFileSync(path.join(folder, file), 'utf8');
    const [, first = ''] = /stem: (After a permit is issued[^\n]*\n[^\n]*)\n/.exec(text) ?? [];
    expect(first).not.toBe('');
    change(/stem: On which principles, according[^\n]*\n[^\n]*\n/, `stem: ${first.toUpperCase()}!\n`);
    const found = faults().filter((fault) => fault.file === file && fault.message.includes('the same stem'));
    expect(found.map(({ message }) => message)).toEqual(['PE-INT-002: the same stem as PE-INT-001']);
  });

  it('takes plain text with bare signs as it is', () => {
    change('After a permit is issued', 'After a permit is issued & signed (5 < 7)');
    expect(faults()).toEqual([]);
  });

  it.each<[string, string, RegExp]>([
    ['a case that is not there', 'case: PE-INT-999', /has no case "PE-INT-999"/],
    ['a case that is an ordinary item', 'case: PE-INT-002', /has no case "PE-INT-002"/],
    ['a structure that the type does not know', 'structure: { maximum: 3 }', /no field "maximum"/],
    ['an unknown type', 'type: essay-of-dreams', /no item type "essay-of-dreams"/],
  ])('finds %s', (_, line, message) => {
    change('type: single-choice', line.startsWith('type') ? line : `type: single-choice\n  ${line}`);
    expect(faults().some((fault) => fault.file === file && message.test(fault.message))).toBe(true);
  });

  it('points at the very line', () => {
    const lines = readFileSync(path.join(folder, file), 'utf8').split('\n');
    const line = lines.findIndex((text) => text.includes('contentArea: integrity')) + 1;
    change('contentArea: integrity', 'contentArea: nothing');
    expect(faults()).toEqual(expect.arrayContaining([expect.objectContaining({ file, line })]));
  });
});

describe('checking a programme', () => {
  let folder: string;
  const file = 'programmes/civil-service-general.yaml';
  const change = (from: string | RegExp, to: string): void => {
    const at = path.join(folder, file);
    writeFileSync(at, readFileSync(at, 'utf8').replace(from, to));
  };
  const add = (text: string): void => {
    change(/$/, `${text}\n`);
  };

  beforeEach(() => {
    folder = copyOf('public-ethics-administration', 'service-orientation', file);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('takes filters, constraints, items to include and leave out, and parallel forms', () => {
    change(
      '{ contentArea: integrity, count: 5 }',
      '{ contentArea: integrity, difficulty: { from: 100, to: 950 }, type: single-choice, count: 5 }',
    );
    add(
      [
        'assembly: parallel',
        'parallel: { forms: 2, maximumOverlap: 30 }',
        'constraints: [{ part: ethics, cognitiveLevel: apply, minimum: 1 }, { maximum: 60 }]',
        'include: [PE-INT-001]',
        'exclude: [PE-INT-002]',
        'maximumExposure: 500',
      ].join('\n'),
    );
    expect(readBanks(folder).faults).toEqual([]);
  });

  it.each([
    ['constraints of a drawn form', 'constraints: [{ maximum: 60 }]', /constraints need another assembly/],
    ['a part that is not there', 'assembly: one-form\nconstraints: [{ part: none, maximum: 9 }]', /no part/],
    [
      'a constraint without a number',
      'assembly: one-form\nconstraints: [{ part: ethics }]',
      /must have required property/,
    ],
    ['parallel forms without their number', 'assembly: parallel', /must have required property 'parallel'/],
    ['a number of forms where there is one', 'parallel: { forms: 3, maximumOverlap: 0 }', /parallel/],
    ['an item that nobody has', 'include: [PE-INT-999]', /no bank of the programme has the item/],
    ['an item both in and out', 'include: [PE-INT-001]\nexclude: [PE-INT-001]', /both included and excluded/],
    [
      'a minimum over the maximum',
      'assembly: one-form\nconstraints: [{ minimum: 3, maximum: 2 }]',
      /larger than the maximum/,
    ],
  ])('finds %s', (_, text, message) => {
    add(text);
    expect(readBanks(folder).faults.map((fault) => fault.message)).toEqual(
      expect.arrayContaining([expect.stringMatching(message)]),
    );
  });
});
