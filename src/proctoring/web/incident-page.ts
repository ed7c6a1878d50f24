import { isUuid } from '../../kernel/index.js';
import { pageOf, readCursor, type PageQueryDto, type Tx } from '../../platform/index.js';
import { incidentsOf, type ListedIncident } from '../store/incident-store.js';

/** One page of a session's incidents. @throws RefusalError REQUEST.CURSOR. */
export async function incidentPage(
  tx: Tx,
  sessionId: string,
  query: PageQueryDto,
): Promise<{ items: ListedIncident[]; nextCursor: string | null }> {
  const limit = query.limit ?? 50;
  const values = readCursor(query.cursor, 2, ([rank, id]) => isRank(rank) && isUuid(id));
  const after = values && { rank: Number(values[0]), id: String(values[1]) };
  return pageOf(await incidentsOf(tx, sessionId, after, limit + 1), limit, ({ rank, id }) => [rank, id]);
}

/** As SQL counts the steps of an incident: a small whole number. */
const isRank = (value: unknown): boolean => Number.isInteger(value) && Math.abs(Number(value)) < 100;
