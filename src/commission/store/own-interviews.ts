import { rows, type Tx } from '../../platform/index.js';
import { stageById } from '../../competition/index.js';
import { candidatesOf, type SlotView } from './candidate-store.js';
import { commissionOf, type MemberView } from './commission-store.js';
import { resultsOf, type CandidateResult } from './result-store.js';

export interface OwnInterview {
  readonly stageId: string;
  readonly stageCode: string;
  readonly title: Readonly<Record<string, string>>;
  readonly applicationId: string;
  readonly slot: SlotView | null;
  readonly members: readonly MemberView[];
  /** Null until the commission has concluded. */
  readonly result: CandidateResult | null;
}

/** Commissions before which a person stands in a competition; nothing of a score before the commission has concluded. */
export async function ownInterviews(
  tx: Tx,
  competitionId: string,
  personId: string,
): Promise<OwnInterview[]> {
  const found = await rows<{ stageId: string; applicationId: string }>(
    tx,
    `SELECT c.stage_id AS "stageId", k.application_id AS "applicationId"
     FROM commission_candidate k JOIN commission c ON c.id = k.commission_id JOIN competition_stage s ON s.id = c.stage_id
       JOIN application a ON a.id = k.application_id
     WHERE a.person_id = $2 AND s.competition_id = $1 AND a.state = 'submitted' ORDER BY s.position`,
    [competitionId, personId],
  );
  const own: OwnInterview[] = [];
  for (const { stageId, applicationId } of found) {
    const stage = await stageById(tx, stageId);
    const commission = await commissionOf(tx, stageId);
    const candidate =
      stage &&
      commission &&
      (await candidatesOf(tx, commission.id, stage)).find((one) => one.applicationId === applicationId);
    if (!candidate) continue;
    const concluded = commission.state === 'concluded';
    own.push({
      stageId,
      stageCode: stage.code,
      title: stage.title,
      applicationId,
      slot: candidate.slot,
      members: commission.members,
      result: concluded ? ((await resultsOf(tx, commission, [candidate]))[0] ?? null) : null,
    });
  }
  return own;
}

/** Stages before whose commissions an application stands. */
export async function commissionStagesOf(
  tx: Tx,
  competitionId: string,
  applicationId: string,
): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT c.stage_id AS id FROM commission_candidate k JOIN commission c ON c.id = k.commission_id
       JOIN competition_stage s ON s.id = c.stage_id
     WHERE k.application_id = $2 AND s.competition_id = $1 ORDER BY s.position`,
    [competitionId, applicationId],
  );
  return found.map(({ id }) => id);
}
