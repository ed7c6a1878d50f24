import { Injectable } from '@nestjs/common';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision, SecondFactor, type Proof } from '../../people/index.js';
import { Database, rows, stateFact, type Principal } from '../../platform/index.js';
import { mayPropose, type DirectWish } from '../domain/direct-rule.js';
import { isOtherThan } from '../domain/offer-terms.js';
import { MIN_REASON } from '../domain/order-rule.js';
import { directAppointmentFact } from '../facts.js';
import { agencyById, directOf } from '../store/other-appointment-store.js';

/** What a second factor is given for: these appointments, and no others. */
export const directPurpose = (ids: readonly string[]): string => `sign-direct:${[...ids].sort().join(',')}`;

/**
 * Appointments that the law allows without a competition: an HR officer proposes them with their legal basis, the
 * responsible official signs with a second factor, and the registry shows them apart.
 *
 * Refusals: APPOINTMENT.NO_AGENCY, APPOINTMENT.NO_APPOINTMENT, APPOINTMENT.NOT_PROPOSED, APPOINTMENT.NONE_CHOSEN,
 * APPOINTMENT.OWN_PROPOSAL, APPOINTMENT.WHY, those of {@link mayPropose} and of {@link SecondFactor}.
 */
@Injectable()
export class DirectAppointments {
  constructor(
    private readonly database: Database,
    private readonly secondFactor: SecondFactor,
  ) {}

  async propose(
    principal: Principal,
    agencyId: string,
    wish: DirectWish,
  ): Promise<Result<{ appointmentId: string }>> {
    const allowed = mayPropose(wish);
    if (!allowed.ok) return allowed;
    const { kind, personName, postTitle, grade, location, legalBasis, beginsOn } = allowed.value;
    return this.database.attempt(async (tx) => {
      if (!(await agencyById(tx, agencyId))) return NO_AGENCY;
      const appointmentId = newId();
      await tx.query(
        `INSERT INTO direct_appointment (id, agency_id, kind, person_name, post_title, grade, location, legal_basis, begins_on,
           state, proposed_by, proposed_for, proposed_official)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'proposed', $10, $11, $12)`,
        [
          appointmentId,
          agencyId,
          kind,
          personName,
          postTitle,
          grade,
          location,
          legalBasis,
          beginsOn,
          principal.accountId,
          principal.actingFor?.accountId ?? null,
          principal.official,
        ],
      );
      await recordDecision(tx, principal, {
        action: 'direct-proposed',
        subject: appointmentId,
        scopeId: agencyId,
        reason: legalBasis,
      });
      return ok({ appointmentId });
    });
  }

  /** All or none of them. */
  async sign(
    principal: Principal,
    agencyId: string,
    ids: readonly string[],
    proof: Proof,
  ): Promise<Result<{ appointmentIds: string[] }>> {
    const wanted = [...new Set(ids)];
    if (wanted.length === 0)
      return refuse('invalid', 'APPOINTMENT.NONE_CHOSEN', 'Choose what you sign.', {
        fields: { appointmentIds: 'APPOINTMENT.NONE_CHOSEN' },
      });
    return this.secondFactor.run(principal, proof, directPurpose(wanted), async (tx) => {
      const agency = await agencyById(tx, agencyId);
      if (!agency) return NO_AGENCY;
      await rows(tx, 'SELECT 1 FROM direct_appointment WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE', [
        wanted,
      ]);
      const all = await directOf(tx, agencyId);
      for (const id of wanted) {
        const one = all.find((direct) => direct.id === id);
        if (!one) return NO_APPOINTMENT;
        if (one.state !== 'proposed') return NOT_PROPOSED;
        if (!isOtherThan(principal, one.proposers))
          return refuse('conflict', 'APPOINTMENT.OWN_PROPOSAL', 'Whoever proposed it does not sign it.');
        const [signed] = await rows<{ decided_at: Date }>(
          tx,
          `UPDATE direct_appointment SET state = 'signed', decided_by = $2, decided_at = clock_timestamp()
           WHERE id = $1 RETURNING decided_at`,
          [id, principal.accountId],
        );
        await recordDecision(tx, principal, {
          action: 'direct-appointed',
          subject: id,
          scopeId: agencyId,
          reason: one.legalBasis,
        });
        await stateFact(
          tx,
          directAppointmentFact({
            appointmentId: id,
            agency,
            post: { title: one.postTitle, grade: one.grade, location: one.location },
            kind: one.kind,
            personName: one.personName,
            legalBasis: one.legalBasis,
            beginsOn: one.beginsOn,
            proposedBy: one.proposedBy,
            official: principal.official,
            time: signed?.decided_at ?? one.proposedAt,
          }),
        );
      }
      return ok({ appointmentIds: wanted });
    });
  }

  /** Ends a proposal without an appointment: the official returns it, or HR withdraws it. */
  async takeBack(
    principal: Principal,
    agencyId: string,
    id: string,
    to: 'returned' | 'withdrawn',
    typed: string,
  ): Promise<Result<{ state: 'returned' | 'withdrawn' }>> {
    const reason = typed.trim();
    if (reason.length < MIN_REASON)
      return refuse('invalid', 'APPOINTMENT.WHY', 'Say in a sentence why.', {
        fields: { reason: 'APPOINTMENT.WHY' },
      });
    return this.database.attempt(async (tx) => {
      const moved = await rows(
        tx,
        `UPDATE direct_appointment SET state = $3, decided_by = $4, decided_at = clock_timestamp(), reason = $5
         WHERE id = $1 AND agency_id = $2 AND state = 'proposed' RETURNING id`,
        [id, agencyId, to, principal.accountId, reason],
      );
      if (moved.length === 0) {
        const known = (await directOf(tx, agencyId)).some((one) => one.id === id);
        return known ? NOT_PROPOSED : NO_APPOINTMENT;
      }
      await recordDecision(tx, principal, {
        action: `direct-${to}`,
        subject: id,
        scopeId: agencyId,
        reason,
      });
      return ok({ state: to });
    });
  }
}

const NO_AGENCY = refuse('not-found', 'APPOINTMENT.NO_AGENCY', 'There is no such agency.');
const NO_APPOINTMENT = refuse('not-found', 'APPOINTMENT.NO_APPOINTMENT', 'There is no such appointment.');
const NOT_PROPOSED = refuse('conflict', 'APPOINTMENT.NOT_PROPOSED', 'It is decided already.');
