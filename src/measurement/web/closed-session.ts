import type { CompetitionView } from '../../competition/index.js';
import { RefusalError, type Tx } from '../../platform/index.js';
import { sessionInCompetition, type SessionView } from '../../session/index.js';
import { statisticsOf, type StatisticsView } from '../store/statistics-store.js';

/**
 * A session that is over, with its newest statistics where there are any: before it is closed nobody sees how items do.
 * @throws RefusalError SITTING.NO_SESSION, MEASUREMENT.NOT_CLOSED
 */
export async function closedSession(
  tx: Tx,
  sessionId: string,
): Promise<{
  readonly session: SessionView;
  readonly competition: CompetitionView;
  readonly statistics: StatisticsView | undefined;
}> {
  const { session, competition } = await sessionInCompetition(tx, sessionId);
  if (session.state !== 'closed' || session.rehearsal)
    throw new RefusalError({
      code: 'MEASUREMENT.NOT_CLOSED',
      kind: 'conflict',
      detail: 'The session is not closed yet.',
    });
  return { session, competition, statistics: await statisticsOf(tx, sessionId) };
}

/** As {@link closedSession}. @throws RefusalError MEASUREMENT.NO_STATISTICS as well. */
export async function measuredSession(tx: Tx, sessionId: string) {
  const { statistics, ...found } = await closedSession(tx, sessionId);
  if (!statistics)
    throw new RefusalError({
      code: 'MEASUREMENT.NO_STATISTICS',
      kind: 'not-found',
      detail: 'There are no statistics of this session yet.',
    });
  return { ...found, statistics };
}
