import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { programmes } from '../../form/index.js';
import type { Result } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
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
import { givesPoints, type StagePlan } from '../domain/stage-plan.js';
import { STAGE_KINDS } from '../domain/stage.js';
import { STAGE_EXAMPLES, stageExample } from '../examples/index.js';
import { competitionById } from '../store/competition-store.js';
import { stagePlanOf, stagesOf } from '../store/stage-store.js';
import { SetStages } from '../use-cases/set-stages.js';
import { afterStep, withStage, withTies, type StageStep, type Typed } from './stage-form.js';

const VIEW = 'competition/web/views/stages.njk';
const STEPS: readonly string[] = ['up', 'down', 'remove'] satisfies StageStep[];

/** The stages of a drafted competition: an example to begin from, stages added, moved and removed, without a script. */
@ApiExcludeController()
@Controller('manage/competitions/:competitionId/stages')
export class StagesPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly setStages: SetStages,
    @Inject(TRANSLATOR) private readonly translator: Translator,
  ) {}

  @Get()
  @Access.role(['hr-officer', 'exam-officer', 'auditor'], 'competitionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @Param('competitionId') competitionId: string,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(competitionId));
  }

  @Post()
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async add(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() body: Typed,
  ): Promise<string> {
    const languages = this.translator.languages.map(({ code }) => code);
    const plan = withStage(await this.#plan(competitionId), body, languages);
    const result = plan.ok ? await this.setStages.run(principal, competitionId, plan.value) : plan;
    return this.#done(request, reply, competitionId, result, body);
  }

  @Post('ties')
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async ties(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() body: Typed,
  ): Promise<string> {
    const plan = withTies(await this.#plan(competitionId), body);
    return this.#done(
      request,
      reply,
      competitionId,
      await this.setStages.run(principal, competitionId, plan),
    );
  }

  @Post('examples/:example')
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async begin(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('example') code: string,
  ): Promise<string> {
    const example = stageExample(code);
    if (!example) throw notFound();
    return this.#done(
      request,
      reply,
      competitionId,
      await this.setStages.run(principal, competitionId, example.plan),
    );
  }

  @Post(':code/:step')
  @Access.role(['hr-officer'], 'competitionId')
  @Page()
  async move(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('code') code: string,
    @Param('step') step: string,
  ): Promise<string> {
    if (!STEPS.includes(step)) throw notFound();
    const plan = afterStep(await this.#plan(competitionId), code, step as StageStep);
    return this.#done(
      request,
      reply,
      competitionId,
      await this.setStages.run(principal, competitionId, plan),
    );
  }

  async #done(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    competitionId: string,
    result: Result<unknown>,
    values: object = {},
  ): Promise<string> {
    if (result.ok) return seeOther(reply, `/manage/competitions/${competitionId}/stages`);
    const model = { ...(await this.#model(competitionId)), values };
    return this.pages.refused(request, reply, VIEW, model, result.refusal);
  }

  async #plan(competitionId: string): Promise<StagePlan> {
    const { tx } = this.database;
    if (!(await competitionById(tx, competitionId))) throw notFound();
    return stagePlanOf(tx, competitionId);
  }

  async #model(competitionId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const competition = await competitionById(tx, competitionId);
    if (!competition) throw notFound();
    const { ties, last } = await stagePlanOf(tx, competitionId);
    const stages = await stagesOf(tx, competitionId);
    return {
      competition,
      stages,
      ties,
      last,
      deciding: stages.filter(({ kind }) => givesPoints(kind)),
      examples: STAGE_EXAMPLES,
      kinds: STAGE_KINDS,
      programmes: await programmes(tx),
      values: {},
    };
  }
}

const notFound = () =>
  new RefusalError({
    code: 'COMPETITION.NOT_FOUND',
    kind: 'not-found',
    detail: 'There is no such competition.',
  });
