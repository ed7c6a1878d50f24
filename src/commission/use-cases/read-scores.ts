import { Injectable } from '@nestjs/common';
import { ok, type Result } from '../../kernel/index.js';
import { hasRole, recordDecision, scopeChain } from '../../people/index.js';
import { Database, type Principal, type Tx } from '../../platform/index.js';
import { candidatesOf } from '../store/candidate-store.js';
import { resultsOf, type CandidateResult } from '../store/result-store.js';
import { findCommission, subjectOf, type AtCommission, type Where } from './in-commission.js';

/** How somebody looks at a commission: as a member of it, as HR, or as an auditor, who sees no names. */
export type Viewer = 'member' | 'hr' | 'auditor' | 'nobody';

/**
 * The scores that are open, for those who may see them. That an auditor read them is on record. A member who has not said
 * that nothing keeps them from judging a candidate sees that candidate's scores once the commission has concluded.
 *
 * Refusals: those of {@link findCommission}.
 */
@Injectable()
export class ReadScores {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    where: Where,
  ): Promise<Result<AtCommission & { readonly results: CandidateResult[] }>> {
    return this.database.attempt(async (tx) => {
      const found = await findCommission(tx, where);
      if (!found.ok) return found;
      const at = found.value;
      const viewer = await viewerOf(tx, at, principal);
      if (viewer === 'nobody' || at.commission.state === 'forming') return ok({ ...at, results: [] });
      const candidates = await candidatesOf(tx, at.commission.id, at.stage);
      const results = await resultsOf(tx, at.commission, candidates);
      const hasOpened = results.some(({ judged }) => judged.length > 0);
      if (viewer === 'auditor' && hasOpened)
        await recordDecision(tx, principal, {
          action: 'commission-scores-read',
          subject: subjectOf(at),
          scopeId: where.competitionId,
        });
      return ok({ ...at, results: results.map((one) => seenBy(at, principal, viewer, one)) });
    });
  }
}

/** As whom somebody looks: sitting in it goes before any other role. */
export async function viewerOf(tx: Tx, at: AtCommission, principal: Principal): Promise<Viewer> {
  if (at.commission.members.some(({ accountId }) => accountId === principal.accountId)) return 'member';
  const chain = await scopeChain(tx, at.competition.id);
  if (hasRole(principal.grants, ['hr-officer'], chain)) return 'hr';
  return hasRole(principal.grants, ['auditor'], chain) ? 'auditor' : 'nobody';
}

/** Without the name for an auditor, and without what a member may not see. */
export function seenBy(
  { commission }: AtCommission,
  principal: Principal,
  viewer: Viewer,
  one: CandidateResult,
): CandidateResult {
  if (viewer === 'auditor') return { ...one, fullName: '' };
  if (viewer !== 'member' || commission.state === 'concluded') return one;
  const seat = commission.members.find(({ accountId }) => accountId === principal.accountId);
  const own = one.standings.find(({ memberId }) => memberId === seat?.id);
  return own?.declared === 'none' ? one : { ...one, judged: [], points: null };
}
