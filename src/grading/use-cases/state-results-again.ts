import { competitionById } from '../../competition/index.js';
import type { Json } from '../../kernel/index.js';
import { keepChunk, rows, stateFact, type Tx } from '../../platform/index.js';
import { heldSittings } from '../../proctoring/index.js';
import type { SessionView } from '../../session/index.js';
import { resultListFact } from '../facts.js';
import { resultListOf } from '../store/grade-store.js';

/**
 * Publishes the result list of a released session another time, after a change that the log names: the one before stays
 * where it is. The caller holds the session.
 */
export async function stateResultsAgain(tx: Tx, session: SessionView, official: string): Promise<void> {
  const competition = await competitionById(tx, session.competitionId);
  if (!competition) throw new Error('A session has a competition.');
  const list = await resultListOf(tx, session.id);
  const listHash = await keepChunk(tx, list as unknown as Json);
  const [listed] = await rows<{ at: Date }>(
    tx,
    'UPDATE exam_session SET listed_at = clock_timestamp() WHERE id = $1 RETURNING listed_at AS at',
    [session.id],
  );
  const { lines } = list;
  const time = listed?.at ?? session.opensAt;
  const { length: held } = await heldSittings(tx, session.id);
  await stateFact(tx, resultListFact({ competition, session, lines, held, listHash, official, time }));
}
