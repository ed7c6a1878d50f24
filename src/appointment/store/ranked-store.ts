import { rows, type Tx } from '../../platform/index.js';

/** Somebody in a ranking, as offers need them. */
export interface RankedView {
  readonly applicationId: string;
  /** Null where nothing was sat. */
  readonly sittingId: string | null;
  readonly personId: string;
  readonly fullName: string;
  readonly place: number | null;
}

/** All of a ranking, those without a place too: nobody's name may stand in a reason. */
export const rankedIn = (tx: Tx, rankingId: string): Promise<RankedView[]> =>
  rows<RankedView>(
    tx,
    `SELECT p.application_id AS "applicationId", p.sitting_id AS "sittingId", p.person_id AS "personId",
       person.full_name AS "fullName", p.place
     FROM ranking_place p JOIN person ON person.id = p.person_id WHERE p.ranking_id = $1`,
    [rankingId],
  );
