import { compileDraw, drawForm, type DrawablePoolItem } from '../src/form/index.js';
import { sha256 } from '../src/kernel/index.js';
import { rate, type Figure } from './report.js';

const ITEMS = 10_000;
const STRATA = 10;
const DRAWN = 100;
/** Rounds are interleaved, so that whatever else the machine does falls on all of them alike. */
const ROUND_MS = 20;

/**
 * A stratified draw of 100 items from 10 strata of 10,000 items, against one plain Fisher–Yates shuffle (Math.random,
 * in place, on a copy) of those 10,000 ids; and what making a draw ready costs, once for all its forms.
 */
export async function draw(seconds: number): Promise<Figure[]> {
  const plain = pool(true);
  const ids = plain.map(({ itemVersionId }) => itemVersionId);
  const withoutOptions = ready(plain);
  const withOptions = ready(pool(false));
  let counter = 0;
  const works: readonly (() => unknown)[] = [
    () => shuffle(ids),
    () => drawForm(withoutOptions, sha256(String(counter++))),
    () => drawForm(withOptions, sha256(String(counter++))),
  ];
  const [shuffled = 0, fixed = 0, permuted = 0] = interleaved(seconds, works);
  const figure = (name: string, value: number): Figure => ({
    bench: 'draw',
    figure: name,
    value,
    unit: 'µs',
    reference: 'Fisher–Yates of the 10,000 ids',
    referenceValue: shuffled,
  });
  const compiled = 1_000_000 / (await rate(1, () => ready(plain)));
  return [
    figure(`${String(DRAWN)} of ${String(ITEMS)} items, options as authored (below 1)`, fixed),
    figure(`${String(DRAWN)} of ${String(ITEMS)} items, with option order (below 3)`, permuted),
    figure('making the draw ready, once for all forms', compiled),
  ];
}

const ready = (items: readonly DrawablePoolItem[]) => {
  const compiled = compileDraw({
    blueprint: {
      languages: ['en'],
      parts: [
        {
          code: 'all',
          bank: 'bench',
          draw: Array.from({ length: STRATA }, (_, area) => ({
            contentArea: `area-${String(area)}`,
            count: DRAWN / STRATA,
          })),
        },
      ],
    },
    pool: items,
  });
  if (!compiled.ok) throw new Error(compiled.refusal.code);
  return compiled.value;
};

const pool = (fixedOrder: boolean): DrawablePoolItem[] =>
  Array.from({ length: ITEMS }, (_, index) => ({
    itemVersionId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    itemCode: `B-${String(index).padStart(5, '0')}`,
    bank: 'bench',
    contentArea: `area-${String(index % STRATA)}`,
    competency: 'c',
    cognitiveLevel: 'apply',
    type: 'single-choice',
    difficulty: 500,
    options: ['a', 'b', 'c', 'd', 'e'],
    fixedOrder,
    translations: { en: `t-${String(index)}` },
    caseOf: null,
    enemies: [],
    exposure: 0,
  }));

function shuffle(ids: readonly string[]): string[] {
  const copy = [...ids];
  for (let i = copy.length - 1; i > 0; i -= 1) {
    const j = Math.floor(Math.random() * (i + 1));
    const id = copy[i] as string;
    copy[i] = copy[j] as string;
    copy[j] = id;
  }
  return copy;
}

/** Microseconds of each work, its median round after a warm-up. */
function interleaved(seconds: number, works: readonly (() => unknown)[]): number[] {
  const rounds = Math.max(8, Math.round((seconds * 1000) / (ROUND_MS * works.length)));
  const times = works.map((): number[] => []);
  for (let round = -2; round < rounds; round += 1) {
    for (const [index, work] of works.entries()) {
      const began = performance.now();
      let count = 0;
      do {
        work();
        count += 1;
      } while (performance.now() - began < ROUND_MS);
      if (round >= 0) times[index]?.push((1000 * (performance.now() - began)) / count);
    }
  }
  return times.map((list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0);
}
