import {
  DRAW_COMMITTED_FACT,
  DRAW_MADE_FACT,
  DRAW_REPEATED_FACT,
  DRAW_REVEALED_FACT,
  DRAW_SHARE_RECEIVED_FACT,
  DRAW_SPARES_ADDED_FACT,
} from '../../facts.js';
import { committedOf, ofType } from './bundle-seed-checks.js';
import type { DrawBundle } from './draw-bundle.js';

const ORDER = [
  DRAW_REPEATED_FACT,
  DRAW_COMMITTED_FACT,
  DRAW_SHARE_RECEIVED_FACT,
  DRAW_MADE_FACT,
  DRAW_SPARES_ADDED_FACT,
  DRAW_REVEALED_FACT,
];

/** The facts are of this draw, in the order of its steps, each in somebody's name; a repeated draw says so. */
export function stepsFault(bundle: DrawBundle): string | undefined {
  let [last, time] = [0, ''];
  for (const { fact, shown } of bundle.facts) {
    if (fact.subject !== bundle.session || shown['draw'] !== bundle.draw) return 'A fact is of another draw.';
    if (!fact.official) return `Nobody answers for the fact ${fact.type}.`;
    const step = ORDER.indexOf(fact.type);
    if (step < last || fact.time < time) return `The fact ${fact.type} comes out of order.`;
    [last, time] = [step, fact.time];
  }
  for (const type of [DRAW_COMMITTED_FACT, DRAW_MADE_FACT, DRAW_REVEALED_FACT]) {
    if (ofType(bundle, type).length !== 1) return `There is not exactly one fact ${type}.`;
  }
  const repeated = ofType(bundle, DRAW_REPEATED_FACT).length;
  return committedOf(bundle).number > 1 === (repeated === 1)
    ? undefined
    : 'A repeated draw is not stated as one.';
}
