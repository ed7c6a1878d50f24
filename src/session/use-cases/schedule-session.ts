import { Injectable } from '@nestjs/common';
import { competitionById } from '../../competition/index.js';
import { programmeById } from '../../form/index.js';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { insertScope, recordDecision } from '../../people/index.js';
import { Database, rows, type Principal } from '../../platform/index.js';

export interface SessionPlan {
  readonly competitionId: string;
  readonly title: Readonly<Record<string, string>>;
  readonly opensAt: Date;
  readonly entryClosesAt: Date;
  /** Who may enter: whoever applied (where it is left out), or whoever booked a place. */
  readonly entry?: 'applied' | 'booked' | undefined;
  /** `on-grading`: the officer who schedules signs the release beforehand, by name. */
  readonly releasePolicy: 'officer' | 'on-grading';
}

/** Plans a session. Refusals: SITTING.NO_COMPETITION, SITTING.TIMES, SITTING.COMPETITION_OVER. */
@Injectable()
export class ScheduleSession {
  constructor(private readonly database: Database) {}

  async run(principal: Principal, plan: SessionPlan): Promise<Result<{ sessionId: string }>> {
    if (plan.opensAt >= plan.entryClosesAt) {
      return refuse('invalid', 'SITTING.TIMES', 'Entry closes after the session opens.', {
        fields: { entryClosesAt: 'SITTING.TIMES' },
      });
    }
    return this.database.attempt(async (tx) => {
      const competition = await competitionById(tx, plan.competitionId);
      if (!competition) return refuse('not-found', 'SITTING.NO_COMPETITION', 'There is no such competition.');
      if (competition.state === 'concluded') {
        return refuse('conflict', 'SITTING.COMPETITION_OVER', 'This competition is concluded.');
      }
      const programme = await programmeById(tx, competition.programmeId);
      if (!programme) return refuse('not-found', 'SITTING.NO_PROGRAMME', 'There is no such exam programme.');
      const sessionId = newId();
      const signedBy = plan.releasePolicy === 'on-grading' ? principal.accountId : null;
      await insertScope(tx, { id: sessionId, kind: 'session', parentId: plan.competitionId });
      await rows(
        tx,
        `INSERT INTO exam_session (id, competition_id, title, state, opens_at, entry_closes_at, minutes,
           release_policy, release_signed_by, release_signed_at, created_by)
         VALUES ($1, $2, $3, 'scheduled', $4, $5, $6, $7, $8,
           CASE WHEN $8::uuid IS NULL THEN NULL ELSE clock_timestamp() END, $9)`,
        [
          sessionId,
          plan.competitionId,
          JSON.stringify(plan.title),
          plan.opensAt,
          plan.entryClosesAt,
          programme.body.minutes,
          plan.releasePolicy,
          signedBy,
          principal.accountId,
        ],
      );
      if (plan.entry)
        await tx.query('UPDATE exam_session SET entry = $2 WHERE id = $1', [sessionId, plan.entry]);
      await recordDecision(tx, principal, {
        action: 'session-scheduled',
        subject: sessionId,
        scopeId: sessionId,
      });
      if (signedBy) {
        await recordDecision(tx, principal, {
          action: 'release-signed',
          subject: sessionId,
          scopeId: sessionId,
        });
      }
      return ok({ sessionId });
    });
  }
}
