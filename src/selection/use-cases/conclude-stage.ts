import { Injectable } from '@nestjs/common';
import { competitionById, type CompetitionView } from '../../competition/index.js';
import {
  mentionsName,
  newId,
  ok,
  publicId,
  refuse,
  wordsOf,
  type Json,
  type Result,
} from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, keepChunk, rows, stateFact, type Principal, type Tx } from '../../platform/index.js';
import { stageList, type StageList } from '../domain/stage-list.js';
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
import { WeighStage, type Weighed, type WeighedStage } from './weigh-stage.js';

export interface ConclusionWish {
  /** Why there is another version than the first; it is published. */
  readonly reason?: string | undefined;
  /** The officer decides by name that people who sat a later stage fall out all the same. */
  readonly evenIfSat?: boolean | undefined;
}

/** 12 of 28 characters, 57 bits: drawn at random, and never twice in a stage. */
const NUMBER_LENGTH = 12;
const LONGEST_REASON = 500;

/**
 * A named officer concludes a stage: who goes on is what its rule gives with the scores that are released, and nothing else. The
 * list is published by number. Concluded again, after a regrade or an appeal, it is another version with its reason and its
 * difference; who has sat a later stage falls out only by a decision of its own.
 *
 * Refusals: SELECTION.NO_COMPETITION, SELECTION.NOT_ANNOUNCED, SELECTION.COMPETITION_OVER, SELECTION.APPLICATIONS_OPEN,
 * SELECTION.OWED, SELECTION.NOBODY, SELECTION.REASON, SELECTION.REASON_NAMES, SELECTION.NOTHING_NEW, SELECTION.HAVE_SAT,
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
      const reason = wish.reason?.trim() ?? '';
      const again = before && (await this.#again(tx, weighed.value, before, reason, wish.evenIfSat ?? false));
      if (again && !again.ok) return again;
      return this.#keep(tx, principal, now.value, weighed.value, {
        before,
        was: again?.value.was ?? null,
        reason: before ? reason : null,
        putOut: again?.value.putOut ?? 0,
      });
    });
  }

  /** Whether a stage may be concluded again. @returns the lines before, and how many fall out who sat a later stage. */
  async #again(
    tx: Tx,
    { stage, entrants }: WeighedStage,
    before: ConclusionView,
    reason: string,
    evenIfSat: boolean,
  ): Promise<Result<{ readonly was: readonly ResultView[]; readonly putOut: number }>> {
    const was = await resultsOf(tx, before.id);
    if (!isDifferent(was, entrants))
      return refuse('conflict', 'SELECTION.NOTHING_NEW', 'Nothing has changed since this stage was concluded.');
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
    const goesOn = new Set(
      entrants.filter(({ outcome }) => outcome === 'advanced').map(({ applicationId }) => applicationId),
    );
    const fallsOut = was
      .filter(({ outcome, applicationId }) => outcome === 'advanced' && !goesOn.has(applicationId))
      .map(({ applicationId }) => applicationId);
    const putOut = await this.takenOn.among(tx, stage, fallsOut);
    if (putOut > 0 && !evenIfSat)
      return refuse(
        'conflict',
        'SELECTION.HAVE_SAT',
        'Somebody would fall out who has taken part in a later stage. Decide that by name, or leave it.',
        { data: { count: putOut } },
      );
    return ok({ was, putOut });
  }

  async #keep(
    tx: Tx,
    principal: Principal,
    competition: CompetitionView,
    { stage, maximum, sessions, entrants }: WeighedStage,
    more: {
      readonly before: ConclusionView | undefined;
      readonly was: readonly ResultView[] | null;
      readonly reason: string | null;
      readonly putOut: number;
    },
  ): Promise<Result<{ version: number; advanced: number }>> {
    const numbered = entrants.map((one) => ({ ...one, number: one.number ?? publicId(NUMBER_LENGTH) }));
    const version = (more.before?.version ?? 0) + 1;
    const list = stageList(
      { competition: competition.code, stage: stage.code, version, rule: stage.rule, maximum, sessions },
      numbered.map(({ applicationId: _whose, ...line }) => line),
      more.was,
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
        reason: more.reason,
        listHash,
        accountId: principal.accountId,
      },
      numbered,
    );
    const subject = `${competition.code}/${stage.code}/${String(version)}`;
    const why = more.reason !== null && { reason: more.reason };
    await recordDecision(tx, principal, { action: 'stage-concluded', subject, scopeId: competition.id, ...why });
    if (more.putOut > 0) {
      await recordDecision(tx, principal, { action: 'stage-put-out', subject, scopeId: competition.id, ...why });
    }
    const { official } = principal;
    await stateFact(
      tx,
      stageConcludedFact({ competition, stage, list, listHash, reason: more.reason, official, time }),
    );
    await tellEntrants(tx, { competition, stage, conclusionId, now: numbered, was: more.was });
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

/** Whether any line says something else than before. */
function isDifferent(was: readonly ResultView[], now: readonly Weighed[]): boolean {
  const before = new Map(was.map((one) => [one.applicationId, one]));
  return (
    was.length !== now.length ||
    now.some(({ applicationId, points, passed, outcome, number }) => {
      const one = before.get(applicationId);
      return (
        one?.points !== points ||
        one.passed !== passed ||
        one.outcome !== outcome ||
        (number !== null && one.number !== number)
      );
    })
  );
}

/** It is published for ever, beside numbers that nobody shall tell apart. */
export async function namesAnyone(tx: Tx, competitionId: string, text: string): Promise<boolean> {
  const words = wordsOf(text);
  if (words.length === 0) return false;
  const people = await rows<{ name: string }>(
    tx,
    `SELECT p.full_name AS name FROM application a JOIN person p ON p.id = a.person_id
     WHERE a.competition_id = $1`,
    [competitionId],
  );
  return people.some(({ name }) => mentionsName(words, name));
}

const advancedIn = (list: StageList): number =>
  list.lines.filter(({ outcome }) => outcome === 'advanced').length;
