/** What share of the members must take part. */
export interface QuorumShare {
  readonly numerator: number;
  readonly denominator: number;
}

export const TWO_THIRDS: QuorumShare = { numerator: 2, denominator: 3 };

/** Nobody is judged by one person alone: between two a gap shows. */
export const FEWEST_SCORES = 2;

/**
 * How many members must score a candidate: the share, rounded up, of those who need not step aside; two at least.
 *
 * @param members who sit. @param recused those of them with a conflict of interest over this candidate.
 */
export const quorumOf = (members: number, recused: number, share: QuorumShare): number =>
  Math.max(FEWEST_SCORES, Math.ceil(((members - recused) * share.numerator) / share.denominator));

export interface Standing {
  readonly declared: string | null;
  readonly excused: boolean;
  readonly sealed: boolean;
}

/** With a conflict of interest: does not score, and is not counted. */
export const isRecused = ({ declared }: Pick<Standing, 'declared'>): boolean =>
  declared !== null && declared !== 'none';

/** Whether a round is over: everybody who neither stepped aside nor was excused has sealed, and they are a quorum. */
export function areAllIn(standings: readonly Standing[], share: QuorumShare): boolean {
  const expected = expectedOf(standings);
  return expected.length >= neededOf(standings, share) && expected.every(({ sealed }) => sealed);
}

/** Those on whose scores a round waits; who has not declared yet is among them. */
export const expectedOf = <S extends Standing>(standings: readonly S[]): S[] =>
  standings.filter((one) => !isRecused(one) && !one.excused);

/** The quorum of a candidate. */
export const neededOf = (standings: readonly Standing[], share: QuorumShare): number =>
  quorumOf(standings.length, standings.filter(isRecused).length, share);
