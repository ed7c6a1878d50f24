import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import type { Principal, Tx } from '../../platform/index.js';
import type { SessionView } from '../../session/index.js';
import { letSitAgain, voidSittings } from '../store/void-store.js';
import { carryOver, stateVoid } from './void-one.js';
import { VoidGates } from './void-gates.js';

/**
 * Gives a sitting back after an appeal, in the transaction of its decision: it does not count, and its candidate sits again
 * in a session that replaces this one. The results may be out: the caller publishes them again. One that was declared void
 * without that stays as void as it is; only that its candidate sits again is new.
 */
@Injectable()
export class GiveBackSitting {
  constructor(private readonly gates: VoidGates) {}

  /** Refusals: SITTING.VOID (it is, and its candidate sits again already), and what {@link VoidGates} refuse. */
  async run(
    tx: Tx,
    principal: Principal,
    session: SessionView,
    sittingId: string,
    reason: string,
  ): Promise<Result<undefined>> {
    const allowed = await this.gates.mayVoid(tx, sittingId);
    if (!allowed.ok) return allowed;
    const freed = await letSitAgain(tx, sittingId);
    if (freed) {
      await carryOver(tx, session.id, freed);
      return ok(undefined);
    }
    const [voided] = await voidSittings(tx, principal, session.id, [sittingId], {
      cause: 'failure',
      again: 'replacement',
      reason,
    });
    if (!voided) return refuse('conflict', 'SITTING.VOID', 'This sitting was declared void before.');
    await carryOver(tx, session.id, voided.applicationId);
    await stateVoid(tx, principal, session.id, sittingId, voided.candidateNumber);
    return ok(undefined);
  }
}
