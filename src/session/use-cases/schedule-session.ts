import { Injectable } from '@nestjs/common';
import { competitionById, isSat, isStandIn, stagesOf, type StageView } from '../../competition/index.js';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { insertScope, recordDecision } from '../../people/index.js';
import { Database, rows, type Principal, type Tx } from '../../platform/index.js';
import { programmeOf } from '../store/session-programme.js';
import { planFault, type SessionPlan } from '../domain/session-plan.js';

/** A plan as it is asked for; what is left out is the plainest. */
export interface PlanWish extends Omit<
  SessionPlan,
  'releasePolicy' | 'entry' | 'admission' | 'spreadSeconds' | 'review'
> {
  readonly releasePolicy: 'officer' | 'on-grading';
  readonly entry?: SessionPlan['entry'] | undefined;
  readonly admission?: SessionPlan['admission'] | undefined;
  readonly spreadSeconds?: number | undefined;
  readonly review?: SessionPlan['review'] | undefined;
}

export interface NewSession extends PlanWish {
  readonly competitionId: string;
  /** Left out: the first stage that is sat, or none where the competition has no stages. */
  readonly stageId?: string | null | undefined;
  /** The session that could not be held. */
  readonly replacesId?: string;
  /** Made-up candidates sit it. */
  readonly rehearsal?: boolean;
}

/**
 * Plans a session; its minutes are the programme's.
 * Refusals: SITTING.NO_COMPETITION, SESSION.NO_STAGE, SITTING.TIMES, SESSION.SPREAD, SITTING.COMPETITION_OVER,
 * SITTING.REHEARSAL_PLAN (nobody sits a rehearsal again).
 */
@Injectable()
export class ScheduleSession {
  constructor(private readonly database: Database) {}

  async run(principal: Principal, wish: NewSession): Promise<Result<{ sessionId: string }>> {
    return this.database.attempt((tx) => scheduleIn(tx, principal, wish));
  }
}

/** As {@link ScheduleSession}, in a transaction that goes on. */
export async function scheduleIn(
  tx: Tx,
  principal: Principal,
  wish: NewSession,
): Promise<Result<{ sessionId: string }>> {
  const plan = completePlan(wish);
  const sound = checkPlan(plan);
  if (!sound.ok) return sound;
  const competition = await competitionById(tx, wish.competitionId);
  if (!competition) return refuse('not-found', 'SITTING.NO_COMPETITION', 'There is no such competition.');
  if (!wish.rehearsal && (await isStandIn(tx, competition.id)))
    return refuse('conflict', 'SITTING.REHEARSAL_PLAN', 'This stands for a rehearsal: it has one session.');
  if (competition.state === 'concluded') {
    return refuse('conflict', 'SITTING.COMPETITION_OVER', 'This competition is concluded.');
  }
  const stage = stageFor(await stagesOf(tx, competition.id), wish.stageId ?? null);
  if (!stage.ok) return stage;
  const programme = await programmeOf(tx, competition, stage.value);
  if (!programme) return refuse('not-found', 'SITTING.NO_PROGRAMME', 'There is no such exam programme.');
  const sessionId = newId();
  const signedBy = plan.releasePolicy === 'on-grading' ? principal.accountId : null;
  await insertScope(tx, { id: sessionId, kind: 'session', parentId: wish.competitionId });
  await rows(
    tx,
    `INSERT INTO exam_session (id, competition_id, title, state, opens_at, entry_closes_at, minutes,
       release_policy, release_signed_by, release_signed_at, created_by, entry, admission, spread_seconds,
       replaces_id, rehearsal, stage_id, review)
     VALUES ($1, $2, $3, 'scheduled', $4, $5, $6, $7, $8,
       CASE WHEN $8::uuid IS NULL THEN NULL ELSE clock_timestamp() END, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      sessionId,
      wish.competitionId,
      JSON.stringify(plan.title),
      plan.opensAt,
      plan.entryClosesAt,
      programme.body.minutes,
      plan.releasePolicy,
      signedBy,
      principal.accountId,
      plan.entry,
      plan.admission,
      plan.spreadSeconds,
      wish.replacesId ?? null,
      wish.rehearsal ?? false,
      stage.value?.id ?? null,
      plan.review,
    ],
  );
  await recordDecision(tx, principal, {
    action: 'session-scheduled',
    subject: sessionId,
    scopeId: sessionId,
  });
  if (signedBy) {
    await recordDecision(tx, principal, { action: 'release-signed', subject: sessionId, scopeId: sessionId });
  }
  return ok({ sessionId });
}

/** The stage that a session is of: the one that is asked for, otherwise the first one that is sat. */
function stageFor(stages: readonly StageView[], stageId: string | null): Result<StageView | null> {
  if (stages.length === 0 && stageId === null) return ok(null);
  const sat = stages.filter(({ kind }) => isSat(kind));
  const stage = stageId === null ? sat[0] : sat.find(({ id }) => id === stageId);
  return stage
    ? ok(stage)
    : refuse('invalid', 'SESSION.NO_STAGE', 'This competition has no such stage that is sat.', {
        fields: { stageId: 'SESSION.NO_STAGE' },
      });
}

export const completePlan = (
  wish: Omit<PlanWish, 'releasePolicy'> & Pick<SessionPlan, 'releasePolicy'>,
): SessionPlan => ({
  title: wish.title,
  opensAt: wish.opensAt,
  entryClosesAt: wish.entryClosesAt,
  releasePolicy: wish.releasePolicy,
  entry: wish.entry ?? 'applied',
  admission: wish.admission ?? 'none',
  spreadSeconds: wish.spreadSeconds ?? 0,
  review: wish.review ?? 'own-answers',
});

/** Refusals: SITTING.TIMES, SESSION.SPREAD. */
export function checkPlan(plan: SessionPlan): Result<undefined> {
  const fault = planFault(plan);
  if (!fault) return ok(undefined);
  const detail =
    fault.code === 'SITTING.TIMES'
      ? 'Entry closes after the session opens.'
      : 'The spread is a whole number of seconds, at most 600, and ends before entry closes.';
  return refuse('invalid', fault.code, detail, { fields: { [fault.field]: fault.code } });
}
