import { Injectable } from '@nestjs/common';
import { ok, publicId, refuse, transition, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, stateFact, type Principal, type Tx } from '../../platform/index.js';
import { COMMISSION_TABLE } from '../domain/commission-state.js';
import { commissionFormedFact } from '../facts.js';
import { insertCandidates, newApplications } from '../store/candidate-store.js';
import { commissionOf } from '../store/commission-store.js';
import { guideOf } from '../store/guide-store.js';
import { checkSeats } from './check-seats.js';
import { inCommission, subjectOf, whileSitting, type AtCommission, type Where } from './in-commission.js';

const NUMBER_LENGTH = 8;

/**
 * Opens a commission: its composition becomes a public fact, its guide is pinned, and each candidate of the stage gets a
 * number that is drawn for it alone.
 */
@Injectable()
export class OpenCommission {
  constructor(private readonly database: Database) {}

  /**
   * Refusals: COMMISSION.STATE, COMMISSION.CONCLUDED_COMPETITION, COMMISSION.NO_CANDIDATES, those of {@link checkSeats} where
   * somebody has changed roles meanwhile, and of {@link inCommission}.
   */
  async run(principal: Principal, where: Where): Promise<Result<{ candidates: number }>> {
    return inCommission(this.database, where, async (tx, at) => {
      const next = transition(COMMISSION_TABLE, at.commission.state, 'open', 'COMMISSION.STATE');
      if (!next.ok) return next;
      if (at.competition.state === 'concluded')
        return refuse('conflict', 'COMMISSION.CONCLUDED_COMPETITION', 'This competition is concluded.');
      const seats = await checkSeats(tx, at.competition, at.commission.members);
      if (!seats.ok) return seats;
      const candidates = await takeIn(tx, at);
      if (candidates === 0)
        return refuse('conflict', 'COMMISSION.NO_CANDIDATES', 'Nobody has come into this stage yet.');
      const guide = await guideOf(tx, at.commission);
      const [opened] = await rows<{ at: Date }>(
        tx,
        `UPDATE commission SET state = $2, guide_version = $3, opened_at = clock_timestamp() WHERE id = $1
         RETURNING opened_at AS at`,
        [at.commission.id, next.value, guide.version],
      );
      await recordDecision(tx, principal, {
        action: 'commission-opened',
        subject: subjectOf(at),
        scopeId: where.competitionId,
      });
      const commission = await commissionOf(tx, where.stageId);
      if (!commission || !opened) throw new Error('It was there a moment ago.');
      await stateFact(
        tx,
        commissionFormedFact({
          ...at,
          commission,
          guide,
          reason: null,
          official: principal.official,
          time: opened.at,
        }),
      );
      return ok({ candidates });
    });
  }

  /** Gives numbers to those who came into the stage after the opening. Refusals: those of {@link whileSitting}. */
  async takeInOthers(principal: Principal, where: Where): Promise<Result<{ candidates: number }>> {
    return whileSitting(this.database, where, async (tx, at) => {
      const candidates = await takeIn(tx, at);
      if (candidates > 0)
        await recordDecision(tx, principal, {
          action: 'commission-candidates-added',
          subject: subjectOf(at),
          scopeId: where.competitionId,
        });
      return ok({ candidates });
    });
  }
}

async function takeIn(tx: Tx, { commission, stage }: AtCommission): Promise<number> {
  const found = await newApplications(tx, commission.id, stage);
  await insertCandidates(
    tx,
    commission.id,
    found.map((applicationId) => ({ applicationId, number: publicId(NUMBER_LENGTH) })),
  );
  return found.length;
}
