import { searchedCompetition, statedCompetition } from '../competition/facts.js';
import type { CompetitionView, StageView } from '../competition/index.js';
import type { FactDraft } from '../platform/index.js';
import type { CommissionView } from './store/commission-store.js';
import type { GuideVersion } from './store/guide-store.js';

export const COMMISSION_FORMED_FACT = 'commission-formed';
export const COMMISSION_CONCLUDED_FACT = 'commission-concluded';

interface About {
  readonly competition: CompetitionView;
  readonly stage: StageView;
  readonly official: string;
  readonly time: Date;
}

/**
 * "These officials sit in the commission of this stage, by these rules and this guide": members are named with their
 * position, as whoever answers for a fact is. A change of the composition is another one, with its version and its reason.
 */
export function commissionFormedFact(
  input: About & {
    readonly commission: CommissionView;
    readonly guide: GuideVersion;
    readonly reason: string | null;
  },
): FactDraft {
  const { commission, guide, reason } = input;
  return {
    ...envelope(COMMISSION_FORMED_FACT, input),
    shown: {
      ...where(input),
      version: commission.version,
      members: commission.members.map((member) => ({
        function: member.function,
        official: member.official,
        organisation: member.organisation,
      })),
      quorum: { ...commission.quorum },
      largestGap: commission.largestGap,
      guide: { code: guide.guide.code, version: guide.version, hash: guide.hash },
      reason,
    },
  };
}

/** "The commission is done with all": how many it scored, and the hashes of its list (numbers and points) and protocol. */
export function commissionConcludedFact(
  input: About & {
    readonly candidates: number;
    readonly absent: number;
    readonly voidedRounds: number;
    readonly maximum: number;
    readonly votes: { readonly ayes: number; readonly noes: number };
    readonly listHash: string;
    readonly protocolHash: string;
  },
): FactDraft {
  const { candidates, absent, voidedRounds, maximum, votes, listHash, protocolHash } = input;
  return {
    ...envelope(COMMISSION_CONCLUDED_FACT, input),
    shown: {
      ...where(input),
      candidates,
      absent,
      voidedRounds,
      maximum,
      votes: { ...votes },
      listHash,
      protocolHash,
    },
  };
}

const envelope = (type: string, { competition, stage, official, time }: About) => ({
  type,
  subject: `${competition.code}/${stage.code}`,
  cause: competition.code,
  time,
  official,
  search: searchedCompetition(competition),
});

const where = ({ competition, stage }: About) => ({
  ...statedCompetition(competition),
  stage: { code: stage.code, kind: stage.kind, title: { ...stage.title } },
});
