import { Injectable } from '@nestjs/common';
import { isUuid, ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, type Principal, type Tx } from '../../platform/index.js';
import { FEWEST_JUDGES } from '../domain/angoff.js';
import { itemsOfPanel, lockPanel, ratedCounts, type PanelView } from '../store/panel-store.js';

const MOST_ROUNDS = 3;

/**
 * Closes the round of a panel that is open, which unseals its ratings, or opens the next one, which begins with what each
 * judge said last.
 *
 * Refusals: STANDARD-SETTING.NO_PANEL, STANDARD-SETTING.NO_ROUND (none is open), STANDARD-SETTING.UNFINISHED (fewer than two
 * judges have rated everything), STANDARD-SETTING.ROUND_OPEN, STANDARD-SETTING.NO_MORE_ROUNDS.
 */
@Injectable()
export class MoveRound {
  constructor(private readonly database: Database) {}

  async close(
    principal: Principal,
    competitionId: string,
    panelId: string,
  ): Promise<Result<{ round: number }>> {
    return this.#act(principal, competitionId, panelId, 'panel-round-closed', async (tx, panel) => {
      const last = panel.rounds.at(-1);
      if (!last || last.closedAt)
        return refuse('conflict', 'STANDARD-SETTING.NO_ROUND', 'No round of this panel is open.');
      const items = await itemsOfPanel(tx, panelId);
      const counts = await ratedCounts(tx, panelId, last.number);
      const finished = [...counts.values()].filter((count) => count === items.length).length;
      if (finished < FEWEST_JUDGES)
        return refuse(
          'conflict',
          'STANDARD-SETTING.UNFINISHED',
          'Fewer than two judges have rated everything.',
        );
      await tx.query(
        `UPDATE standard_round SET closed_at = clock_timestamp(), closed_by = $3
         WHERE panel_id = $1 AND number = $2 AND closed_at IS NULL`,
        [panelId, last.number, principal.accountId],
      );
      return ok({ round: last.number });
    });
  }

  async open(
    principal: Principal,
    competitionId: string,
    panelId: string,
  ): Promise<Result<{ round: number }>> {
    return this.#act(principal, competitionId, panelId, 'panel-round-opened', async (tx, panel) => {
      const last = panel.rounds.at(-1);
      if (last && !last.closedAt)
        return refuse('conflict', 'STANDARD-SETTING.ROUND_OPEN', 'A round of this panel is open.');
      const round = (last?.number ?? 0) + 1;
      if (round > MOST_ROUNDS)
        return refuse('conflict', 'STANDARD-SETTING.NO_MORE_ROUNDS', 'A panel has three rounds.');
      await tx.query('INSERT INTO standard_round (panel_id, number, opened_by) VALUES ($1, $2, $3)', [
        panelId,
        round,
        principal.accountId,
      ]);
      await tx.query(
        `INSERT INTO standard_rating (panel_id, round, judge, position, percent)
         SELECT panel_id, $2::int, judge, position, percent FROM standard_rating WHERE panel_id = $1 AND round = $2::int - 1`,
        [panelId, round],
      );
      return ok({ round });
    });
  }

  async #act(
    principal: Principal,
    competitionId: string,
    panelId: string,
    action: string,
    act: (tx: Tx, panel: PanelView) => Promise<Result<{ round: number }>>,
  ): Promise<Result<{ round: number }>> {
    return this.database.attempt(async (tx) => {
      const panel =
        isUuid(panelId) && isUuid(competitionId) ? await lockPanel(tx, competitionId, panelId) : undefined;
      if (!panel) return refuse('not-found', 'STANDARD-SETTING.NO_PANEL', 'There is no such panel.');
      const made = await act(tx, panel);
      if (made.ok)
        await recordDecision(tx, principal, {
          action,
          subject: `${String(panel.number)}/${String(made.value.round)}`,
          scopeId: competitionId,
        });
      return made;
    });
  }
}
