import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seededGenerator, sha256 } from '../../../../kernel/index.js';
import { mediaFault } from '../../media.js';
import type { Figure } from './figure.js';
import type { FiguresFile } from './figure-model-file.js';
import { makeOdd } from './make-odd.js';
import { balancedOptions, makePuzzle } from './make-puzzle.js';
import { grid, single } from './layouts.js';
import { predict } from './predict.js';
import { predictLines } from './predict-lines.js';
import { SCENES, type SceneName } from './scenes/index.js';
import { FIGURE_WORDS } from './words/index.js';

const generator = (seed: number) => seededGenerator(sha256(`figures ${String(seed)}`));
const seeds = fc.integer({ min: 0, max: 1_000_000 });
const series: FiguresFile & { layout: 'series' | 'matrix' } = {
  layout: 'series',
  scene: 'pointer',
  rules: { direction: { rule: 'step', by: [1, -2, 3] }, shading: { rule: ['alternate', 'thirds'] } },
};
const matrix: FiguresFile & { layout: 'series' | 'matrix' } = {
  layout: 'matrix',
  scene: 'tokens',
  rules: {
    count: { rule: ['sum', 'step'] },
    shape: { rule: 'latin' },
    shading: { rule: ['rows', 'columns'] },
  },
};

/** Every figure of a scene, up to a bound. */
function* figuresOf(scene: SceneName): Generator<Figure> {
  const attributes = Object.entries(SCENES[scene].attributes);
  const total = attributes.reduce((product, [, { values }]) => product * values.length, 1);
  for (let number = 0; number < total; number += 1) {
    let rest = number;
    const figure: Record<string, number> = {};
    for (const [name, { values }] of attributes) {
      figure[name] = rest % values.length;
      rest = Math.floor(rest / values.length);
    }
    if (SCENES[scene].isClear?.(figure) ?? true) yield figure;
  }
}

describe.each(Object.keys(SCENES) as SceneName[])('the scene %s', (name) => {
  it('draws and describes no two figures alike', () => {
    const figures = [...figuresOf(name)];
    const drawings = new Set(figures.map((figure) => SCENES[name].draw(figure)));
    expect(drawings.size).toBe(figures.length);
    for (const words of Object.values(FIGURE_WORDS)) {
      const told = new Set(figures.map((figure) => words.figure(name, figure)));
      expect(told.size).toBe(figures.length);
      for (const text of told) expect(text).not.toMatch(/undefined|["<>&]| {2}|^ | $/);
    }
  });

  it('makes pictures that a bank may have: nothing active, no text, small', () => {
    const [first, second] = [...figuresOf(name)];
    for (const { svg } of [
      single(SCENES[name].draw(first ?? {})),
      grid([SCENES[name].draw(second ?? {})], 3, true),
    ]) {
      expect(mediaFault(Buffer.from(svg))).toBeNull();
      expect(svg).not.toContain('<text');
      expect(svg.length).toBeLessThan(5000);
    }
  });
});

describe.each([
  ['a series', series],
  ['a matrix', matrix],
])('%s', (_, file) => {
  const scene = SCENES[file.scene];
  const puzzles = (
    check: (puzzle: Exclude<ReturnType<typeof makePuzzle>, string>, seed: number) => void,
  ): void => {
    let made = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const puzzle = makePuzzle(file, scene, generator(seed));
        if (typeof puzzle === 'string') return;
        made += 1;
        check(puzzle, seed);
      }),
      { numRuns: 400 },
    );
    expect(made).toBeGreaterThan(20);
  };

  it('has one key, whatever rule is found for each attribute', () => {
    puzzles(({ shown, key }) => {
      for (const [name, attribute] of Object.entries(scene.attributes)) {
        const run = shown.map((figure) => figure[name] ?? 0);
        expect([...predict(file.layout, attribute, run)]).toEqual([key[name]]);
      }
    });
  });

  it('has distractors that each break a rule, and options that do not give the key away', () => {
    puzzles((puzzle, seed) => {
      const options = balancedOptions(puzzle, scene, generator(seed));
      if (typeof options === 'string') return;
      expect(options[0]?.figure).toEqual(puzzle.key);
      for (const { figure, broken } of options.slice(1)) {
        expect(broken.length).toBeGreaterThan(0);
        for (const name of broken) expect(figure[name]).not.toBe(puzzle.key[name]);
      }
      // Each value of what varies stands in just half of the options.
      for (const name of Object.keys(scene.attributes)) {
        const same = options.filter(({ figure }) => figure[name] === puzzle.key[name]).length;
        expect([2, 4]).toContain(same);
      }
    });
  });
});

describe('finding what comes next', () => {
  const amount = SCENES.tokens.attributes['count'];
  const turn = SCENES.pointer.attributes['direction'];
  const kind = SCENES.tokens.attributes['shape'];
  it('knows steps, turns, and what comes in turn', () => {
    if (!amount || !turn || !kind) throw new Error('no attribute');
    expect([...predict('series', amount, [0, 1, 2, 3, 4])]).toEqual([5]);
    expect([...predict('series', turn, [6, 7, 0, 1, 2])]).toEqual([3]);
    expect([...predict('series', turn, [0, 1, 3, 6, 2])]).toEqual([7]);
    expect([...predict('series', kind, [2, 0, 2, 0, 2])]).toEqual([0]);
    expect([...predict('series', kind, [2, 0, 1, 2, 0])]).toEqual([1]);
    expect([...predict('matrix', amount, [0, 1, 2, 1, 0, 2, 2, 0])]).toContain(3);
    // 2, 2, 4 is a sum and a product: 5 and 1 make six or five.
    expect([...predict('matrix', amount, [1, 1, 3, 1, 1, 3, 4, 0])]).toEqual([5, 4]);
    expect([...predict('matrix', kind, [0, 1, 2, 1, 2, 0, 2, 0])]).toEqual([1]);
  });

  it('tells a rule of lines from all lines together', () => {
    const [none, one] = [
      { a: 0, b: 0 },
      { a: 1, b: 0 },
    ];
    const both = { a: 1, b: 1 };
    const shown = [one, both, { a: 0, b: 1 }, both, one, { a: 0, b: 1 }, both, none];
    expect(predictLines(['a', 'b'], shown)).toEqual([both]);
  });
});

describe('odd one out', () => {
  it.each<[SceneName, Parameters<typeof makeOdd>[0]]>([
    ['polygon', { kind: 'offset', of: ['sides', 'dots'], by: [0, -1] }],
    ['pair', { kind: 'total', of: ['solid', 'empty'], by: [5, 6] }],
    ['tokens', { kind: 'paired', of: ['shape', 'shading'] }],
  ])('in %s has one figure that breaks what the others share', (name, relation) => {
    let made = 0;
    for (let seed = 0; seed < 3000 && made < 20; seed += 1) {
      const puzzle = makeOdd(relation, SCENES[name], generator(seed));
      if (typeof puzzle === 'string') continue;
      made += 1;
      const [first, second] = relation.of;
      const holds = (figure: Figure): unknown => {
        const [a = 0, b = 0] = [figure[first], figure[second]];
        if (relation.kind === 'paired')
          return puzzle.examples.find((one) => one[first] === a)?.[second] === b;
        const amounts = [
          SCENES[name].attributes[first]?.from ?? 0,
          SCENES[name].attributes[second]?.from ?? 0,
        ] as const;
        return relation.kind === 'offset'
          ? b + amounts[1] === a + amounts[0] + puzzle.relation.by
          : b + amounts[1] + a + amounts[0] === puzzle.relation.by;
      };
      if (relation.kind === 'paired')
        expect(puzzle.examples.map((one) => one[first])).toContain(puzzle.odd[first]);
      for (const attribute of Object.keys(SCENES[name].attributes))
        expect(new Set(puzzle.examples.map((one) => one[attribute])).size).toBeGreaterThan(1);
      expect([...puzzle.examples, ...puzzle.keepers].every(holds)).toBe(true);
      expect(holds(puzzle.odd)).toBe(false);
    }
    expect(made).toBe(20);
  });
});
