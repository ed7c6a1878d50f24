import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { Database, decodeCursor, encodeCursor } from '../../platform/index.js';
import { searchEntries, type EntryView } from '../store/entry-store.js';
import { calendarDay, type RegistryQueryDto } from '../web/dto/registry.dto.js';

export interface EntryPage {
  readonly items: EntryView[];
  readonly nextCursor: string | null;
}

/** Searches the registry. Refusals: REQUEST.CURSOR, REGISTRY.DATE. */
@Injectable()
export class FindEntries {
  constructor(private readonly database: Database) {}

  /** @param types searched where the query names none; all of them by default. */
  async run(query: RegistryQueryDto, types?: readonly string[]): Promise<Result<EntryPage>> {
    const limit = query.limit ?? 20;
    const before = query.cursor ? decodeCursor(query.cursor, 1)?.[0] : undefined;
    if (query.cursor && !/^\d{1,18}$/.test(String(before))) {
      return refuse('invalid', 'REQUEST.CURSOR', 'This cursor is not one of ours.');
    }
    for (const field of ['from', 'until'] as const) {
      if (query[field] && !calendarDay(query[field])) {
        return refuse('invalid', 'REGISTRY.DATE', 'This is no day of the calendar.', {
          fields: { [field]: 'REGISTRY.DATE' },
        });
      }
    }
    const items = await searchEntries(
      this.database.tx,
      {
        ...(query.type ? { types: [query.type] } : types ? { types } : {}),
        ...(query.name ? { name: query.name.trim() } : {}),
        ...(query.agency ? { agency: query.agency.trim() } : {}),
        ...(query.post ? { post: query.post.trim() } : {}),
        ...(query.competition ? { competition: query.competition } : {}),
        ...(query.from ? { from: query.from } : {}),
        ...(query.until ? { until: query.until } : {}),
        ...(before === undefined ? {} : { before: String(before) }),
      },
      limit + 1,
    );
    const last = items.length > limit ? items[limit - 1] : undefined;
    return ok({ items: items.slice(0, limit), nextCursor: last ? encodeCursor([last.seq]) : null });
  }
}
