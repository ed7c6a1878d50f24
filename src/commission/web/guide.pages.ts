import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Result } from '../../kernel/index.js';
import { hasRole, scopeChain } from '../../people/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  Page,
  Pages,
  RefusalError,
  seeOther,
  TRANSLATOR,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
  type Translator,
} from '../../platform/index.js';
import { textOf, type Typed } from '../../session/index.js';
import { levelsOf } from '../domain/guide.js';
import { guideOf, type GuideVersion } from '../store/guide-store.js';
import { ChangeGuide } from '../use-cases/change-guide.js';
import { findCommission, type AtCommission, type Where } from '../use-cases/in-commission.js';
import { viewerOf } from '../use-cases/read-scores.js';
import { COMMISSION_READERS } from './commission.controller.js';
import { competencyFrom, competencyValues, withCompetency } from './guide-form.js';

const VIEW = 'commission/web/views/guide.njk';
const FORM = 'commission/web/views/guide-competency.njk';
const NEW = 'new';

/** The interview guide, and the form for one competency of it. */
@ApiExcludeController()
@Controller('manage/competitions/:competitionId/commissions/:stageId/guide')
export class GuidePages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly changeGuide: ChangeGuide,
    @Inject(TRANSLATOR) private readonly translator: Translator,
  ) {}

  @Get()
  @Access.role(COMMISSION_READERS, 'competitionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
  ): Promise<string> {
    const found = await this.#find({ competitionId, stageId });
    const chain = await scopeChain(this.database.tx, competitionId);
    const isHr = hasRole(principal.grants, ['hr-officer'], chain);
    return this.pages.html(request, VIEW, {
      ...found,
      viewer: await viewerOf(this.database.tx, found, principal),
      edits: isHr && found.commission.state === 'forming',
    });
  }

  @Get(':code')
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async edit(
    @Req() request: OpenMeritRequest,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
    @Param('code') code: string,
  ): Promise<string> {
    return this.pages.html(request, FORM, await this.#model({ competitionId, stageId }, code));
  }

  @Post(':code')
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async save(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
    @Param('code') code: string,
    @Body() body: Typed,
  ): Promise<string> {
    const where = { competitionId, stageId };
    const model = await this.#model(where, code);
    const { guide } = model.guide;
    const own = code === NEW ? textOf(body, 'code').trim() : code;
    const now = competencyFrom(body, own, levelsOf(guide), this.#languages());
    const wish = withCompetency(guide, code === NEW ? null : code, now);
    const result = await this.changeGuide.run(principal, where, Number(textOf(body, 'version')), wish);
    return this.#done(request, reply, where, model, result, body);
  }

  @Post(':code/removal')
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async remove(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('stageId') stageId: string,
    @Param('code') code: string,
    @Body() body: Typed,
  ): Promise<string> {
    const where = { competitionId, stageId };
    const model = await this.#model(where, code);
    const wish = withCompetency(model.guide.guide, code, null);
    const result = await this.changeGuide.run(principal, where, Number(textOf(body, 'version')), wish);
    return this.#done(request, reply, where, model, result);
  }

  #done(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    where: Where,
    model: Record<string, unknown>,
    result: Result<unknown>,
    values?: Typed,
  ): string {
    if (result.ok)
      return seeOther(
        reply,
        `/manage/competitions/${where.competitionId}/commissions/${where.stageId}/guide`,
      );
    return this.pages.refused(request, reply, FORM, { ...model, ...(values && { values }) }, result.refusal);
  }

  async #find(where: Where): Promise<AtCommission & { readonly guide: GuideVersion }> {
    const at = orThrow(await findCommission(this.database.tx, where));
    return { ...at, guide: await guideOf(this.database.tx, at.commission) };
  }

  async #model(where: Where, code: string) {
    const found = await this.#find(where);
    const competency = found.guide.guide.competencies.find((one) => one.code === code);
    if (!competency && code !== NEW)
      throw new RefusalError({
        code: 'COMMISSION.NO_STAGE',
        kind: 'not-found',
        detail: 'The guide has no such competency.',
      });
    return {
      ...found,
      code,
      competency,
      levels: levelsOf(found.guide.guide),
      values: competencyValues(competency, this.#languages()),
    };
  }

  #languages(): string[] {
    return this.translator.languages.map(({ code }) => code);
  }
}
