import { Injectable } from '@nestjs/common';
import { namesAnyone } from '../../competition/index.js';
import { newId, ok, refuse, refuseFields, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, stateFact, type Principal, type Tx } from '../../platform/index.js';
import { advice, type Advice } from '../domain/angoff.js';
import { cutFaults, type CutRule } from '../domain/cut-score.js';
import { cutScoreSetFact } from '../facts.js';
import { areResultsOut } from '../store/cut-store.js';
import { itemsOfPanel, judgesOf, panelById, ratingsOfRound, type PanelView } from '../store/panel-store.js';
import { knownProgramme, partSizes } from './known-programme.js';

export interface CutWish extends CutRule {
  /** Left out: the competition's own. */
  readonly programmeId?: string;
  readonly method: 'law' | 'angoff';
  readonly panelId?: string;
  readonly legalBasis?: string;
  /** Published for ever; no personal data. */
  readonly reason: string;
}

/**
 * A named officer adopts a cut score for an exam of a competition, as the law fixes it or as a panel advised; it is published,
 * and what was graded already is graded again under a new scoring version.
 *
 * Refusals: STANDARD-SETTING.NO_COMPETITION, STANDARD-SETTING.RESULTS_OUT, STANDARD-SETTING.NO_ADVICE (no panel, or its last
 * round is open or has fewer than two judges), STANDARD-SETTING.OWN_PANEL (whoever judged does not adopt), STANDARD-SETTING.REASON_NAMES, and by field
 * STANDARD-SETTING.TOO_HIGH, STANDARD-SETTING.NO_PART, STANDARD-SETTING.SAY_BASIS.
 */
@Injectable()
export class AdoptCut {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    competitionId: string,
    wish: CutWish,
  ): Promise<Result<{ version: number }>> {
    return this.database.attempt(async (tx) => {
      // Whoever releases results of it holds the competition against this, and comes before it or sees it.
      await rows(tx, 'SELECT 1 FROM competition WHERE id = $1 FOR NO KEY UPDATE', [competitionId]);
      const known = await knownProgramme(tx, competitionId, wish.programmeId);
      if (!known)
        return refuse(
          'not-found',
          'STANDARD-SETTING.NO_COMPETITION',
          'There is no such exam of a competition.',
        );
      const { competition, programme } = known;
      if (await areResultsOut(tx, competitionId))
        return refuse(
          'conflict',
          'STANDARD-SETTING.RESULTS_OUT',
          'Results of this competition are out already.',
        );
      const legalBasis = wish.method === 'law' ? (wish.legalBasis ?? '').trim() : null;
      const faults = {
        ...cutFaults(wish, partSizes(programme)),
        ...(legalBasis === '' && { legalBasis: 'STANDARD-SETTING.SAY_BASIS' }),
        ...(wish.reason.trim() === '' && { reason: 'STANDARD-SETTING.SAY_REASON' }),
      };
      if (Object.keys(faults).length > 0) return refuseFields(faults);
      for (const [field, text] of Object.entries({ reason: wish.reason, legalBasis: legalBasis ?? '' }))
        if (await namesAnyone(tx, competitionId, text))
          return refuse(
            'invalid',
            'STANDARD-SETTING.REASON_NAMES',
            'What would be published has a candidate’s name in it.',
            { fields: { [field]: 'STANDARD-SETTING.REASON_NAMES' } },
          );
      const advised =
        wish.method === 'angoff' ? await advisedBy(tx, principal, competitionId, wish) : ok(null);
      if (!advised.ok) return advised;
      const [last] = await rows<{ version: number }>(
        tx,
        'SELECT coalesce(max(version), 0)::int AS version FROM cut_score WHERE competition_id = $1',
        [competitionId],
      );
      const stated = {
        method: wish.method,
        overall: wish.overall,
        eachPart: wish.eachPart,
        byPart: wish.byPart,
        advised: advised.value && decimal(advised.value.cut),
        standardError: advised.value && decimal(advised.value.standardError),
        judges: advised.value?.judges.length ?? 0,
        legalBasis,
        reason: wish.reason.trim(),
      };
      const version = (last?.version ?? 0) + 1;
      const [made] = await rows<{ at: Date }>(
        tx,
        `INSERT INTO cut_score (id, competition_id, programme_id, version, method, panel_id, overall, each_part, by_part,
           advised, standard_error, judges, legal_basis, reason, adopted_by, adopted_official)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) RETURNING adopted_at AS at`,
        [
          newId(),
          competitionId,
          programme.id,
          version,
          wish.method,
          wish.method === 'angoff' ? wish.panelId : null,
          wish.overall,
          wish.eachPart,
          JSON.stringify(wish.byPart),
          stated.advised,
          stated.standardError,
          stated.judges,
          legalBasis,
          stated.reason,
          principal.accountId,
          principal.official,
        ],
      );
      await recordDecision(tx, principal, {
        action: 'cut-score-adopted',
        subject: `${competition.code}/${String(version)}`,
        scopeId: competitionId,
        reason: stated.reason,
      });
      const fact = { competition, programme, version, ...stated };
      await stateFact(
        tx,
        cutScoreSetFact({ ...fact, official: principal.official, time: made?.at ?? competition.applyFrom }),
      );
      return ok({ version });
    });
  }
}

async function advisedBy(
  tx: Tx,
  principal: Principal,
  competitionId: string,
  { panelId = '' }: CutWish,
): Promise<Result<Advice>> {
  const none = () =>
    refuse('conflict', 'STANDARD-SETTING.NO_ADVICE', 'This panel has come to no advice yet.');
  const panel = await panelById(tx, competitionId, panelId);
  if (!panel) return none();
  if ((await judgesOf(tx, panel.id)).some(({ accountId }) => accountId === principal.accountId))
    return refuse(
      'forbidden',
      'STANDARD-SETTING.OWN_PANEL',
      'Whoever was a judge of the panel does not adopt its advice.',
    );
  const made = await adviceOf(tx, panel);
  return made ? ok(made) : none();
}

/** What a panel advises by its last round; undefined while that is open, or where too few judges finished it. */
export async function adviceOf(tx: Tx, panel: PanelView): Promise<Advice | undefined> {
  const last = panel.rounds.at(-1);
  if (!last?.closedAt) return undefined;
  return advice(await itemsOfPanel(tx, panel.id), await ratingsOfRound(tx, panel.id, last.number));
}

const decimal = (value: number): string => String(value);
