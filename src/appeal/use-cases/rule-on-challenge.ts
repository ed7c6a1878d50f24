import { Injectable } from '@nestjs/common';
import { ok, refuse, transition, type Json, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, type Principal, type Tx } from '../../platform/index.js';
import { shapeOf } from '../../question-bank/item-types/index.js';
import { itemWords, itemsToScore } from '../../question-bank/index.js';
import { CASE_STATES } from '../domain/case-state.js';
import { newKeyFaults } from '../domain/new-key.js';
import { keepRuling, lockCase, makersOf, setCaseState, type CaseView } from '../store/case-store.js';
import { askForeseen } from '../store/foreseen-store.js';
import { publishableReason } from './publishable-reason.js';
import { tellChallengers } from './tell-challengers.js';

export interface RulingWish {
  readonly kind: 'reject' | 'annul' | 'rekey';
  readonly answerKey?: Json | undefined;
  readonly reason: string;
  /** How many challenges the expert has read: a decision is never on one that came after. */
  readonly challenges: number;
}

/**
 * An expert decides by name: the challenges of an item are rejected with reasons, or a change is proposed that an exam
 * officer has to confirm; what it would do is worked out from then on. Who wrote, reviewed or signed the item does not decide on it.
 *
 * Refusals: APPEAL.NO_CASE, APPEAL.CASE_STATE, APPEAL.MORE_CAME, APPEAL.OWN_ITEM, APPEAL.KEY (the item type does not take
 * this answer key), APPEAL.SAME_KEY, and those of {@link publishableReason}.
 */
@Injectable()
export class RuleOnChallenge {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    competitionId: string,
    caseId: string,
    wish: RulingWish,
  ): Promise<Result<{ state: 'rejected' | 'proposed' }>> {
    return this.database.attempt(async (tx) => {
      const found = await lockCase(tx, competitionId, caseId);
      if (!found) return noCase();
      const next = transition(
        CASE_STATES,
        found.state,
        wish.kind === 'reject' ? 'reject' : 'propose',
        'APPEAL.CASE_STATE',
      );
      if (!next.ok) return next;
      if (found.challenges !== wish.challenges)
        return refuse('conflict', 'APPEAL.MORE_CAME', 'Another challenge has come since you looked.');
      if ((await makersOf(tx, found.itemVersionId)).includes(principal.accountId)) return ownItem();
      const reason = await publishableReason(tx, competitionId, wish.reason);
      if (!reason.ok) return reason;
      if (wish.kind === 'rekey') {
        const sound = await this.#checkKey(tx, found, wish.answerKey);
        if (!sound.ok) return sound;
      }
      const rulingId = await keepRuling(tx, caseId, {
        kind: wish.kind,
        answerKey: wish.kind === 'rekey' ? (wish.answerKey ?? null) : null,
        reason: reason.value,
        accountId: principal.accountId,
        official: principal.official,
      });
      await setCaseState(tx, caseId, next.value);
      if (next.value === 'rejected') await tellChallengers(tx, caseId);
      else await askForeseen(tx, caseId, rulingId, null);
      await recordDecision(tx, principal, {
        action: `challenge-${wish.kind}`,
        subject: found.itemCode,
        scopeId: competitionId,
        reason: reason.value,
      });
      return ok({ state: wish.kind === 'reject' ? 'rejected' : 'proposed' });
    });
  }

  async #checkKey(
    tx: Tx,
    { itemVersionId }: CaseView,
    answerKey: Json | undefined,
  ): Promise<Result<undefined>> {
    const item = (await itemsToScore(tx, [itemVersionId])).get(itemVersionId);
    const texts = await itemWords(tx, itemVersionId);
    const faults = item
      ? newKeyFaults({ type: item.type, shape: shapeOf(item.stored), texts }, answerKey)
      : ['item'];
    if (faults.length > 0)
      return refuse('invalid', 'APPEAL.KEY', 'This is no answer key for this question.', {
        fields: { answerKey: 'APPEAL.KEY' },
      });
    return JSON.stringify(sorted(item?.answerKey)) === JSON.stringify(sorted(answerKey))
      ? refuse('invalid', 'APPEAL.SAME_KEY', 'This is the answer key that holds already.', {
          fields: { answerKey: 'APPEAL.SAME_KEY' },
        })
      : ok(undefined);
  }
}

/** An object with its members in one order, so that two can be compared. */
const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, one]) => [key, sorted(one)]),
      )
    : value;

export const noCase = () => refuse('not-found', 'APPEAL.NO_CASE', 'There is no such challenge.');
export const ownItem = () =>
  refuse(
    'forbidden',
    'APPEAL.OWN_ITEM',
    'You wrote, reviewed or signed this question: somebody else decides.',
  );
