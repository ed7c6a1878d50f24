import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { matches, type Blueprint } from '../../form/index.js';
import {
  newId,
  ok,
  refuse,
  refuseFields,
  seededGenerator,
  shuffled,
  type Result,
} from '../../kernel/index.js';
import { recordDecision, scopeChain, holdersNamed } from '../../people/index.js';
import { Database, rows, type Principal, type Tx } from '../../platform/index.js';
import { livePool, type PoolItem } from '../../question-bank/index.js';
import { FEWEST_JUDGES } from '../domain/angoff.js';
import { knownProgramme } from './known-programme.js';

export interface PanelWish {
  readonly programmeId?: string;
  /** Accounts that have the role of an expert for the competition. */
  readonly judges: readonly string[];
  /** Who it is that can just do the work. */
  readonly candidate: string;
  /** At most so many items for each line of the blueprint; left out: as many as a form has. */
  readonly perLine?: number;
}

interface ChosenItem {
  readonly part: string;
  readonly stratum: number;
  readonly stratumItems: number;
  readonly itemVersionId: string;
}

/**
 * Calls experts together who rate a form's worth of items, drawn at random from what the exam itself is drawn from, so that
 * nobody chooses easy ones; and opens the first round. Questions of cases are left out: they are read with their case.
 *
 * Refusals: STANDARD-SETTING.NO_COMPETITION, STANDARD-SETTING.RESULTS_OUT is of the adoption alone; by field
 * STANDARD-SETTING.FEW_JUDGES, STANDARD-SETTING.NO_EXPERT, STANDARD-SETTING.SAY_CANDIDATE; STANDARD-SETTING.NO_ITEMS.
 */
@Injectable()
export class ConvenePanel {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    competitionId: string,
    wish: PanelWish,
  ): Promise<Result<{ panelId: string }>> {
    return this.database.attempt(async (tx) => {
      await rows(tx, 'SELECT 1 FROM competition WHERE id = $1 FOR NO KEY UPDATE', [competitionId]);
      const known = await knownProgramme(tx, competitionId, wish.programmeId);
      if (!known)
        return refuse(
          'not-found',
          'STANDARD-SETTING.NO_COMPETITION',
          'There is no such exam of a competition.',
        );
      const { competition, programme } = known;
      const judges = [...new Set(wish.judges)];
      const experts = await holdersNamed(tx, 'expert', await scopeChain(tx, competitionId));
      const ids = new Set(experts.map(({ accountId }) => accountId));
      const faults = {
        ...(judges.length < FEWEST_JUDGES && { judges: 'STANDARD-SETTING.FEW_JUDGES' }),
        ...(judges.some((judge) => !ids.has(judge)) && { judges: 'STANDARD-SETTING.NO_EXPERT' }),
        ...(wish.candidate.trim() === '' && { candidate: 'STANDARD-SETTING.SAY_CANDIDATE' }),
      };
      if (Object.keys(faults).length > 0) return refuseFields(faults);
      const items = await chosenItems(tx, programme.body, wish.perLine);
      if (!items)
        return refuse(
          'conflict',
          'STANDARD-SETTING.NO_ITEMS',
          'A line of the blueprint has no items to rate.',
        );
      const [last] = await rows<{ number: number }>(
        tx,
        'SELECT coalesce(max(number), 0)::int AS number FROM standard_panel WHERE competition_id = $1',
        [competitionId],
      );
      const panelId = newId();
      const number = (last?.number ?? 0) + 1;
      await tx.query(
        `INSERT INTO standard_panel (id, competition_id, programme_id, number, candidate, created_by, created_official)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [
          panelId,
          competitionId,
          programme.id,
          number,
          wish.candidate.trim(),
          principal.accountId,
          principal.official,
        ],
      );
      // By lot, so that a number tells nobody's name.
      await tx.query(
        `INSERT INTO standard_judge (panel_id, account_id, number)
         SELECT $1, id, number FROM unnest($2::uuid[]) WITH ORDINALITY AS j (id, number)`,
        [panelId, shuffled(judges, seededGenerator(randomBytes(32)))],
      );
      await tx.query(
        `INSERT INTO standard_item (panel_id, position, part, stratum, stratum_items, item_version_id)
         SELECT $1, position, part, stratum, items, id
         FROM unnest($2::text[], $3::int[], $4::int[], $5::uuid[]) WITH ORDINALITY AS i (part, stratum, items, id, position)`,
        [
          panelId,
          items.map(({ part }) => part),
          items.map(({ stratum }) => stratum),
          items.map(({ stratumItems }) => stratumItems),
          items.map(({ itemVersionId }) => itemVersionId),
        ],
      );
      await tx.query('INSERT INTO standard_round (panel_id, number, opened_by) VALUES ($1, 1, $2)', [
        panelId,
        principal.accountId,
      ]);
      await recordDecision(tx, principal, {
        action: 'panel-convened',
        subject: `${competition.code}/${String(number)}`,
        scopeId: competitionId,
      });
      return ok({ panelId });
    });
  }
}

/** Undefined where a line of the blueprint has no item that can be rated. */
async function chosenItems(
  tx: Tx,
  body: Blueprint,
  perLine = Number.MAX_SAFE_INTEGER,
): Promise<ChosenItem[] | undefined> {
  const generator = seededGenerator(randomBytes(32));
  const chosen: ChosenItem[] = [];
  const taken = new Set<string>();
  let stratum = 0;
  for (const part of body.parts) {
    const pool = await livePool(tx, [part.bank], body.languages);
    for (const line of part.draw) {
      stratum += 1;
      const fit = pool.filter(
        (item) => fits(item, body) && matches(line, item) && !taken.has(item.itemVersionId),
      );
      const some = shuffled(fit, generator).slice(0, Math.min(line.count, perLine));
      if (some.length === 0) return undefined;
      for (const { itemVersionId } of some) {
        taken.add(itemVersionId);
        chosen.push({ part: part.code, stratum, stratumItems: line.count, itemVersionId });
      }
    }
  }
  return chosen;
}

const fits = ({ itemCode, caseOf }: PoolItem, { exclude = [] }: Blueprint): boolean =>
  caseOf === null && !exclude.includes(itemCode);
