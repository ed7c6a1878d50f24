import { Injectable } from '@nestjs/common';
import { isUuid, ok, refuse, type Result } from '../../kernel/index.js';
import { Database, type Principal, type Tx } from '../../platform/index.js';
import { itemsOfPanel, judgesOf, lockPanel, panelById, type PanelView } from '../store/panel-store.js';

export interface Ratings {
  /** Of which round the page was: what is sent after it was closed is not taken. */
  readonly round: number;
  readonly ratings: readonly { readonly position: number; readonly percent: number }[];
}

/**
 * A judge's ratings, kept beside those before; until the round is closed they can be changed, and nobody else sees them.
 *
 * Refusals: STANDARD-SETTING.NO_PANEL (there is none, or it is not theirs), STANDARD-SETTING.ROUND_CLOSED,
 * STANDARD-SETTING.NO_ITEM.
 */
@Injectable()
export class RateItems {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    competitionId: string,
    panelId: string,
    { round, ratings }: Ratings,
  ): Promise<Result<{ rated: number }>> {
    return this.database.attempt(async (tx) => {
      if (isUuid(panelId)) await lockPanel(tx, competitionId, panelId);
      const own = await ownPanel(tx, principal, competitionId, panelId);
      if (!own.ok) return own;
      const last = own.value.panel.rounds.at(-1);
      if (!last || last.closedAt || last.number !== round)
        return refuse('conflict', 'STANDARD-SETTING.ROUND_CLOSED', 'This round is closed.');
      const known = new Set((await itemsOfPanel(tx, panelId)).map(({ position }) => position));
      if (ratings.some(({ position }) => !known.has(position)))
        return refuse('invalid', 'STANDARD-SETTING.NO_ITEM', 'The panel has no such item.');
      const newest = new Map(ratings.map(({ position, percent }) => [position, percent]));
      await tx.query(
        `INSERT INTO standard_rating (panel_id, round, judge, position, percent)
         SELECT $1, $2, $3, r.position, r.percent FROM unnest($4::int[], $5::int[]) AS r (position, percent)
         ON CONFLICT (panel_id, round, judge, position)
           DO UPDATE SET percent = EXCLUDED.percent, rated_at = clock_timestamp()`,
        [panelId, round, own.value.judge, [...newest.keys()], [...newest.values()]],
      );
      return ok({ rated: newest.size });
    });
  }
}

/** A panel on which this account is a judge, and as which number. Refusals: STANDARD-SETTING.NO_PANEL. */
export async function ownPanel(
  tx: Tx,
  { accountId }: Principal,
  competitionId: string,
  panelId: string,
): Promise<Result<{ panel: PanelView; judge: number }>> {
  const panel =
    isUuid(panelId) && isUuid(competitionId) ? await panelById(tx, competitionId, panelId) : undefined;
  const judge = panel && (await judgesOf(tx, panel.id)).find((one) => one.accountId === accountId);
  return judge
    ? ok({ panel, judge: judge.number })
    : refuse('not-found', 'STANDARD-SETTING.NO_PANEL', 'There is no such panel of yours.');
}
