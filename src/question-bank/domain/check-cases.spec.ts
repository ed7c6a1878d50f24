import { describe, expect, it } from '@jest/globals';
import { sample } from '../../../test/factories/sample-items.js';
import type { ItemFile, Located } from './bank-files.js';
import { checkCases } from './check-cases.js';
import { checkKeys } from './check-keys.js';

const at = (value: ItemFile, file = 'a.yaml'): Located<ItemFile> => ({ value, file, lineOf: () => 7 });
const stimulus = sample('TY-CAS-001');
const [one, two] = [sample('TY-CAS-002'), sample('TY-CAS-003')];
const messages = (items: readonly Located<ItemFile>[]) => checkCases(items).map(({ message }) => message);

describe('cases', () => {
  it('are one stimulus and two items or more', () => {
    expect(messages([at(stimulus), at(one), at(two)])).toEqual([]);
    expect(messages([at(stimulus), at(one)])).toEqual([
      'TY-CAS-001: a case needs two items or more that name it',
    ]);
  });

  it('stand in one file and one content area, and not in another case', () => {
    expect(messages([at(stimulus), at(one), at(two, 'b.yaml')])).toEqual([
      'TY-CAS-003: its case stands in a.yaml, not in this file',
    ]);
    expect(messages([at(stimulus), at(one), at({ ...two, contentArea: 'other' })])).toEqual([
      'TY-CAS-003: its case has the content area "samples"',
    ]);
    expect(messages([at({ ...stimulus, case: 'TY-CAS-009' }), at(one), at(two)])).toEqual([
      'TY-CAS-001: a case does not belong to another case',
    ]);
    expect(messages([at(one)])).toEqual(['TY-CAS-002: the bank has no case "TY-CAS-001"']);
  });
});

describe('the place and the length of what is right', () => {
  const bank = { languages: ['en'] } as unknown as Parameters<typeof checkKeys>[0];
  const many = (item: ItemFile) => Array.from({ length: 12 }, () => at(item));

  it('counts several right options together, and the best response', () => {
    expect(checkKeys(bank, many(sample('TY-MUL-001'))).map(({ message }) => message)).toEqual([
      'the key is the longest option in 100 % of the items in "en"',
      'the key is option a and c and d in 100 % of the items',
    ]);
    expect(checkKeys(bank, many(sample('TY-SJT-001'))).map(({ message }) => message)).toEqual([
      'the key is the longest option in 100 % of the items in "en"',
      'the key is option d in 100 % of the items',
    ]);
  });

  it('says nothing of types where neither can give the answer away', () => {
    for (const id of ['TY-SJT-003', 'TY-ORD-001', 'TY-MAT-001', 'TY-NUM-001', 'TY-CAS-001'])
      expect([id, checkKeys(bank, many(sample(id)))]).toEqual([id, []]);
  });
});
