import { Controller, Get, Header, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController, ApiExcludeEndpoint } from '@nestjs/swagger';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  RefusalError,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { SeenItems } from '../../question-bank/index.js';
import { ENOUGH_TO_FLAG } from '../domain/flags.js';
import { itemStatistics, itemStatisticsOf } from '../store/statistics-store.js';
import { closedSession, measuredSession } from './closed-session.js';
import { statisticsCsv } from './statistics-csv.js';

const READERS = ['exam-officer', 'auditor'];

/** How a session measured: its points and their certainty, then its items, those that need somebody first, then one of them. */
@ApiExcludeController()
@Controller('sessions/:sessionId/statistics')
export class StatisticsPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly seenItems: SeenItems,
  ) {}

  @Get()
  @Access.role(READERS, 'sessionId')
  @Page()
  async show(@Req() request: OpenMeritRequest, @Param('sessionId') sessionId: string): Promise<string> {
    const { tx } = this.database;
    const found = await closedSession(tx, sessionId);
    const items = found.statistics ? await itemStatisticsOf(tx, found.statistics.id) : [];
    return this.pages.html(request, 'measurement/web/views/statistics.njk', {
      ...found,
      items,
      flagged: items.filter(({ flags }) => flags.length > 0).length,
      few: items.filter(({ taken }) => taken < ENOUGH_TO_FLAG).length,
      enough: ENOUGH_TO_FLAG,
    });
  }

  @Get('items.csv')
  @Access.role(READERS, 'sessionId')
  @ApiExcludeEndpoint()
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('cache-control', 'no-store')
  async csv(
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @Param('sessionId') sessionId: string,
  ): Promise<string> {
    const { statistics, competition } = await measuredSession(this.database.tx, sessionId);
    const items = await itemStatisticsOf(this.database.tx, statistics.id);
    void reply.header('content-disposition', `attachment; filename="${competition.code}-items.csv"`);
    return statisticsCsv(items);
  }

  @Get('items/:itemVersionId')
  @Access.role(READERS, 'sessionId')
  @Page()
  async item(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('itemVersionId') itemVersionId: string,
  ): Promise<string> {
    const { tx } = this.database;
    const { statistics, session, competition } = await measuredSession(tx, sessionId);
    const item = isUuid(itemVersionId) ? await itemStatistics(tx, statistics.id, itemVersionId) : undefined;
    if (!item)
      throw new RefusalError({
        code: 'MEASUREMENT.NO_ITEM',
        kind: 'not-found',
        detail: 'The session had no such item.',
      });
    const [seen] = await this.seenItems.of(principal, [itemVersionId], request.language, 'analyse');
    return this.pages.html(request, 'measurement/web/views/item-statistics.njk', {
      session,
      competition,
      statistics,
      item,
      seen,
      enough: ENOUGH_TO_FLAG,
      // Clean markup; both are in the author's order.
      words: Object.fromEntries(
        item.offered.map((option, index) => [option, seen?.view?.options[index]?.html ?? '']),
      ),
      // A reader follows three lines; the right answer comes first.
      curves: [...item.options].sort(
        (a, b) => Number(item.keyed.includes(b.option)) - Number(item.keyed.includes(a.option)),
      ),
    });
  }
}
