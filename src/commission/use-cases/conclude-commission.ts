import { Injectable } from '@nestjs/common';
import { hashJson, ok, refuse, transition, type Json, type Result } from '../../kernel/index.js';
import { postNotices } from '../../notice/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, keepChunk, rows, stateFact, type Principal, type Tx } from '../../platform/index.js';
import { COMMISSION_TABLE } from '../domain/commission-state.js';
import { levelsOf } from '../domain/guide.js';
import { FORMULA, type Protocol } from '../domain/protocol.js';
import { isRecused } from '../domain/quorum.js';
import { carriedBy } from '../domain/vote.js';
import { commissionConcludedFact } from '../facts.js';
import { votesOn, type VoteView } from '../store/vote-store.js';
import { chairOf, inCommission, subjectOf, type AtCommission, type Where } from './in-commission.js';
import { listToVoteOn, type ListToVoteOn } from './list-to-vote-on.js';

/**
 * The chair concludes the commission once it is done with all candidates and has voted for the list. The protocol is made
 * and never changes; the list (numbers and points) and the protocol's hash are public.
 *
 * Refusals: COMMISSION.STATE, COMMISSION.NOT_A_MEMBER, COMMISSION.CHAIR_ONLY, COMMISSION.NOT_DONE,
 * COMMISSION.VOTES_MISSING, COMMISSION.NOT_CARRIED, those of {@link inCommission}.
 */
@Injectable()
export class ConcludeCommission {
  constructor(private readonly database: Database) {}

  async run(principal: Principal, where: Where): Promise<Result<{ protocolHash: string }>> {
    return inCommission(this.database, where, async (tx, at) => {
      const next = transition(COMMISSION_TABLE, at.commission.state, 'conclude', 'COMMISSION.STATE');
      if (!next.ok) return next;
      const chair = chairOf(at.commission, principal);
      if (!chair.ok) return chair;
      const list = await listToVoteOn(tx, at);
      if (!list.ok) return list;
      const votes = await votesOn(tx, at.commission.id, list.value.hash);
      const carried = carriedBy(votes, at.commission.members.length, at.commission.quorum);
      if (carried === 'no-quorum')
        return refuse('conflict', 'COMMISSION.VOTES_MISSING', 'Too few members have voted.');
      if (carried === 'not-carried')
        return refuse('conflict', 'COMMISSION.NOT_CARRIED', 'The commission voted against the list.');
      const [concluded] = await rows<{ at: Date }>(
        tx,
        `UPDATE commission SET state = $2, concluded_by = $3,
           concluded_at = date_trunc('milliseconds', clock_timestamp()) WHERE id = $1 RETURNING concluded_at AS at`,
        [at.commission.id, next.value, principal.accountId],
      );
      const time = concluded?.at ?? new Date(0);
      const protocol = protocolFrom(at, list.value, votes, time);
      const protocolHash = hashJson(protocol as unknown as Json).toString('hex');
      await this.#keep(tx, at, protocol, protocolHash, list.value);
      await recordDecision(tx, principal, {
        action: 'commission-concluded',
        subject: subjectOf(at),
        scopeId: where.competitionId,
      });
      await stateFact(
        tx,
        commissionConcludedFact({
          ...at,
          candidates: protocol.candidates.length,
          absent: protocol.candidates.filter(({ points }) => points === null).length,
          voidedRounds: protocol.candidates
            .flatMap(({ rounds }) => rounds)
            .filter(({ verdict }) => verdict === 'void').length,
          maximum: protocol.maximum,
          votes: {
            ayes: votes.filter(({ approve }) => approve).length,
            noes: votes.filter(({ approve }) => !approve).length,
          },
          listHash: await keepChunk(tx, list.value.list),
          protocolHash,
          official: principal.official,
          time,
        }),
      );
      await postNotices(
        tx,
        list.value.results.map(({ personId, applicationId }) => ({
          kind: 'interview-concluded' as const,
          personId,
          about: `${at.commission.id}/${applicationId}`,
          details: { competition: at.competition.title },
          path: `/competitions/${where.competitionId}/interview`,
        })),
      );
      return ok({ protocolHash });
    });
  }

  async #keep(
    tx: Tx,
    { commission }: AtCommission,
    protocol: Protocol,
    hash: string,
    list: ListToVoteOn,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO commission_protocol (commission_id, content, content_hash, list_hash)
       VALUES ($1, $2, decode($3, 'hex'), decode($4, 'hex'))`,
      [commission.id, JSON.stringify(protocol), hash, list.hash],
    );
  }
}

function protocolFrom(
  { competition, stage, commission }: AtCommission,
  { results, guide, maximum, hash }: ListToVoteOn,
  votes: readonly VoteView[],
  concludedAt: Date,
): Protocol {
  const officialOf = new Map(commission.members.map(({ id, official }) => [id, official]));
  const standings = results.flatMap((one) => one.standings);
  return {
    v: 1,
    formula: FORMULA,
    competition: { code: competition.code, title: competition.title },
    agency: { code: competition.agency.code, name: competition.agency.name },
    stage: { code: stage.code, kind: stage.kind, title: stage.title },
    version: commission.version,
    openedAt: (commission.openedAt ?? concludedAt).toISOString(),
    concludedAt: concludedAt.toISOString(),
    members: commission.members.map((member) => ({
      function: member.function,
      official: member.official,
      organisation: member.organisation,
    })),
    quorum: commission.quorum,
    largestGap: commission.largestGap,
    guide: { code: guide.guide.code, version: guide.version, hash: guide.hash },
    competencies: guide.guide.competencies.map(({ code, title }) => ({ code, title })),
    levels: levelsOf(guide.guide),
    maximum,
    declarations: {
      made: standings.filter(({ declared }) => declared !== null).length,
      conflicts: standings.filter(isRecused).length,
    },
    candidates: results.map((one) => ({
      number: one.number,
      points: one.points,
      // Who, and not why: the kind of a conflict tells of the candidate too.
      steppedAside: one.standings.filter(isRecused).map(({ memberId }) => officialOf.get(memberId) ?? ''),
      rounds: one.judged.map(({ number, verdict, discussion, entries, competencies }) => ({
        number,
        verdict,
        discussion,
        scores: entries.map(({ official, levels }) => ({ official, levels })),
        competencies,
      })),
    })),
    votes: votes.map(({ official, approve, opinion }) => ({ official, approve, opinion })),
    listHash: hash,
  };
}
