import { Injectable } from '@nestjs/common';
import { isStandIn } from '../../competition/index.js';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, KeyRing, placeOf, rows, type Principal, type Tx } from '../../platform/index.js';
import {
  accommodationsFrom,
  type AccommodationBasis,
  type Accommodations,
} from '../domain/accommodations.js';
import { applicantById, insertAccommodation, revokeStanding } from '../store/accommodation-store.js';
import { Regrant, type Regranted } from './regrant.js';

export interface AccommodationWish extends Required<Accommodations> {
  readonly applicationId: string;
  readonly basis: AccommodationBasis;
  /** Which paper it rests on: its number and date, no diagnosis. */
  readonly document: string;
}

/**
 * A named officer grants a candidate accommodations, in place of those that stood, or revokes them. Where the candidate is
 * sitting, both take effect at once: the deadline is set anew and the device is told.
 *
 * Refusals: SITTING.NO_APPLICANT, SITTING.NOTHING_GRANTED, SITTING.NO_ACCOMMODATION.
 */
@Injectable()
export class GrantAccommodations {
  constructor(
    private readonly database: Database,
    private readonly keys: KeyRing,
    private readonly regrant: Regrant,
  ) {}

  async grant(
    principal: Principal,
    competitionId: string,
    wish: AccommodationWish,
  ): Promise<Result<{ accommodationId: string }>> {
    if (Object.keys(accommodationsFrom(wish)).length === 0) {
      return refuse('invalid', 'SITTING.NOTHING_GRANTED', 'Nothing is granted here.', {
        fields: { extraTimePercent: 'SITTING.NOTHING_GRANTED' },
      });
    }
    return this.#change(async (tx) => {
      // Two grants for one candidate take their turn.
      await tx.query('SELECT 1 FROM application WHERE id = $1 FOR NO KEY UPDATE', [wish.applicationId]);
      const applicant = await applicantById(tx, competitionId, wish.applicationId);
      if (!applicant) {
        return refuse('not-found', 'SITTING.NO_APPLICANT', 'Nobody has applied here under this id.');
      }
      if (await isStandIn(tx, competitionId))
        return refuse('conflict', 'SITTING.REHEARSAL_GRANT', 'Whoever is made up needs nothing.');
      const id = newId();
      const { ciphertext, keyId } = this.keys.encrypt('personal-data', wish.document);
      await revokeStanding(tx, wish.applicationId, principal);
      const { document: _, ...decided } = wish;
      await insertAccommodation(tx, {
        ...decided,
        id,
        document: ciphertext,
        documentKey: keyId,
        accountId: principal.accountId,
        official: principal.official,
        actingFor: placeOf(principal),
      });
      await recordDecision(tx, principal, {
        action: 'accommodation-granted',
        subject: id,
        scopeId: competitionId,
      });
      return ok({ applicationId: wish.applicationId, value: { accommodationId: id } });
    });
  }

  async revoke(
    principal: Principal,
    competitionId: string,
    accommodationId: string,
  ): Promise<Result<{ accommodationId: string }>> {
    return this.#change(async (tx) => {
      const [found] = await rows<{ application_id: string }>(
        tx,
        `SELECT c.application_id FROM accommodation c JOIN application a ON a.id = c.application_id
         WHERE c.id = $1 AND a.competition_id = $2 AND c.revoked_at IS NULL FOR UPDATE OF c`,
        [accommodationId, competitionId],
      );
      if (!found) {
        return refuse('not-found', 'SITTING.NO_ACCOMMODATION', 'There is no such accommodation that stands.');
      }
      await revokeStanding(tx, found.application_id, principal);
      await recordDecision(tx, principal, {
        action: 'accommodation-revoked',
        subject: accommodationId,
        scopeId: competitionId,
      });
      return ok({ applicationId: found.application_id, value: { accommodationId } });
    });
  }

  /** Changes what is granted, and the time of whoever is sitting with it, in one transaction. */
  async #change<T>(
    work: (tx: Tx) => Promise<Result<{ readonly applicationId: string; readonly value: T }>>,
  ): Promise<Result<T>> {
    let regranted: Regranted | undefined;
    const result = await this.database.attempt(async (tx) => {
      const changed = await work(tx);
      if (!changed.ok) return changed;
      regranted = await this.regrant.run(tx, changed.value.applicationId);
      return ok(changed.value.value);
    });
    if (result.ok && regranted) await this.regrant.tell(regranted);
    return result;
  }
}
