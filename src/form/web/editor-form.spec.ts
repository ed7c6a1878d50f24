import { describe, expect, it } from '@jest/globals';
import { oneForm } from '../../../test/support/assembly-pool.js';
import { changeRows, emptyForm, formOf, type EditorForm } from './editor-form.js';
import { blueprintOf, readForm } from './read-editor.js';

const blueprint = oneForm(
  {
    p: [{ contentArea: 'a', difficulty: { from: 255, to: 1000 }, count: 3 }, { count: 2 }],
    q: [{ type: 'single-choice', count: 4 }],
  },
  {
    constraints: [{ part: 'q', cognitiveLevel: 'apply', minimum: 1, maximum: 3 }],
    include: ['A-001'],
    exclude: ['A-002', 'A-003'],
    maximumExposure: 200,
    assembly: 'parallel',
    parallel: { forms: 3, maximumOverlap: 1 },
    aids: { calculator: 'basic' },
  },
);

/** The form's fields as a browser sends them. */
function sent(form: EditorForm): Record<string, unknown> {
  const fields: Record<string, unknown> = { languages: form.languages };
  const walk = (value: unknown, name: string): void => {
    if (typeof value === 'string') fields[name.replace(/\.(from|to)$/, '.difficulty.$1')] = value;
    else
      for (const [key, inner] of Object.entries(value as object)) walk(inner, name ? `${name}.${key}` : key);
  };
  walk({ ...form, languages: {} }, '');
  return fields;
}

describe('the form of a blueprint', () => {
  it('gives back what it was filled from, through a browser', () => {
    expect(blueprintOf(formOf(blueprint))).toEqual(blueprint);
    expect(blueprintOf(readForm(sent(formOf(blueprint)), ['en']))).toEqual(blueprint);
    const { aids: _, ...without } = blueprint;
    expect(blueprintOf(readForm(sent(formOf(without)), ['en']))).toEqual(without);
  });

  it('keeps what is no number as it was typed, for the check to find', () => {
    const form = { ...formOf(blueprint), minutes: 'an hour', maximumExposure: '1.5' };
    expect(blueprintOf(form)).toMatchObject({ minutes: 'an hour', maximumExposure: '1.5' });
    const [part] = form.parts;
    if (part?.draw[0]) part.draw[0].from = '25,5';
    expect(blueprintOf(form)).toMatchObject({ parts: [{ draw: [{ difficulty: { from: 255 } }, {}] }, {}] });
  });

  it('adds and takes away rows, and nothing else', () => {
    const form = emptyForm(['en']);
    const grown = ['add-part', 'add-stratum:1', 'add-constraint'].reduce(changeRows, form);
    expect([grown.parts.length, grown.parts[1]?.draw.length, grown.constraints.length]).toEqual([2, 2, 1]);
    const shrunk = ['remove-stratum:1:0', 'remove-constraint:0', 'remove-part:0'].reduce(changeRows, grown);
    expect([shrunk.parts.length, shrunk.parts[0]?.draw.length, shrunk.constraints.length]).toEqual([1, 1, 0]);
    for (const nothing of ['save', 'remove-part:9', 'add-stratum:x', ''])
      expect(changeRows(form, nothing)).toEqual(form);
  });

  it('takes in no more rows than there can be, and no lists for texts', () => {
    const body = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`parts.${String(index)}.code`, 'x']),
    );
    expect(readForm({ ...body, code: ['a', 'b'] }, ['en'])).toMatchObject({ code: '' });
    expect(readForm(body, ['en']).parts).toHaveLength(100);
  });
});
