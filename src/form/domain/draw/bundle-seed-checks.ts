import { canonicalJson, type Json } from '../../../kernel/index.js';
import {
  DRAW_COMMITTED_FACT,
  DRAW_REVEALED_FACT,
  DRAW_SHARE_RECEIVED_FACT,
  DRAW_SPARES_ADDED_FACT,
  type Committed,
  type CommittedContent,
} from '../../facts.js';
import { furtherSpareNumbers, numbersRoot } from './candidate-numbers.js';
import { openedShare } from './contributor.js';
import type { BundledFact, DrawBundle } from './draw-bundle.js';
import { sessionSeed } from './seed.js';

/** True where two values have the same canonical JSON. */
export const same = (a: unknown, b: unknown): boolean =>
  canonicalJson(a as Json) === canonicalJson(b as Json);

/** The bundle's facts of one type, in their order. */
export const ofType = (bundle: DrawBundle, type: string): BundledFact[] =>
  bundle.facts.filter(({ fact }) => fact.type === type);

/** What the draw committed to. Its fact is there: an earlier check saw to it. */
export const committedOf = (bundle: DrawBundle): CommittedContent =>
  ofType(bundle, DRAW_COMMITTED_FACT)[0]?.shown as unknown as CommittedContent;

/** What is wrong with a root and a size that were committed to; undefined where both hold. */
export function committedFault(
  what: string,
  said: Committed | null,
  root: Buffer,
  size: number,
): string | undefined {
  if (said?.size !== size)
    return `${what}: ${String(size)} are here, ${String(said?.size ?? 0)} were committed to.`;
  const here = root.toString('hex');
  return here === said.root ? undefined : `${what}: the root is ${here}, committed to was ${said.root}.`;
}

/** The shares of the seed in the order of the commitments; undefined where one does not open its own. */
function openedShares(bundle: DrawBundle): (string | undefined)[] {
  return bundle.contributors.map((contributor, index) => {
    const given = bundle.shares[index];
    const isTheirs = given?.role === contributor.role && given.name === contributor.name;
    return isTheirs ? openedShare(contributor, given.share) : undefined;
  });
}

/** The seed of the session. The shares open their commitments: an earlier check saw to it. */
export const seedOf = (bundle: DrawBundle): Buffer =>
  sessionSeed(openedShares(bundle).filter((share) => share !== undefined));

/** Those committed to, two or more, no commitment twice, no beacon round that was out already. */
export function contributorsFault(bundle: DrawBundle): string | undefined {
  const { contributors } = bundle;
  if (!same(contributors, committedOf(bundle).contributors)) return 'They are not those committed to.';
  if (contributors.length < 2) return 'There is only one.';
  const commitments = contributors.flatMap((one) => (one.role === 'beacon' ? [] : [one.commitment]));
  if (new Set(commitments).size !== commitments.length) return 'Two have the same commitment.';
  const time = ofType(bundle, DRAW_COMMITTED_FACT)[0]?.fact.time ?? '';
  const early = contributors.find((one) => one.role === 'beacon' && one.due <= time);
  return early && `The round of ${early.name} was out before the commitment.`;
}

/** One of each contributor, each opens its commitment, was stated as handed over, and stands in the registry. */
export function sharesFault(bundle: DrawBundle): string | undefined {
  if (bundle.shares.length !== bundle.contributors.length)
    return 'There are not as many shares as contributors.';
  const closed = openedShares(bundle).findIndex((share) => share === undefined);
  if (closed >= 0)
    return `The share of ${bundle.contributors[closed]?.name ?? ''} does not open its commitment.`;
  const received = ofType(bundle, DRAW_SHARE_RECEIVED_FACT).map(({ shown }) => shown);
  const missing = bundle.contributors.find(
    ({ role, name }) =>
      role !== 'platform' && !received.some((one) => one['role'] === role && one['name'] === name),
  );
  if (missing) return `No fact says that ${missing.name} handed over a share.`;
  const revealed = ofType(bundle, DRAW_REVEALED_FACT)[0]?.shown['shares'];
  return same(bundle.shares, revealed) ? undefined : 'They are not those that the registry has.';
}

/** Each further spare list is stated, and made by the seed. */
export function furtherFault(bundle: DrawBundle): string | undefined {
  const added = ofType(bundle, DRAW_SPARES_ADDED_FACT).map(({ shown }) => shown);
  if (added.length !== bundle.spares.length - 1) return 'A list is not stated, or a stated one is missing.';
  const used = new Set([...bundle.roster, ...(bundle.spares[0] ?? [])]);
  for (const [index, shown] of added.entries()) {
    const list = index + 2;
    const numbers = bundle.spares[index + 1] ?? [];
    const made = furtherSpareNumbers(seedOf(bundle), bundle.session, list, numbers.length, used);
    if (shown['list'] !== list || !same(numbers, made))
      return `List ${String(list)} is not the one that the seed makes.`;
    const what = `List ${String(list)}`;
    const fault = committedFault(
      what,
      shown['spares'] as unknown as Committed,
      numbersRoot(numbers),
      numbers.length,
    );
    if (fault) return fault;
    for (const number of numbers) used.add(number);
  }
  return undefined;
}
