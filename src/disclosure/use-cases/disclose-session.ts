import { Injectable } from '@nestjs/common';
import { contestedIn } from '../../appeal/index.js';
import { appointedGroups, isAnonymous, LEAST_ALIKE } from '../../appointment/index.js';
import { competitionById, type CompetitionView, type DisclosureLevel } from '../../competition/index.js';
import { drawById } from '../../form/index.js';
import { ok, refuse, type Json, type Refusal, type Result } from '../../kernel/index.js';
import { heldSittings } from '../../proctoring/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, keepChunk, stateFact, type Principal, type Tx } from '../../platform/index.js';
import { lockSession, type SessionView } from '../../session/index.js';
import { isRemoved } from '../domain/session-file.js';
import { sessionDisclosedFact } from '../facts.js';
import { disclosureOf, keepDisclosure } from '../store/disclosure-store.js';
import { sessionPapers, sheetLines, type SessionPapers } from './session-papers.js';

/** What must hold before a session's sheets are public, in the order in which people get there. */
export const DISCLOSURE_STEPS = [
  'DISCLOSURE.NOT_PROMISED',
  'DISCLOSURE.NOT_RELEASED',
  'DISCLOSURE.NOT_CONCLUDED',
  'DISCLOSURE.CONTESTED',
  'DISCLOSURE.UNPUBLISHED',
  'DISCLOSURE.TOO_FEW',
  'DISCLOSURE.OWN_WORDS',
] as const;

export type DisclosureStep = (typeof DISCLOSURE_STEPS)[number];

/**
 * Makes the answer sheets of a session public, with its answer keys and rules, so that anybody works out its results
 * again (docs/adr/0027). It cannot be taken back. By the name of an exam officer, once nobody will be appointed from the
 * competition any more.
 *
 * Refusals: DISCLOSURE.NO_SESSION; DISCLOSURE.ALREADY; NOT_PROMISED where the competition was announced with another
 * level; CONTESTED while challenges or appeals of the competition wait to be decided, incidents hold results, or it is graded again: afterwards its
 * results stay; NOT_RELEASED while results or the draw are not public; NOT_CONCLUDED while somebody may still be appointed;
 * UNPUBLISHED while an appointment is not public; TOO_FEW where an appointee could be found among fewer than
 * {@link LEAST_ALIKE}; OWN_WORDS where questions are answered in words.
 */
@Injectable()
export class DiscloseSession {
  constructor(private readonly database: Database) {}

  async run(principal: Principal, sessionId: string): Promise<Result<{ sheets: number; withheld: number }>> {
    return this.database.attempt(async (tx) => {
      const session = await lockSession(tx, sessionId);
      const found = session && (await papersOf(tx, session));
      if (!found) return refuse('not-found', 'DISCLOSURE.NO_SESSION', 'There is no such session.');
      // Whoever would appoint somebody holds the competition: the groups stay as they are looked at.
      await tx.query('SELECT 1 FROM competition WHERE id = $1 FOR SHARE', [found.competition.id]);
      if (await disclosureOf(tx, sessionId))
        return refuse('conflict', 'DISCLOSURE.ALREADY', 'These answer sheets are public already.');
      const open = await openSteps(tx, found);
      const [first] = open;
      if (first !== undefined || !found.papers) return { ok: false, refusal: refusalOf(first) };
      const { papers, competition } = found;
      let withheld = 0;
      for await (const line of sheetLines(tx, sessionId, false))
        if (!isRemoved(line) && line.answers === null) withheld += 1;
      const headHash = await keepChunk(tx, papers.head as unknown as Json);
      const time = await keepDisclosure(tx, {
        sessionId,
        scoringVersionId: papers.scoringVersionId,
        headHash,
        accountId: principal.accountId,
      });
      if (!time) return refuse('conflict', 'DISCLOSURE.ALREADY', 'These answer sheets are public already.');
      const { sheets } = papers.head;
      await stateFact(
        tx,
        sessionDisclosedFact({
          competition,
          session: found.session,
          sheets,
          withheld,
          listHash: headHash,
          official: principal.official,
          time,
        }),
      );
      await recordDecision(tx, principal, {
        action: 'session-disclosed',
        subject: sessionId,
        scopeId: sessionId,
      });
      return ok({ sheets, withheld });
    });
  }

  /** How much was promised, and what is missing before the sheets can be public, in order; undefined for a rehearsal. */
  async look(
    session: SessionView,
  ): Promise<{ readonly level: DisclosureLevel; readonly missing: readonly DisclosureStep[] } | undefined> {
    return this.database.transaction(async (tx) => {
      const found = await papersOf(tx, session);
      return found && { level: found.competition.disclosure, missing: await openSteps(tx, found) };
    });
  }
}

interface Found {
  readonly session: SessionView;
  readonly competition: CompetitionView;
  /** Undefined while they are not released, or the draw is not revealed. */
  readonly papers: SessionPapers | undefined;
}

/** A session with its papers, or undefined where there is no such session. */
export async function papersOf(tx: Tx, session: SessionView): Promise<Found | undefined> {
  const competition = await competitionById(tx, session.competitionId);
  if (!competition || session.rehearsal) return undefined;
  const { drawId, releasedAt } = session;
  const draw = drawId === null ? undefined : await drawById(tx, drawId);
  const isReady = drawId !== null && releasedAt !== null && draw?.revealedAt != null;
  const papers = isReady ? await sessionPapers(tx, { ...session, drawId }, competition.code) : undefined;
  return { session, competition, papers };
}

async function openSteps(tx: Tx, { session, competition, papers }: Found): Promise<DisclosureStep[]> {
  const groups = await appointedGroups(tx, competition.id);
  const contested = await contestedIn(tx, [competition.id]);
  const held = await heldSittings(tx, session.id);
  const isOpen: Readonly<Record<DisclosureStep, boolean>> = {
    'DISCLOSURE.NOT_PROMISED': competition.disclosure !== 'public',
    'DISCLOSURE.NOT_RELEASED': !papers,
    'DISCLOSURE.NOT_CONCLUDED': competition.state !== 'concluded',
    'DISCLOSURE.CONTESTED': contested.length + held.length > 0,
    'DISCLOSURE.UNPUBLISHED': groups.some(({ publishedAt }) => publishedAt === null),
    'DISCLOSURE.TOO_FEW': !isAnonymous(groups, session.id),
    'DISCLOSURE.OWN_WORDS': papers?.hasOwnWords === true,
  };
  return DISCLOSURE_STEPS.filter((step) => isOpen[step]);
}

const DETAILS: Readonly<Record<DisclosureStep, string>> = {
  'DISCLOSURE.NOT_PROMISED': 'The competition was announced without public answer sheets.',
  'DISCLOSURE.NOT_RELEASED': 'The results are not released, or the draw is not revealed.',
  'DISCLOSURE.NOT_CONCLUDED': 'Somebody may still be appointed: conclude the competition first.',
  'DISCLOSURE.CONTESTED': 'Challenges or appeals wait to be decided, or results are being graded again.',
  'DISCLOSURE.UNPUBLISHED': 'Appointments wait to be published.',
  'DISCLOSURE.TOO_FEW':
    'So few people were appointed that their answer sheets could be told from the others.',
  'DISCLOSURE.OWN_WORDS': 'Questions were answered in words, which may say who somebody is.',
};

const refusalOf = (step: DisclosureStep = 'DISCLOSURE.NOT_RELEASED'): Refusal => ({
  kind: 'conflict',
  code: step,
  detail: DETAILS[step],
  ...(step === 'DISCLOSURE.TOO_FEW' && { data: { least: LEAST_ALIKE } }),
});
