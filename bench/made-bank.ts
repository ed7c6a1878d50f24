import { seededGenerator, sha256, type SeededGenerator } from '../src/kernel/index.js';
import type { AssemblyItem } from '../src/form/domain/assembly/assembly-item.js';
import type { Blueprint } from '../src/form/domain/blueprint/blueprint.js';

const AREAS = ['law', 'administration', 'economy', 'language'];
const LEVELS = ['remember', 'understand', 'apply', 'analyse', 'evaluate'];

const unit = (generator: SeededGenerator): number => (generator.below(2 ** 32) + 0.5) / 2 ** 32;

/** A standard normal deviate (Box and Muller 1958). */
const normal = (generator: SeededGenerator): number =>
  Math.sqrt(-2 * Math.log(unit(generator))) * Math.cos(2 * Math.PI * unit(generator));

/** A made-up bank of calibrated items: a lognormal, b normal, c uniform up to a quarter. The same for the same seed. */
export function madeBank(size: number, seed: string): AssemblyItem[] {
  const generator = seededGenerator(sha256(seed));
  return Array.from({ length: size }, (_, index) => {
    const code = `MB-${String(index).padStart(5, '0')}`;
    return {
      itemCode: code,
      itemVersionId: code,
      bank: 'made',
      contentArea: AREAS[index % AREAS.length] ?? '',
      competency: `competency-${String(generator.below(6))}`,
      cognitiveLevel: LEVELS[generator.below(LEVELS.length)] ?? '',
      type: 'single-choice',
      difficulty: 200 + generator.below(700),
      caseCode: null,
      enemies: [],
      exposure: 0,
      calibration: {
        a: Math.round(1000 * Math.exp(0.3 * normal(generator))),
        b: Math.round(1000 * normal(generator)),
        c: generator.below(250),
      },
    };
  });
}

/** Parallel forms of 100 over four content areas, with a cognitive level kept between bounds. */
export const madeBlueprint = (forms: number): Blueprint => ({
  code: 'bench',
  title: { en: 'Bench' },
  minutes: 180,
  languages: ['en'],
  governingLanguage: 'en',
  parts: AREAS.map((area) => ({
    code: area,
    title: { en: area },
    bank: 'made',
    draw: [{ contentArea: area, count: 25 }],
  })),
  constraints: LEVELS.map((cognitiveLevel) => ({ cognitiveLevel, minimum: 15, maximum: 25 })),
  pass: { overall: 60, eachPart: 10 },
  assembly: 'parallel',
  parallel: { forms, maximumOverlap: 0 },
});
