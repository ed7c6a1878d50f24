import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BankFile, Fault, Located } from '../domain/bank-files.js';
import { locate, parseYaml } from '../domain/parse-yaml.js';
import { checkModels } from './check-models.js';
import { writeGenerated } from './write-generated.js';

const shipped = path.resolve(import.meta.dirname, '../../../question-banks');
const bank = 'abstract-reasoning';

describe('generated items', () => {
  let folder: string;
  const file = (name: string): string => path.join(folder, bank, name);
  const change = (name: string, from: string | RegExp, to: string): number => {
    const text = readFileSync(file(name), 'utf8');
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    writeFileSync(file(name), changed);
    return changed.split('\n').findIndex((line, index) => line !== text.split('\n')[index]) + 1;
  };
  const check = (): Fault[] => {
    const items = readdirSync(file('items')).flatMap((name): Located<{ id: string }>[] => {
      const at = path.join(bank, 'items', name);
      const { document } = parseYaml(at, readFileSync(path.join(folder, at), 'utf8'));
      const list = (document?.value ?? []) as { id: string }[];
      return document ? list.map((item, index) => locate(document, [index], item)) : [];
    });
    const { document } = parseYaml('bank.yaml', readFileSync(file('bank.yaml'), 'utf8'));
    return checkModels(folder, document?.value as BankFile, items);
  };

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-models-'));
    for (const name of [bank, 'schema'])
      cpSync(path.join(shipped, name), path.join(folder, name), { recursive: true });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('are what their models make, as they are shipped', () => {
    expect(check()).toEqual([]);
  });

  it('written again are the same bytes', () => {
    expect(writeGenerated(folder, bank).faults).toEqual([]);
    for (const part of ['items', 'media']) {
      const names = readdirSync(file(part));
      expect(names).toEqual(readdirSync(path.join(shipped, bank, part)));
      for (const name of names) {
        const [here, there] = [file(part), path.join(shipped, bank, part)].map((at) =>
          readFileSync(path.join(at, name), 'utf8'),
        );
        expect(here).toBe(there);
      }
    }
  });

  it.each<[string, string, string | RegExp, string, RegExp]>([
    [
      'a key that was moved',
      'items/series.generated.yaml',
      /b: 100/,
      'b: 0',
      /AR-SER-001: answerKey.points.b is not what series-number-and-shading makes of seed 1/,
    ],
    [
      'a text that was changed',
      'items/series.generated.yaml',
      'falls by 1 each time',
      'falls by 2 each time',
      /text.en.rationale is not what/,
    ],
    [
      'a level that was changed',
      'items/matrices.generated.yaml',
      'cognitiveLevel: apply',
      'cognitiveLevel: evaluate',
      /cognitiveLevel is not what/,
    ],
  ])('%s is a fault at its very line', (_, name, from, to, message) => {
    const line = change(name, from, to);
    const [found, ...others] = check();
    expect(others).toEqual([]);
    expect(found?.message).toMatch(message);
    expect(found?.file).toBe(path.join(bank, name));
    // A long text is folded: the fault stands where it begins.
    expect(Math.abs((found?.line ?? 0) - line)).toBeLessThan(6);
  });

  it('a seed whose item nobody wrote, and an item that no seed makes, are faults', () => {
    const line = change('models/series-two-marks.yaml', 'AR-SER-020: 3', 'AR-SER-099: 3');
    expect(check()).toEqual([
      expect.objectContaining({
        file: `${bank}/models/series-two-marks.yaml`,
        line,
        message: expect.stringContaining('AR-SER-099 is not among the items'),
      }),
      expect.objectContaining({
        file: `${bank}/items/series.generated.yaml`,
        message: expect.stringContaining('AR-SER-020: no seed'),
      }),
    ]);
  });

  it('a changed model makes its items faults, and writing them again mends that', () => {
    change('models/odd-solid-and-empty.yaml', 'version: 1', 'version: 2');
    expect(check().length).toBeGreaterThan(2);
    expect(writeGenerated(folder, bank).faults).toEqual([]);
    expect(check()).toEqual([]);
  });

  it('a model that does not fit its schema is a fault with its line, and nothing is written', () => {
    const line = change('models/series-two-marks.yaml', 'rule: step', 'rule: jump');
    const faults = check();
    expect(faults[0]).toMatchObject({ file: `${bank}/models/series-two-marks.yaml`, line });
    expect(writeGenerated(folder, bank).faults.length).toBeGreaterThan(0);
  });

  it('one id in two models is a fault', () => {
    change('models/series-two-marks.yaml', 'AR-SER-018', 'AR-SER-001');
    expect(check().map(({ message }) => message)).toEqual(
      expect.arrayContaining([expect.stringMatching(/AR-SER-001 is made by .* already/)]),
    );
  });

  it('a picture that was touched, lost or left behind is a fault', () => {
    const [first = '', second = ''] = readdirSync(file('media'));
    writeFileSync(file(`media/${first}`), '<svg/>');
    rmSync(file(`media/${second}`));
    writeFileSync(file('media/figure-0000000000000000.svg'), '<svg/>');
    const faults = check();
    expect(faults.map(({ file: at }) => path.basename(at)).sort()).toEqual(
      ['figure-0000000000000000.svg', first, second].sort(),
    );
    writeGenerated(folder, bank);
    expect(check()).toEqual([]);
  });
});
