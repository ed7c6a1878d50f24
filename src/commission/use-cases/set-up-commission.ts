import { Inject, Injectable } from '@nestjs/common';
import { isUuid, newId, ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { CONFIG, Database, rows, type Config, type Principal, type Tx } from '../../platform/index.js';
import type { Seat } from '../domain/composition.js';
import { levelsOf, type Guide } from '../domain/guide.js';
import type { QuorumShare } from '../domain/quorum.js';
import { commissionOf, lockStage, stageBefore } from '../store/commission-store.js';
import { guideOf, keepGuide } from '../store/guide-store.js';
import { replaceSeats } from '../store/seat-store.js';
import { shippedGuides } from '../store/shipped-guides.js';
import { checkSeats } from './check-seats.js';
import { noStage, subjectOf, type Where } from './in-commission.js';

export interface CommissionWish {
  readonly members: readonly Seat[];
  readonly quorum: QuorumShare;
  readonly largestGap: number;
  /** Code of a guide that ships. */
  readonly guide: string;
}

/**
 * Sets a commission up for a stage, by the HR officer's name, and changes it until it is opened. Another guide than before
 * takes the place of what was edited.
 *
 * Refusals: COMMISSION.NO_STAGE, COMMISSION.NOT_FORMING, COMMISSION.NO_GUIDE, COMMISSION.QUORUM, COMMISSION.GAP, and those
 * of {@link checkSeats}.
 */
@Injectable()
export class SetUpCommission {
  constructor(
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Pick<Config, 'projectDir'>,
  ) {}

  async run(
    principal: Principal,
    where: Where,
    wish: CommissionWish,
  ): Promise<Result<{ commissionId: string }>> {
    return this.database.attempt(async (tx) => {
      if (!isUuid(where.stageId)) return noStage();
      await lockStage(tx, where.stageId);
      const at = await stageBefore(tx, where.competitionId, where.stageId);
      if (!at) return noStage();
      const before = await commissionOf(tx, where.stageId);
      if (before && before.state !== 'forming')
        return refuse('conflict', 'COMMISSION.NOT_FORMING', 'The commission is opened already.');
      const guide = shippedGuides(this.config.projectDir).find(({ code }) => code === wish.guide);
      if (!guide)
        return refuse('invalid', 'COMMISSION.NO_GUIDE', 'There is no such guide.', {
          fields: { guide: 'COMMISSION.NO_GUIDE' },
        });
      const { numerator, denominator } = wish.quorum;
      // Less than half could decide against more than half.
      if (numerator > denominator || 2 * numerator < denominator)
        return refuse('invalid', 'COMMISSION.QUORUM', 'A quorum is a half at least.', {
          fields: { quorum: 'COMMISSION.QUORUM' },
        });
      if (wish.largestGap < 1 || wish.largestGap >= levelsOf(guide))
        return refuse('invalid', 'COMMISSION.GAP', 'The gap is within the levels of the guide.', {
          fields: { largestGap: 'COMMISSION.GAP' },
        });
      const seats = await checkSeats(tx, at.competition, wish.members);
      if (!seats.ok) return seats;
      const commissionId = await keep(tx, principal, where.stageId, wish, before?.id ?? newId());
      await replaceSeats(tx, commissionId, seats.value);
      await chooseGuide(tx, principal, commissionId, guide, before !== undefined);
      await recordDecision(tx, principal, {
        action: before ? 'commission-changed' : 'commission-set-up',
        subject: subjectOf(at),
        scopeId: where.competitionId,
      });
      return ok({ commissionId });
    });
  }
}

async function keep(
  tx: Tx,
  principal: Principal,
  stageId: string,
  { quorum, largestGap }: CommissionWish,
  id: string,
): Promise<string> {
  await rows(
    tx,
    `INSERT INTO commission (id, stage_id, state, quorum_numerator, quorum_denominator, largest_gap, set_up_by)
     VALUES ($1, $2, 'forming', $3, $4, $5, $6)
     ON CONFLICT (id) DO UPDATE SET quorum_numerator = $3, quorum_denominator = $4, largest_gap = $5`,
    [id, stageId, quorum.numerator, quorum.denominator, largestGap, principal.accountId],
  );
  return id;
}

async function chooseGuide(
  tx: Tx,
  principal: Principal,
  commissionId: string,
  guide: Guide,
  hasOne: boolean,
): Promise<void> {
  const now = hasOne ? await guideOf(tx, { id: commissionId, guideVersion: null }) : undefined;
  if (now?.guide.code !== guide.code) await keepGuide(tx, commissionId, guide, principal.accountId);
}
