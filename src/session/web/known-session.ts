import { competitionById, type CompetitionView } from '../../competition/index.js';
import { isUuid } from '../../kernel/index.js';
import { RefusalError, type Tx } from '../../platform/index.js';
import { noSession } from '../domain/no-session.js';
import { sessionById, type SessionView } from '../store/session-store.js';

/** The session that an address names. @throws RefusalError SITTING.NO_SESSION where there is none. */
export async function knownSession(tx: Tx, sessionId: string): Promise<SessionView> {
  const session = isUuid(sessionId) ? await sessionById(tx, sessionId) : undefined;
  if (!session) throw new RefusalError(noSession().refusal);
  return session;
}

/** As {@link knownSession}, with the competition that it belongs to. */
export async function sessionInCompetition(
  tx: Tx,
  sessionId: string,
): Promise<{ readonly session: SessionView; readonly competition: CompetitionView }> {
  const session = await knownSession(tx, sessionId);
  const competition = await competitionById(tx, session.competitionId);
  if (!competition) throw new RefusalError(noSession().refusal);
  return { session, competition };
}
