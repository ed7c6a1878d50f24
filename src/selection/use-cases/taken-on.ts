import { Injectable } from '@nestjs/common';
import { ScoresByStage, stagesOf, type StageView } from '../../competition/index.js';
import { rows, type Tx } from '../../platform/index.js';

/** Who has taken part in a stage after another: has begun a sitting, or has a score. */
@Injectable()
export class TakenOn {
  constructor(private readonly scores: ScoresByStage) {}

  /** @returns which of these applications. */
  async among(tx: Tx, stage: StageView, applicationIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (applicationIds.length === 0) return new Set();
    const later = (await stagesOf(tx, stage.competitionId)).filter(
      ({ position }) => position > stage.position,
    );
    const sat = await rows<{ id: string }>(
      tx,
      `SELECT DISTINCT s.application_id AS id FROM sitting s JOIN exam_session x ON x.id = s.session_id
       WHERE s.application_id = ANY($1::uuid[]) AND x.stage_id = ANY($2::uuid[]) AND s.state <> 'void'`,
      [applicationIds, later.map(({ id }) => id)],
    );
    const found = new Set(sat.map(({ id }) => id));
    const asked = new Set(applicationIds);
    for (const one of later) {
      const scored = (await this.scores.of(one.kind)?.scoresOf(tx, one)) ?? [];
      for (const { applicationId, points, passed } of scored)
        if (asked.has(applicationId) && (points !== null || passed !== null)) found.add(applicationId);
    }
    return found;
  }
}
