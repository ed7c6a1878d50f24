import { isUuid } from '../../kernel/index.js';
import {
  formatDateTime,
  local,
  pageOf,
  readCursor,
  type Database,
  type PageQueryDto,
  type Translator,
} from '../../platform/index.js';
import { noticeText } from '../domain/notice-text.js';
import { noticesOf } from '../store/notice-store.js';
import type { NoticePageDto } from './dto/notice.dto.js';

/** One page of somebody's notices in their language, newest first. @throws RefusalError REQUEST.CURSOR. */
export async function noticePage(
  database: Database,
  translator: Translator,
  reader: { readonly personId: string; readonly language: string },
  query: PageQueryDto,
): Promise<NoticePageDto> {
  const { personId, language } = reader;
  const limit = query.limit ?? 50;
  const values = readCursor(
    query.cursor,
    2,
    ([time, id]) => isUuid(id) && typeof time === 'string' && !Number.isNaN(Date.parse(time)),
  );
  const after = values && { postedAt: String(values[0]), id: String(values[1]) };
  const found = await noticesOf(database.tx, personId, after, limit + 1);
  const page = pageOf(found, limit, (last) => [last.postedAt.toISOString(), last.id]);
  const speaker = {
    t: (key: string, parameters: Readonly<Record<string, unknown>>) =>
      translator.t(language, key, parameters),
    time: (moment: Date, zone?: string) => formatDateTime(moment, language, zone),
    local: (texts: Readonly<Record<string, string>>) => local(texts, language),
  };
  return {
    ...page,
    items: page.items.map(({ id, kind, details, path, postedAt }) => ({
      id,
      kind,
      ...noticeText(kind, details, speaker),
      path,
      postedAt,
    })),
  };
}
