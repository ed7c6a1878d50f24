import { byCodePoints, canonicalJson, hashJson, leafHash, type Json } from '../../../kernel/index.js';
import { DRAW_MADE_FACT, DRAW_REVEALED_FACT, DRAW_SPARES_ADDED_FACT, type Committed } from '../../facts.js';
import {
  committedFault,
  committedOf,
  contributorsFault,
  furtherFault,
  ofType,
  same,
  seedOf,
  sharesFault,
} from './bundle-seed-checks.js';
import { stepsFault } from './bundle-steps.js';
import { numbersRoot } from './candidate-numbers.js';
import { compileDraw } from './compile-draw.js';
import { allNumbers, assignment, numberLists, type DrawBundle } from './draw-bundle.js';
import { DRAW_ALGORITHM } from './draw-form.js';
import { poolRoot } from './draw-pool.js';
import { formsRoot } from './form-hash.js';
import { preassembledRoot } from './preassembled.js';

export interface BundleCheck {
  readonly name:
    | 'facts'
    | 'steps'
    | 'algorithm'
    | 'blueprint'
    | 'pool'
    | 'roster'
    | 'spare numbers'
    | 'contributors'
    | 'shares'
    | 'assembled forms'
    | 'further spare numbers'
    | 'assignments'
    | 'forms'
    | 'published lists';
  readonly says: string;
  /** What is wrong, or undefined. The checks before it hold. */
  readonly fault: (bundle: DrawBundle) => string | undefined;
}

function poolFault(bundle: DrawBundle): string | undefined {
  const { pool, blueprint } = bundle;
  const { exclude = [], maximumExposure = Infinity } = blueprint;
  const wrong = pool.find(
    ({ itemCode, exposure }) => exclude.includes(itemCode) || exposure >= maximumExposure,
  );
  if (wrong) return `Item ${wrong.itemCode} should have been left out.`;
  return committedFault('The pool', committedOf(bundle).pool, poolRoot(pool), pool.length);
}

function assembledFault(bundle: DrawBundle): string | undefined {
  const said = committedOf(bundle).preassembled;
  const { preassembled: here, blueprint } = bundle;
  if ((here !== null) !== ((blueprint.assembly ?? 'per-candidate') !== 'per-candidate')) {
    return 'The blueprint says otherwise.';
  }
  if (!here || !said)
    return !here && !said ? undefined : 'They are here, or were committed to, but not both.';
  return committedFault('The forms', said, preassembledRoot(here), here.length);
}

function assignmentsFault(bundle: DrawBundle): string | undefined {
  const compiled = compileDraw(bundle);
  if (!compiled.ok) return compiled.refusal.detail;
  const numbers = allNumbers(bundle);
  if (new Set(numbers).size !== numbers.length) return 'A candidate number stands twice.';
  if (bundle.assignments.length !== numbers.length) return 'There are not as many as candidate numbers.';
  const seed = seedOf(bundle);
  const wrong = numbers.findIndex(
    (number, index) =>
      !same(bundle.assignments[index], assignment(compiled.value, seed, bundle.session, number)),
  );
  return wrong < 0 ? undefined : `The form of ${numbers[wrong] ?? ''} is not the one that is drawn for it.`;
}

function formsFault(bundle: DrawBundle): string | undefined {
  const hashes = new Map(bundle.assignments.map(({ number, hash }) => [number, hash]));
  const rootOf = (numbers: readonly string[]) =>
    formsRoot(numbers.map((number) => ({ number, form: hashes.get(number) ?? '' })));
  const first = [...bundle.roster, ...(bundle.spares[0] ?? [])];
  const made = ofType(bundle, DRAW_MADE_FACT)[0]?.shown['forms'] as unknown as Committed;
  const fault = committedFault('The forms', made, rootOf(first), first.length);
  if (fault) return fault;
  const added = ofType(bundle, DRAW_SPARES_ADDED_FACT);
  const wrong = added.findIndex(
    ({ shown }, index) => rootOf(bundle.spares[index + 1] ?? []).toString('hex') !== shown['formsRoot'],
  );
  return wrong < 0
    ? undefined
    : `The forms of spare list ${String(wrong + 2)} have another root than stated.`;
}

/** What is checked of a draw, in this order. */
export const BUNDLE_CHECKS: readonly BundleCheck[] = [
  {
    name: 'facts',
    says: 'Every fact says what its hashes stand for.',
    fault: ({ facts }) =>
      facts
        .filter(
          ({ fact, shown, leafHash: leaf }) =>
            hashJson(shown).toString('hex') !== fact.contentHash ||
            leafHash(canonicalJson(fact as unknown as Json)).toString('hex') !== leaf,
        )
        .map(({ fact }) => `The fact ${fact.type} was changed.`)[0],
  },
  {
    name: 'steps',
    says: 'Its steps were stated in their order, each by a named official.',
    fault: stepsFault,
  },
  {
    name: 'algorithm',
    says: `It is drawn by ${DRAW_ALGORITHM}.`,
    fault: (bundle) => {
      const { algorithm } = committedOf(bundle);
      return algorithm === DRAW_ALGORITHM ? undefined : `It was committed to ${algorithm}.`;
    },
  },
  {
    name: 'blueprint',
    says: 'The exam is the one committed to.',
    fault: (bundle) =>
      hashJson(bundle.blueprint as unknown as Json).toString('hex') ===
      committedOf(bundle).programme.contentHash
        ? undefined
        : 'The blueprint has another hash.',
  },
  {
    name: 'pool',
    says: 'The items to draw from are those committed to.',
    fault: poolFault,
  },
  {
    name: 'roster',
    says: 'The candidate numbers are those committed to.',
    fault: ({ roster, ...bundle }) =>
      same(roster, [...roster].sort(byCodePoints))
        ? committedFault(
            'The roster',
            committedOf({ roster, ...bundle }).roster,
            numbersRoot(roster),
            roster.length,
          )
        : 'The roster is not in order.',
  },
  {
    name: 'spare numbers',
    says: 'The spare numbers for late candidates are those committed to.',
    fault: (bundle) => {
      const first = bundle.spares[0] ?? [];
      return committedFault('The spare list', committedOf(bundle).spares, numbersRoot(first), first.length);
    },
  },
  {
    name: 'contributors',
    says: 'The contributors to the seed are those committed to, two at least.',
    fault: contributorsFault,
  },
  { name: 'shares', says: 'Every share opens its commitment, and none is left out.', fault: sharesFault },
  {
    name: 'assembled forms',
    says: 'The forms assembled beforehand are those committed to, or there are none.',
    fault: assembledFault,
  },
  {
    name: 'further spare numbers',
    says: 'Spare lists added later are made by the seed.',
    fault: furtherFault,
  },
  {
    name: 'assignments',
    says: 'Every form comes out of the seed as it is published.',
    fault: assignmentsFault,
  },
  { name: 'forms', says: 'The forms are those stated when the draw was made.', fault: formsFault },
  {
    name: 'published lists',
    says: 'The lists of numbers are those that the registry has.',
    fault: (bundle) =>
      hashJson(numberLists(bundle)).toString('hex') ===
      ofType(bundle, DRAW_REVEALED_FACT)[0]?.shown['listHash']
        ? undefined
        : 'The registry has other lists.',
  },
];
