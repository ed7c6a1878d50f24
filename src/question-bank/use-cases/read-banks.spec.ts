import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readBanks } from './read-banks.js';

const shipped = path.resolve(import.meta.dirname, '../../../question-banks');

describe('the shipped question banks', () => {
  it('are without a fault: two banks, 120 items or more, each in English and Russian', () => {
    const { banks, programmes, faults } = readBanks(shipped);
    expect(faults).toEqual([]);
    expect(banks.map(({ bank }) => bank.code)).toEqual([
      'public-ethics-administration',
      'service-orientation',
    ]);
    expect(banks.reduce((sum, { items }) => sum + items.length, 0)).toBeGreaterThanOrEqual(120);
    for (const { items } of banks)
      for (const item of items) expect(Object.keys(item.text)).toEqual(expect.arrayContaining(['en', 'ru']));
    const [programme] = programmes;
    expect(programme?.minutes).toBe(55);
    expect(programme?.parts.map((part) => part.draw.reduce((sum, { count }) => sum + count, 0))).toEqual([
      15, 15, 15, 10,
    ]);
    expect(programme?.pass).toEqual({ overall: 30, eachPart: 5 });
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
    folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-banks-'));
    cpSync(shipped, folder, { recursive: true });
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
