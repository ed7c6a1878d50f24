import { ok, refuse, type Result } from '../../../kernel/index.js';
import { BUNDLE_CHECKS, type BundleCheck } from './bundle-checks.js';
import { BUNDLE_FORMAT, type DrawBundle } from './draw-bundle.js';

export interface CheckOutcome {
  readonly check: BundleCheck['name'];
  /** What holds, in a plain sentence. */
  readonly says: string;
  /** What is wrong, where it does not hold. */
  readonly wrong: string | undefined;
}

/**
 * Checks a published draw by itself, one check after the other, up to the first that fails: each rests on those before.
 */
export function* verifyBundle(bundle: DrawBundle): Generator<CheckOutcome, boolean> {
  for (const { name, says, fault } of BUNDLE_CHECKS) {
    const wrong = faultOf(fault, bundle);
    yield { check: name, says, wrong };
    if (wrong !== undefined) return false;
  }
  return true;
}

function faultOf(fault: BundleCheck['fault'], bundle: DrawBundle): string | undefined {
  try {
    return fault(bundle);
  } catch {
    // A field is missing or of another kind.
    return 'It is not of the form that the specification gives.';
  }
}

const LISTS = ['pool', 'roster', 'spares', 'contributors', 'shares', 'assignments', 'facts'] as const;

/** A bundle from its JSON. Refusals: DRAW.NO_BUNDLE where it is none, DRAW.OTHER_FORMAT where it is of another time. */
export function readBundle(text: string): Result<DrawBundle> {
  const none = refuse('invalid', 'DRAW.NO_BUNDLE', 'This file is not the bundle of a draw.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return none;
  }
  if (typeof value !== 'object' || value === null || !('format' in value)) return none;
  if (value.format !== BUNDLE_FORMAT) {
    return refuse(
      'invalid',
      'DRAW.OTHER_FORMAT',
      `This program reads bundles of the format ${BUNDLE_FORMAT}.`,
    );
  }
  const bundle = value as DrawBundle;
  const isWhole =
    typeof bundle.session === 'string' &&
    typeof bundle.draw === 'string' &&
    typeof bundle.blueprint === 'object' &&
    LISTS.every((name) => Array.isArray(bundle[name])) &&
    (bundle.preassembled === null || Array.isArray(bundle.preassembled));
  return isWhole ? ok(bundle) : none;
}
