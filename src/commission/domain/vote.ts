import { quorumOf, type QuorumShare } from './quorum.js';

export interface Vote {
  readonly approve: boolean;
  readonly chair: boolean;
}

export type Carried = 'carried' | 'no-quorum' | 'not-carried';

/** What a commission decided: a quorum voted, and more were for than against; between equals the chair's vote decides. */
export function carriedBy(votes: readonly Vote[], members: number, share: QuorumShare): Carried {
  if (votes.length < quorumOf(members, 0, share)) return 'no-quorum';
  const ayes = votes.filter(({ approve }) => approve).length;
  const noes = votes.length - ayes;
  if (ayes !== noes) return ayes > noes ? 'carried' : 'not-carried';
  return votes.some(({ approve, chair }) => chair && approve) ? 'carried' : 'not-carried';
}
