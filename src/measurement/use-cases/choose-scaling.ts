import { Injectable } from '@nestjs/common';
import { competitionById, namesAnyone, stagesOf } from '../../competition/index.js';
import { isUuid, newId, ok, refuse, refuseFields, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, stateFact, type Principal } from '../../platform/index.js';
import type { ScalingMethod } from '../domain/scaling.js';
import { scalingChosenFact } from '../facts.js';
import { areStageResultsOut, comparedSessions, isBaseLost } from '../store/scaling-store.js';

export interface ScalingWish {
  readonly stageId?: string;
  readonly method: ScalingMethod;
  readonly baseSessionId?: string;
  readonly reason: string;
}

/**
 * A named officer chooses how several sessions of an exam are compared, before any of its results is out; it is published. After
 * that only where the session on whose scale the others are put was declared void: without another choice nobody is ranked.
 *
 * Refusals: MEASUREMENT.NO_COMPETITION, MEASUREMENT.RESULTS_OUT, MEASUREMENT.REASON_NAMES; by field MEASUREMENT.NO_STAGE, MEASUREMENT.SAY_BASE,
 * MEASUREMENT.SAY_REASON.
 */
@Injectable()
export class ChooseScaling {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    competitionId: string,
    wish: ScalingWish,
  ): Promise<Result<{ version: number }>> {
    return this.database.attempt(async (tx) => {
      // Whoever releases results of it holds the competition against this.
      await rows(tx, 'SELECT 1 FROM competition WHERE id = $1 FOR NO KEY UPDATE', [competitionId]);
      const competition = isUuid(competitionId) ? await competitionById(tx, competitionId) : undefined;
      if (!competition)
        return refuse('not-found', 'MEASUREMENT.NO_COMPETITION', 'There is no such competition.');
      const stageId = wish.stageId ?? null;
      if ((await areStageResultsOut(tx, competitionId)) && !(await isBaseLost(tx, competitionId, stageId)))
        return refuse('conflict', 'MEASUREMENT.RESULTS_OUT', 'Results of this competition are out already.');
      const stage = (await stagesOf(tx, competitionId)).find(({ id }) => id === stageId);
      const sessions = await comparedSessions(tx, competitionId, stageId);
      const base = sessions.find(({ id }) => id === wish.baseSessionId);
      const reason = wish.reason.trim();
      const faults = {
        ...(stageId !== null && !stage && { stageId: 'MEASUREMENT.NO_STAGE' }),
        ...(wish.method === 'equipercentile' && !base && { baseSessionId: 'MEASUREMENT.SAY_BASE' }),
        ...(reason === '' && { reason: 'MEASUREMENT.SAY_REASON' }),
      };
      if (Object.keys(faults).length > 0) return refuseFields(faults);
      if (await namesAnyone(tx, competitionId, reason))
        return refuse('invalid', 'MEASUREMENT.REASON_NAMES', 'The reason has a candidate’s name in it.', {
          fields: { reason: 'MEASUREMENT.REASON_NAMES' },
        });
      const chosen = wish.method === 'equipercentile' && base ? base : null;
      const [last] = await rows<{ version: number }>(
        tx,
        'SELECT coalesce(max(version), 0)::int AS version FROM scaling WHERE competition_id = $1',
        [competitionId],
      );
      const version = (last?.version ?? 0) + 1;
      const [made] = await rows<{ at: Date }>(
        tx,
        `INSERT INTO scaling (id, competition_id, stage_id, version, method, base_session_id, reason, chosen_by, chosen_official)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING chosen_at AS at`,
        [
          newId(),
          competitionId,
          stageId,
          version,
          wish.method,
          chosen?.id ?? null,
          reason,
          principal.accountId,
          principal.official,
        ],
      );
      await recordDecision(tx, principal, {
        action: 'scaling-chosen',
        subject: `${competition.code}/${String(version)}`,
        scopeId: competitionId,
        reason,
      });
      await stateFact(
        tx,
        scalingChosenFact({
          competition,
          stage: stage?.code ?? null,
          version,
          method: wish.method,
          base: chosen,
          reason,
          official: principal.official,
          time: made?.at ?? competition.applyFrom,
        }),
      );
      return ok({ version });
    });
  }
}
