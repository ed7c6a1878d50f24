import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Bus, Database, type Principal } from '../../platform/index.js';
import { holdSession, noSession, type SessionView } from '../../session/index.js';
import { voidReason } from '../domain/void-reason.js';
import { sittingById } from '../store/sitting-store.js';
import { VoidGates } from './void-gates.js';
import { voidOne, type VoidSittingWish } from './void-one.js';

/**
 * Declares one sitting void after a failure that was not the candidate's, by name and for a reason. They may sit again: here with a spare number and a new form, also when entry is closed, or in a
 * session that replaces this one. What was handed in stays on record, its receipt stays true as a receipt; it is
 * neither graded nor ranked.
 *
 * What somebody is held to have done wrong is for an incident, where they are heard and a second person decides
 * (docs/adr/0043).
 *
 * Refusals: SITTING.NO_SESSION, SITTING.NOT_FOUND, SITTING.VOID (it is already), SITTING.RELEASED (then an appeal
 * decides), SITTING.NEEDS_INCIDENT (misconduct), SITTING.AGAIN (here only while the session is open), SESSION.WHY, and what {@link VoidGates} refuse.
 */
@Injectable()
export class VoidSitting {
  constructor(
    private readonly database: Database,
    private readonly gates: VoidGates,
    private readonly bus: Bus,
  ) {}

  async run(
    principal: Principal,
    sessionId: string,
    sittingId: string,
    wish: VoidSittingWish,
  ): Promise<Result<{ state: 'void' }>> {
    const reason = voidReason(wish.reason);
    if (!reason.ok) return reason;
    const result = await this.database.attempt<{ state: 'void' }>(async (tx) => {
      // A release and the end of the session wait until this is done, other sittings do not.
      const session = await holdSession(tx, sessionId);
      if (!session) return noSession();
      const sitting = await sittingById(tx, sittingId);
      if (sitting?.sessionId !== sessionId) {
        return refuse('not-found', 'SITTING.NOT_FOUND', 'There is no such sitting in this session.');
      }
      const allowed = mayVoid(session, wish);
      if (!allowed.ok) return allowed;
      const open = await this.gates.mayVoid(tx, sittingId);
      if (!open.ok) return open;
      const voided = await voidOne(tx, principal, session, sitting, { ...wish, reason: reason.value });
      if (voided.ok)
        await recordDecision(tx, principal, {
          action: `sitting-void-${wish.cause}`,
          subject: sitting.candidateNumber,
          scopeId: sessionId,
          reason: reason.value,
        });
      return voided;
    });
    if (result.ok) await this.bus.publish('sitting', { sittingId, sessionId });
    return result;
  }
}

function mayVoid(session: SessionView, wish: VoidSittingWish): Result<undefined> {
  if (session.releasedAt) {
    return refuse(
      'conflict',
      'SITTING.RELEASED',
      'Its results are released: what is wrong now is for an appeal.',
    );
  }
  if (wish.cause === 'misconduct') {
    return refuse(
      'conflict',
      'SITTING.NEEDS_INCIDENT',
      'Open an incident: the candidate is heard, and a second person decides.',
    );
  }
  if (wish.again === 'here' && session.state !== 'open') {
    return refuse('conflict', 'SITTING.AGAIN', 'In this session nobody can begin any more.', {
      fields: { again: 'SITTING.AGAIN' },
    });
  }
  return ok(undefined);
}
