import { stagesOf, type StageView } from '../../competition/index.js';
import { rows, type Tx } from '../../platform/index.js';
import { conclusionOf, type Outcome } from '../../selection/index.js';
import { explainPlace, type PlaceExplanation } from '../domain/explain-place.js';
import { approvedRanking, placesOf, type RankingView } from './ranking-store.js';

/** A stage as it went for somebody. */
export interface OwnStage {
  readonly stage: StageView;
  /** Null: not concluded. */
  readonly concludedAt: Date | null;
  readonly maximum: number | null;
  /** Null where they were not in it, or it is not concluded. */
  readonly own: {
    readonly number: string;
    readonly points: number | null;
    readonly outcome: Outcome;
    readonly kept: boolean;
  } | null;
}

/** How each stage of a competition went for an application. */
export async function ownStages(tx: Tx, competitionId: string, applicationId: string): Promise<OwnStage[]> {
  const found: OwnStage[] = [];
  for (const stage of await stagesOf(tx, competitionId)) {
    const conclusion = await conclusionOf(tx, stage.id);
    const [own] = conclusion
      ? await rows<NonNullable<OwnStage['own']>>(
          tx,
          'SELECT number, points, outcome, kept FROM stage_result WHERE conclusion_id = $1 AND application_id = $2',
          [conclusion.id, applicationId],
        )
      : [];
    found.push({
      stage,
      concludedAt: conclusion?.concludedAt ?? null,
      maximum: conclusion?.maximum ?? null,
      own: own ?? null,
    });
  }
  return found;
}

/** Why an application has its place in the ranking that is approved; undefined where it has none. */
export async function ownPlace(
  tx: Tx,
  competitionId: string,
  applicationId: string,
): Promise<{ readonly ranking: RankingView; readonly why: PlaceExplanation } | undefined> {
  const ranking = await approvedRanking(tx, competitionId);
  if (!ranking) return undefined;
  const [own] = await rows<{ number: string }>(
    tx,
    'SELECT candidate_number AS number FROM ranking_place WHERE ranking_id = $1 AND application_id = $2 LIMIT 1',
    [ranking.id, applicationId],
  );
  const why = own && (await whyPlace(tx, ranking, own.number));
  return why && { ranking, why };
}

/** Why a number has its place in a ranking; undefined where it has none. */
export async function whyPlace(
  tx: Tx,
  ranking: RankingView,
  candidateNumber: string,
): Promise<PlaceExplanation | undefined> {
  const places = await placesOf(tx, ranking.id);
  return explainPlace(
    ranking.rule,
    places.map(({ byPart, ...place }) => ({ ...place, parts: byPart })),
    candidateNumber,
  );
}
