import { seededGenerator, sha256 } from '../src/kernel/index.js';
import { assembleForms } from '../src/form/domain/assembly/assemble-forms.js';
import { checkBlueprint } from '../src/form/domain/assembly/feasibility.js';
import { ABILITIES } from '../src/form/domain/assembly/profile.js';
import { recheckForms } from '../src/form/domain/assembly/recheck-form.js';
import { Solver } from '../src/form/worker/solver.js';
import { madeBank, madeBlueprint } from './made-bank.js';
import { orThrow } from './principal.js';
import type { Figure } from './report.js';

const LIMIT = 30;
const INFORMATION_LIMIT = 0.1;
const FEASIBILITY_LIMIT = 1;

/**
 * Ten parallel forms of 100 from 2,000 items without an overlap, against what was asked: within 0.1 of the
 * information target at each of three points, in 30 s; and a blueprint checked against 10,000 items, in a second.
 */
export async function forms(): Promise<Figure[]> {
  const solver = new Solver();
  const blueprint = madeBlueprint(10);
  const pool = madeBank(2000, 'forms');
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  const assembled = orThrow(
    await assembleForms({
      blueprint,
      pool,
      solve: solver.solve,
      generator: seededGenerator(sha256('bench')),
      secondsLeft: () => LIMIT - seconds(),
    }),
  );
  const took = seconds();
  const codes = assembled.forms.map(({ name, parts }) => ({
    name,
    parts: parts.map(({ code, items }) => ({ code, items: items.map(({ itemCode }) => itemCode) })),
  }));
  const broken = recheckForms(blueprint, pool, codes);
  if (broken.length > 0) throw new Error(`The forms break ${String(broken.length)} rules.`);
  const all = codes.flatMap(({ parts }) => parts.flatMap(({ items }) => items));
  const deviations = assembled.measures.flatMap((measure, m) =>
    ABILITIES.map((ability, a): Figure => {
      const at = m * ABILITIES.length + a;
      const target = assembled.target[at] ?? 0;
      return {
        bench: 'forms',
        figure: `largest deviation of ${measure} at ${String(ability)}`,
        value: Math.max(...assembled.forms.map(({ profile }) => Math.abs((profile[at] ?? 0) - target))),
        unit: '',
        reference: `allowed, of a target of ${target.toFixed(2)}`,
        referenceValue: INFORMATION_LIMIT,
      };
    }),
  );
  const large = madeBank(10_000, 'feasibility');
  // The solver's thread is warm, as in a server; the items are new to it.
  const start = performance.now();
  const { ok } = await checkBlueprint(blueprint, large, solver.solve);
  const checked = (performance.now() - start) / 1000;
  if (!ok) throw new Error('The bank of 10,000 items can meet the blueprint.');
  await solver.stop();
  return [
    {
      bench: 'forms',
      figure: '10 forms of 100 from 2,000 items',
      value: took,
      unit: 's',
      reference: 'asked for',
      referenceValue: LIMIT,
    },
    ...deviations,
    {
      bench: 'forms',
      figure: 'items that two forms share',
      value: all.length - new Set(all).size,
      unit: '',
      reference: 'items in all',
      referenceValue: all.length,
    },
    {
      bench: 'forms',
      figure: 'a blueprint checked against 10,000 items',
      value: checked,
      unit: 's',
      reference: 'asked for',
      referenceValue: FEASIBILITY_LIMIT,
    },
  ];
}
