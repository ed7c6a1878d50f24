import { isUuid } from '../../kernel/index.js';
import { pageOf, readCursor, type Tx } from '../../platform/index.js';
import { applicationReference, readReference } from '../domain/application-reference.js';
import { bookedCandidates } from '../store/booking-store.js';
import type { BookedCandidateListDto, BookingsQueryDto } from './dto/booking.dto.js';

/** Shorter ones than a reference are names. */
const beginsReference = (typed: string): string | null => {
  const digits = typed.replace(/[\s-]/g, '').toLowerCase();
  return readReference(typed) ?? (/^(?=.*\d)[0-9a-f]{4,11}$/.test(digits) ? digits : null);
};

/** A page of who holds a place in a session; a cursor that is not ours is refused. */
export async function bookedPage(
  tx: Tx,
  sessionId: string,
  query: BookingsQueryDto,
): Promise<BookedCandidateListDto> {
  const limit = query.limit ?? 50;
  const values = readCursor(query.cursor, 1, ([id]) => isUuid(id));
  const typed = query.find?.trim() ?? '';
  const reference = beginsReference(typed);
  const search = { reference, name: reference || typed === '' ? null : typed };
  const found = await bookedCandidates(tx, sessionId, search, values ? String(values[0]) : null, limit + 1);
  const { items, nextCursor } = pageOf(found, limit, (last) => [last.applicationId]);
  return {
    items: items.map((one) => ({ ...one, reference: applicationReference(one.applicationId) })),
    nextCursor,
  };
}
