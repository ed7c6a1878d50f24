import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { competitionById } from '../../competition/index.js';
import { refuseFields, type Result } from '../../kernel/index.js';
import {
  Access,
  ANY_SCOPE,
  CurrentPrincipal,
  Database,
  orThrow,
  Page,
  Pages,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { newestReports, SeenItems } from '../../question-bank/index.js';
import { advice } from '../domain/angoff.js';
import { itemsOfPanel, ownRatings, panelsOfJudge, ratingsOfRound } from '../store/panel-store.js';
import { ownPanel, RateItems } from '../use-cases/rate-items.js';

const RATE = 'standard-setting/web/views/rate.njk';
const AT_ONCE = 10;

/** For experts: the panels that they are called to, and the items to rate, ten on a page. */
@ApiExcludeController()
@Controller()
export class JudgePages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly rateItems: RateItems,
    private readonly seenItems: SeenItems,
  ) {}

  @Get('panels')
  @Access.role(['expert'], ANY_SCOPE)
  @Page()
  async list(@Req() request: OpenMeritRequest, @CurrentPrincipal() principal: Principal): Promise<string> {
    const { tx } = this.database;
    const panels = await panelsOfJudge(tx, principal.accountId);
    return this.pages.html(request, 'standard-setting/web/views/panels.njk', {
      panels: await Promise.all(
        panels.map(async (panel) => ({
          ...panel,
          competition: await competitionById(tx, panel.competitionId),
        })),
      ),
    });
  }

  @Get('competitions/:competitionId/panels/:panelId')
  @Access.role(['expert'], 'competitionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('panelId') panelId: string,
    @Query('from') from: unknown,
  ): Promise<string> {
    return this.pages.html(
      request,
      RATE,
      await this.#model(request, principal, competitionId, panelId, from),
    );
  }

  @Post('competitions/:competitionId/panels/:panelId')
  @Access.role(['expert'], 'competitionId')
  @Page()
  async rate(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('panelId') panelId: string,
    @Body() body: Readonly<Record<string, unknown>>,
  ): Promise<string> {
    const typed = Object.entries(body).filter(
      (one): one is [string, string] => /^percent\.\d{1,4}$/.test(one[0]) && typeof one[1] === 'string',
    );
    const said = typed.filter(([, value]) => value.trim() !== '');
    const wrong = said.filter(([, value]) => !/^(?:100|\d{1,2})$/.test(value.trim()));
    const result: Result<unknown> =
      wrong.length > 0
        ? refuseFields(Object.fromEntries(wrong.map(([name]) => [name, 'STANDARD-SETTING.PERCENT'])))
        : await this.rateItems.run(principal, competitionId, panelId, {
            round: Number(body['round']),
            ratings: said.map(([name, value]) => ({
              position: Number(name.slice('percent.'.length)),
              percent: Number(value.trim()),
            })),
          });
    const model = await this.#model(request, principal, competitionId, panelId, body['from']);
    if (!result.ok)
      return this.pages.refused(
        request,
        reply,
        RATE,
        { ...model, values: Object.fromEntries(typed) },
        result.refusal,
      );
    const home = `/competitions/${competitionId}/panels/${panelId}`;
    return seeOther(
      reply,
      model.next === null ? `${home}?from=${String(model.from)}#saved` : `${home}?from=${String(model.next)}`,
    );
  }

  async #model(
    request: OpenMeritRequest,
    principal: Principal,
    competitionId: string,
    panelId: string,
    asked: unknown,
  ) {
    const { tx } = this.database;
    const { panel, judge } = orThrow(await ownPanel(tx, principal, competitionId, panelId));
    const items = await itemsOfPanel(tx, panel.id);
    const first = typeof asked === 'string' && /^\d{1,4}$/.test(asked) ? Number(asked) : 1;
    const from = first >= 1 && first <= items.length ? first : 1;
    const some = items.filter(({ position }) => position >= from && position < from + AT_ONCE);
    const last = panel.rounds.at(-1);
    const own = await ownRatings(tx, panel.id, last?.number ?? 0, judge);
    // What is talked over between rounds: what all said in the last closed one, and how items did where they were used.
    const closed = panel.rounds.filter(({ closedAt }) => closedAt !== null).at(-1);
    const before = closed && advice(items, await ratingsOfRound(tx, panel.id, closed.number));
    const ids = some.map(({ itemVersionId }) => itemVersionId);
    const reports = closed ? await newestReports(tx, ids) : new Map<string, never>();
    const seen = await this.seenItems.of(principal, ids, request.language, 'judge');
    return {
      competition: await competitionById(tx, competitionId),
      panel,
      judge,
      last,
      isOpen: last?.closedAt === null,
      before,
      from,
      previous: from > 1 ? Math.max(1, from - AT_ONCE) : null,
      next: from + AT_ONCE <= items.length ? from + AT_ONCE : null,
      total: items.length,
      rated: own.size,
      items: some.map((one) => ({
        ...one,
        view: seen.find(({ itemVersionId }) => itemVersionId === one.itemVersionId)?.view,
        own: own.get(one.position),
        said: before?.byItem.find(({ position }) => position === one.position),
        known: reports.get(one.itemVersionId),
      })),
    };
  }
}
