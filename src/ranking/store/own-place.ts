import { stagesOf, type StageView } from '../../competition/index.js';
import { rows, type Tx } from '../../platform/index.js';
import { conclusionOf, type Outcome } from '../../selection/index.js';
import { explainPlace, type Placed, type PlaceExplanation } from '../domain/explain-place.js';
import { approvedRanking, NO_PLACE, PLACE_OR_LAST, type RankingView } from './ranking-store.js';

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
    /** Ten-millionths on the scale of the stage's sessions; null where they have none. */
    readonly scaled: number | null;
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
          'SELECT number, points, scaled::float8 AS scaled, outcome, kept FROM stage_result WHERE conclusion_id = $1 AND application_id = $2',
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

const PLACE = `
  SELECT candidate_number AS "candidateNumber", points, by_part AS parts, scaled::float8 AS scaled,
    scaled_parts AS "scaledParts", place, lot FROM ranking_place
  WHERE ranking_id = $1`;

/** Why a number has its place in a ranking; undefined where it has none. Reads few rows, however many are ranked. */
export async function whyPlace(
  tx: Tx,
  ranking: RankingView,
  candidateNumber: string,
): Promise<PlaceExplanation | undefined> {
  const one = async (where: string, values: readonly unknown[]): Promise<Placed | null> =>
    (await rows<Placed>(tx, `${PLACE} AND ${where} LIMIT 1`, [ranking.id, ...values]))[0] ?? null;
  const own = await one('candidate_number = $2 AND place IS NOT NULL', [candidateNumber]);
  if (!own) return undefined;
  const at = async (place: number | null): Promise<number> => {
    const [found] = await rows<{ count: number }>(
      tx,
      `SELECT count(*)::int AS count FROM ranking_place WHERE ranking_id = $1 AND ${PLACE_OR_LAST} = $2`,
      [ranking.id, place],
    );
    return found?.count ?? 0;
  };
  const last = await one(`${PLACE_OR_LAST} < $2 ORDER BY ${PLACE_OR_LAST} DESC`, [NO_PLACE]);
  const lastPlace = last?.place ?? 0;
  return explainPlace(ranking.rule, {
    own,
    above: await one(`${PLACE_OR_LAST} < $2 ORDER BY ${PLACE_OR_LAST} DESC`, [own.place]),
    below: await one(`${PLACE_OR_LAST} > $2 AND ${PLACE_OR_LAST} < $3 ORDER BY ${PLACE_OR_LAST}`, [
      own.place,
      NO_PLACE,
    ]),
    // Places that equals take are skipped after them, so the last place tells how many stand before it.
    ranked: lastPlace - 1 + (await at(lastPlace)),
    sharedWith: (await at(own.place)) - 1,
  });
}
