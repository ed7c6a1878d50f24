import { Injectable } from '@nestjs/common';
import { programmeById } from '../../form/index.js';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, type Principal, type Tx } from '../../platform/index.js';
import { planFault, type PlanFault, type StagePlan } from '../domain/stage-plan.js';
import { competitionById } from '../store/competition-store.js';
import { keepStagePlan } from '../store/stage-store.js';

/**
 * What a drafted competition's candidates go through, and how its ranking parts equals: the whole of it at once. Nothing of
 * it changes once the competition is announced.
 *
 * Refusals: COMPETITION.NOT_FOUND, COMPETITION.STATE, COMPETITION.SESSIONS_PLANNED, COMPETITION.STAGE_USED (a commission
 * rests on a stage that would go), COMPETITION.NO_PROGRAMME, and what {@link planFault} finds.
 */
@Injectable()
export class SetStages {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    competitionId: string,
    plan: StagePlan,
  ): Promise<Result<{ stages: number }>> {
    const fault = planFault(plan);
    if (fault) return refuseFault(fault);
    try {
      return await this.database.attempt(async (tx) => {
        await rows(tx, 'SELECT 1 FROM competition WHERE id = $1 FOR NO KEY UPDATE', [competitionId]);
        const allowed = await mayChange(tx, competitionId, plan);
        if (!allowed.ok) return allowed;
        await keepStagePlan(tx, competitionId, plan);
        await recordDecision(tx, principal, {
          action: 'stages-set',
          subject: allowed.value,
          scopeId: competitionId,
        });
        return ok({ stages: plan.stages.length });
      });
    } catch (error) {
      if (!isHeld(error)) throw error;
      return refuse('conflict', 'COMPETITION.STAGE_USED', 'Something rests on a stage that would go.');
    }
  }
}

/** @returns the competition's code. */
async function mayChange(tx: Tx, competitionId: string, plan: StagePlan): Promise<Result<string>> {
  const competition = await competitionById(tx, competitionId);
  if (!competition) return refuse('not-found', 'COMPETITION.NOT_FOUND', 'There is no such competition.');
  if (competition.state !== 'draft')
    return refuse('conflict', 'COMPETITION.STATE', 'What was announced stays as it is.');
  const planned = await rows(tx, 'SELECT 1 FROM exam_session WHERE competition_id = $1 LIMIT 1', [
    competitionId,
  ]);
  if (planned.length > 0)
    return refuse('conflict', 'COMPETITION.SESSIONS_PLANNED', 'Sessions of this competition are planned.');
  for (const { programmeId, code } of plan.stages) {
    if (programmeId !== null && !(await programmeById(tx, programmeId)))
      return refuse('invalid', 'COMPETITION.NO_PROGRAMME', 'There is no such exam programme.', {
        data: { stage: code },
      });
  }
  return ok(competition.code);
}

const DETAILS: Readonly<Record<PlanFault['code'], string>> = {
  'COMPETITION.STAGES_MANY': 'A competition has at most 20 stages.',
  'COMPETITION.STAGE_CODE': 'Each stage has a code of its own, of small letters, digits and hyphens.',
  'COMPETITION.STAGE_RULE': 'A stage of this kind cannot be decided by this rule.',
  'COMPETITION.STAGE_WEIGHTED':
    'A weighted rule weighs this stage and stages before it that give points, each once.',
  'COMPETITION.STAGE_WEIGHT': 'A weight is a whole number from 0 to 1000, and 0 for a screening.',
  'COMPETITION.STAGE_PROGRAMME': 'Only a stage that is sat has an exam programme.',
  'COMPETITION.STAGES_WEIGHT': 'At least one stage counts in the ranking.',
  'COMPETITION.STAGES_TIES': 'Equals are parted by stages of this competition that give points, each once.',
  'COMPETITION.STAGES_LOT':
    'A lot comes from the draw of an exam: without a stage that is sat there is none.',
};

const refuseFault = ({ code, stage }: PlanFault) =>
  refuse('invalid', code, DETAILS[code], {
    fields: { stages: code },
    ...(stage !== undefined && { data: { stage } }),
  });

/** PostgreSQL's foreign_key_violation. */
const isHeld = (error: unknown): boolean =>
  (error as { driverError?: { code?: string } }).driverError?.code === '23503';
