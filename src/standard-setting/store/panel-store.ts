import { rows, type Tx } from '../../platform/index.js';
import type { RatedItem, Rating } from '../domain/angoff.js';

export interface RoundView {
  readonly number: number;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
}

export interface PanelView {
  readonly id: string;
  readonly competitionId: string;
  readonly programmeId: string;
  readonly number: number;
  /** Who it is that can just do the work. */
  readonly candidate: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly rounds: readonly RoundView[];
}

const PANEL = `
  SELECT p.id, p.competition_id AS "competitionId", p.programme_id AS "programmeId", p.number, p.candidate,
    p.created_official AS "createdBy", p.created_at AS "createdAt",
    coalesce((SELECT json_agg(json_build_object('number', r.number, 'openedAt', r.opened_at, 'closedAt', r.closed_at)
      ORDER BY r.number) FROM standard_round r WHERE r.panel_id = p.id), '[]') AS rounds
  FROM standard_panel p`;

export async function panelsOf(tx: Tx, competitionId: string): Promise<PanelView[]> {
  return (
    await rows<PanelView>(tx, `${PANEL} WHERE p.competition_id = $1 ORDER BY p.number DESC`, [competitionId])
  ).map(dated);
}

/** A panel of this competition, or undefined. */
export async function panelById(tx: Tx, competitionId: string, id: string): Promise<PanelView | undefined> {
  const [panel] = await rows<PanelView>(tx, `${PANEL} WHERE p.competition_id = $1 AND p.id = $2`, [
    competitionId,
    id,
  ]);
  return panel && dated(panel);
}

/** The panels on which somebody sits as a judge, newest first. */
export async function panelsOfJudge(tx: Tx, accountId: string): Promise<PanelView[]> {
  return (
    await rows<PanelView>(
      tx,
      `${PANEL} JOIN standard_judge j ON j.panel_id = p.id AND j.account_id = $1 ORDER BY p.created_at DESC`,
      [accountId],
    )
  ).map(dated);
}

// In JSON a time is a text.
const dated = (panel: PanelView): PanelView => ({
  ...panel,
  rounds: panel.rounds.map(({ number, openedAt, closedAt }) => ({
    number,
    openedAt: new Date(openedAt),
    closedAt: closedAt && new Date(closedAt),
  })),
});

/** Holds a panel against a second change until the transaction ends. */
export async function lockPanel(tx: Tx, competitionId: string, id: string): Promise<PanelView | undefined> {
  await rows(tx, 'SELECT 1 FROM standard_panel WHERE id = $1 AND competition_id = $2 FOR UPDATE', [
    id,
    competitionId,
  ]);
  return panelById(tx, competitionId, id);
}

export interface JudgeView {
  readonly number: number;
  readonly accountId: string;
  readonly official: string;
}

export async function judgesOf(tx: Tx, panelId: string): Promise<JudgeView[]> {
  return rows<JudgeView>(
    tx,
    `SELECT j.number, j.account_id AS "accountId", concat_ws(', ', a.display_name, a.position) AS official
     FROM standard_judge j JOIN account a ON a.id = j.account_id WHERE j.panel_id = $1 ORDER BY j.number`,
    [panelId],
  );
}

export interface PanelItem extends RatedItem {
  readonly itemVersionId: string;
  readonly itemCode: string;
}

export async function itemsOfPanel(tx: Tx, panelId: string): Promise<PanelItem[]> {
  return rows<PanelItem>(
    tx,
    `SELECT s.position, s.part, s.stratum, s.stratum_items AS "stratumItems", s.item_version_id AS "itemVersionId",
       i.code AS "itemCode"
     FROM standard_item s JOIN item_version v ON v.id = s.item_version_id JOIN item i ON i.id = v.item_id
     WHERE s.panel_id = $1 ORDER BY s.position`,
    [panelId],
  );
}

/** All ratings of a round that is closed; of one that is open nobody reads more than their own. */
export async function ratingsOfRound(tx: Tx, panelId: string, round: number): Promise<Rating[]> {
  return rows<Rating>(
    tx,
    `SELECT t.judge, t.position, t.percent FROM standard_rating t
       JOIN standard_round r ON r.panel_id = t.panel_id AND r.number = t.round AND r.closed_at IS NOT NULL
     WHERE t.panel_id = $1 AND t.round = $2 ORDER BY t.judge, t.position`,
    [panelId, round],
  );
}

/** What one judge has rated in a round, open or closed: position → percent. */
export async function ownRatings(
  tx: Tx,
  panelId: string,
  round: number,
  judge: number,
): Promise<ReadonlyMap<number, number>> {
  const found = await rows<Rating>(
    tx,
    'SELECT judge, position, percent FROM standard_rating WHERE panel_id = $1 AND round = $2 AND judge = $3',
    [panelId, round, judge],
  );
  return new Map(found.map(({ position, percent }) => [position, percent]));
}

/** How many items each judge has rated in a round: all that anybody may know before it is closed. */
export async function ratedCounts(
  tx: Tx,
  panelId: string,
  round: number,
): Promise<ReadonlyMap<number, number>> {
  const found = await rows<{ judge: number; count: number }>(
    tx,
    `SELECT judge, count(*)::int AS count FROM standard_rating WHERE panel_id = $1 AND round = $2 GROUP BY judge`,
    [panelId, round],
  );
  return new Map(found.map(({ judge, count }) => [judge, count]));
}
