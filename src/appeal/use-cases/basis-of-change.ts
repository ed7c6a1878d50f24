import { Injectable } from '@nestjs/common';
import { isSat, ScoresByStage, stagesOf } from '../../competition/index.js';
import { byCodePoints, sha256Hex } from '../../kernel/index.js';
import type { Tx } from '../../platform/index.js';
import { recordHash } from '../store/basis-store.js';

/**
 * What a proposed change is foreseen from, as one hash: where it is the same, so is everything that was foreseen. It costs a
 * small part of foreseeing, and nearly all of that within PostgreSQL.
 */
@Injectable()
export class BasisOfChange {
  constructor(private readonly scores: ScoresByStage) {}

  /** @param rulingId of the proposal, which never changes. @returns hex. */
  async run(tx: Tx, competitionId: string, itemVersionId: string, rulingId: string): Promise<string> {
    const known = [rulingId, await recordHash(tx, competitionId, itemVersionId)];
    for (const stage of await stagesOf(tx, competitionId)) {
      // What is sat is on record where every other sitting is.
      const scores = isSat(stage.kind) ? undefined : this.scores.of(stage.kind);
      if (!scores) continue;
      const lines = (await scores.scoresOf(tx, stage)).map(
        ({ applicationId, number, points, scaled, passed }) =>
          JSON.stringify([applicationId, number, points, scaled, passed]),
      );
      known.push(
        JSON.stringify([stage.id, await scores.maximumOf(tx, stage), await scores.owedOf(tx, stage)]),
        sha256Hex(lines.sort(byCodePoints).join('\n')),
      );
    }
    return sha256Hex(known.join('\n'));
  }
}
