import { Injectable } from '@nestjs/common';
import { competitionById, namesAnyone, type CompetitionView } from '../../competition/index.js';
import { newId, ok, publicId, refuse, type Json, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, keepChunk, rows, stateFact, type Principal, type Tx } from '../../platform/index.js';
import { stageList, type StageList } from '../domain/stage-list.js';
import { fallenOut, withKept, type Weighed } from '../domain/weigh.js';
import { stageConcludedFact } from '../facts.js';
import {
  conclusionOf,
  insertConclusion,
  resultsOf,
  type ConclusionView,
  type ResultView,
} from '../store/conclusion-store.js';
import { tellEntrants } from './tell-entrants.js';
import { TakenOn } from './taken-on.js';
import { WeighStage, type WeighedStage } from './weigh-stage.js';

export interface ConclusionWish {
  /** Why there is another version than the first; it is published. */
  readonly reason?: string | undefined;
  /** The officer decides by name that people who have taken part in a later stage fall out all the same. */
  readonly evenIfSat?: boolean | undefined;
}

/** 12 of 28 characters, 57 bits: drawn at random, and never twice in a stage. */
const NUMBER_LENGTH = 12;
const LONGEST_REASON = 500;

/**
 * A named officer concludes a stage: who goes on is what its rule gives with the scores that are released, and nothing else. The
 * list is published by number. Concluded again, after a regrade or an appeal, it is another version with its reason and its
 * difference. Who has taken part in a later stage stays, which the list says, unless the officer decides otherwise by name.
 *
 * Refusals: SELECTION.NO_COMPETITION, SELECTION.NOT_ANNOUNCED, SELECTION.COMPETITION_OVER, SELECTION.APPLICATIONS_OPEN,
 * SELECTION.OWED, SELECTION.NOBODY, SELECTION.REASON, SELECTION.REASON_NAMES, SELECTION.NOTHING_NEW,
 * SELECTION.APPOINTMENTS_MADE, and what {@link WeighStage} refuses.
 */
@Injectable()
export class ConcludeStage {
  constructor(
    private readonly database: Database,
    private readonly weighStage: WeighStage,
    private readonly takenOn: TakenOn,
  ) {}

  async run(
    principal: Principal,
    competitionId: string,
    code: string,
    wish: ConclusionWish = {},
  ): Promise<Result<{ version: number; advanced: number }>> {
    return this.database.attempt(async (tx) => {
      // One conclusion at a time, and no ranking meanwhile.
      await rows(tx, 'SELECT 1 FROM competition WHERE id = $1 FOR NO KEY UPDATE', [competitionId]);
      const competition = await competitionById(tx, competitionId);
      const now = mayConclude(competition);
      if (!now.ok) return now;
      const weighed = await this.weighStage.run(tx, competitionId, code);
      if (!weighed.ok) return weighed;
      const complete = isComplete(weighed.value);
      if (!complete.ok) return complete;
      const before = await conclusionOf(tx, weighed.value.stage.id);
      const fixed = before
        ? await this.#again(tx, weighed.value, before, wish)
        : ok({ lines: weighed.value.entrants.map((one) => ({ ...one, kept: false })), was: null, putOut: 0 });
      if (!fixed.ok) return fixed;
      return this.#keep(tx, principal, now.value, weighed.value, {
        ...fixed.value,
        version: (before?.version ?? 0) + 1,
        reason: before ? (wish.reason?.trim() ?? '') : null,
      });
    });
  }

  /** Another version: whoever has taken part in a later stage stays, unless the officer decides otherwise. */
  async #again(
    tx: Tx,
    { stage, entrants }: WeighedStage,
    before: ConclusionView,
    wish: ConclusionWish,
  ): Promise<Result<Fixed>> {
    const reason = wish.reason?.trim() ?? '';
    const was = await resultsOf(tx, before.id);
    const fallen = await this.takenOn.among(tx, stage, fallenOut(was, entrants));
    const lines = withKept(entrants, wish.evenIfSat === true ? new Set() : fallen);
    if (!isDifferent(was, lines) && !(await isOlderThanBefore(tx, stage, before)))
      return refuse(
        'conflict',
        'SELECTION.NOTHING_NEW',
        'Nothing has changed since this stage was concluded.',
      );
    if (reason === '' || reason.length > LONGEST_REASON)
      return refuse('invalid', 'SELECTION.REASON', 'Say why this stage is concluded again.', {
        fields: { reason: 'SELECTION.REASON' },
      });
    if (await namesAnyone(tx, stage.competitionId, reason))
      return refuse('invalid', 'SELECTION.REASON_NAMES', 'The reason has a candidate’s name in it.', {
        fields: { reason: 'SELECTION.REASON_NAMES' },
      });
    const appointed = await rows(tx, 'SELECT 1 FROM appointment WHERE competition_id = $1 LIMIT 1', [
      stage.competitionId,
    ]);
    if (appointed.length > 0)
      return refuse('conflict', 'SELECTION.APPOINTMENTS_MADE', 'People were appointed by these results.');
    return ok({ lines, was, putOut: wish.evenIfSat === true ? fallen.size : 0 });
  }

  async #keep(
    tx: Tx,
    principal: Principal,
    competition: CompetitionView,
    { stage, maximum, scale, sessions }: WeighedStage,
    {
      lines,
      was,
      putOut,
      version,
      reason,
    }: Fixed & { readonly version: number; readonly reason: string | null },
  ): Promise<Result<{ version: number; advanced: number }>> {
    const numbered = lines.map((one) => ({ ...one, number: one.number ?? publicId(NUMBER_LENGTH) }));
    const list = stageList(
      {
        competition: competition.code,
        stage: stage.code,
        version,
        rule: stage.rule,
        maximum,
        ...(scale && { scale }),
        sessions,
      },
      numbered.map(({ applicationId: _whose, scaled, ...line }) => ({ ...line, ...(scale && { scaled }) })),
      was,
    );
    const listHash = await keepChunk(tx, list as unknown as Json);
    const conclusionId = newId();
    const time = await insertConclusion(
      tx,
      {
        id: conclusionId,
        stageId: stage.id,
        version,
        rule: stage.rule,
        maximum,
        scale,
        reason,
        listHash,
        accountId: principal.accountId,
      },
      numbered,
    );
    const subject = `${competition.code}/${stage.code}/${String(version)}`;
    const why = reason !== null && { reason };
    await recordDecision(tx, principal, {
      action: 'stage-concluded',
      subject,
      scopeId: competition.id,
      ...why,
    });
    if (putOut > 0) {
      await recordDecision(tx, principal, {
        action: 'stage-put-out',
        subject,
        scopeId: competition.id,
        ...why,
      });
    }
    const { official } = principal;
    await stateFact(tx, stageConcludedFact({ competition, stage, list, listHash, reason, official, time }));
    await tellEntrants(tx, { competition, stage, conclusionId, now: numbered, was });
    return ok({ version, advanced: advancedIn(list) });
  }
}

function mayConclude(competition: CompetitionView | undefined): Result<CompetitionView> {
  if (!competition) return refuse('not-found', 'SELECTION.NO_COMPETITION', 'There is no such competition.');
  if (competition.state === 'draft')
    return refuse('conflict', 'SELECTION.NOT_ANNOUNCED', 'This competition is not announced yet.');
  if (competition.state === 'concluded')
    return refuse('conflict', 'SELECTION.COMPETITION_OVER', 'This competition is concluded.');
  if (competition.isOpenForApplications)
    return refuse('conflict', 'SELECTION.APPLICATIONS_OPEN', 'People can still apply.');
  return ok(competition);
}

function isComplete({ owed, entrants }: WeighedStage): Result<undefined> {
  const [first] = owed;
  if (first)
    return refuse('conflict', 'SELECTION.OWED', 'Something is still to be done in this stage.', {
      data: { owed, count: first.count },
    });
  return entrants.some(({ outcome }) => outcome !== 'absent')
    ? ok(undefined)
    : refuse('conflict', 'SELECTION.NOBODY', 'Nobody took part in this stage.');
}

interface Fixed {
  readonly lines: readonly (Weighed & { readonly kept: boolean })[];
  /** The lines of the version before, or null. */
  readonly was: readonly ResultView[] | null;
  /** How many are out by the officer's decision who have taken part in a later stage. */
  readonly putOut: number;
}

/** Whether any line says something else than before. */
function isDifferent(was: readonly ResultView[], now: Fixed['lines']): boolean {
  const before = new Map(was.map((one) => [one.applicationId, one]));
  return (
    was.length !== now.length ||
    now.some((one) => {
      const old = before.get(one.applicationId);
      return !old || old.outcome !== one.outcome || old.kept !== one.kept || scoresDiffer(old, one);
    })
  );
}

/** Whether somebody has other points, another verdict or another number than a conclusion says. */
export const scoresDiffer = (
  old: Pick<ResultView, 'points' | 'scaled' | 'passed' | 'number'>,
  now: Pick<Weighed, 'points' | 'scaled' | 'passed' | 'number'>,
): boolean =>
  old.points !== now.points ||
  old.scaled !== now.scaled ||
  old.passed !== now.passed ||
  (now.number !== null && old.number !== now.number);

/** Whether the stage before was concluded anew since: this one then rests on what was. */
async function isOlderThanBefore(
  tx: Tx,
  stage: { readonly competitionId: string; readonly position: number },
  conclusion: ConclusionView,
): Promise<boolean> {
  const newer = await rows(
    tx,
    `SELECT 1 FROM competition_stage s JOIN stage_conclusion c ON c.stage_id = s.id
     WHERE s.competition_id = $1 AND s.position = $2 - 1 AND c.concluded_at > $3 LIMIT 1`,
    [stage.competitionId, stage.position, conclusion.concludedAt],
  );
  return newer.length > 0;
}

const advancedIn = (list: StageList): number =>
  list.results.filter(({ outcome }) => outcome === 'advanced').length;
