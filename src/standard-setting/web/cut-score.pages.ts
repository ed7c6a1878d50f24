import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { competitionById } from '../../competition/index.js';
import { programmeById } from '../../form/index.js';
import { isUuid, refuseFields, type Result } from '../../kernel/index.js';
import { hasRole, scopeChain, holdersNamed } from '../../people/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  Page,
  Pages,
  RefusalError,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { newestReports } from '../../question-bank/index.js';
import { areResultsOut, cutScoresOf } from '../store/cut-store.js';
import { itemsOfPanel, judgesOf, panelsOf, ratedCounts, ratingsOfRound } from '../store/panel-store.js';
import { AdoptCut, adviceOf } from '../use-cases/adopt-cut.js';
import { ConvenePanel } from '../use-cases/convene-panel.js';
import { MoveRound } from '../use-cases/move-round.js';
import { partSizes } from '../use-cases/known-programme.js';
import { panelOr404 } from './panels.controller.js';
import { judgePlot } from './judge-plot.js';

const CUT = 'standard-setting/web/views/cut-score.njk';
const PANEL = 'standard-setting/web/views/panel.njk';
const READERS = ['exam-officer', 'auditor'];
type Typed = Readonly<Record<string, unknown>>;
const NUMBER = /^\d{1,3}$/;

/** How many points a pass needs: what holds, how it came to be, panels and their advice, and the adoption by name. */
@ApiExcludeController()
@Controller('manage/competitions/:competitionId/cut-score')
export class CutScorePages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly adoptCut: AdoptCut,
    private readonly convenePanel: ConvenePanel,
    private readonly moveRound: MoveRound,
  ) {}

  @Get()
  @Access.role([...READERS, 'hr-officer'], 'competitionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
  ): Promise<string> {
    return this.pages.html(request, CUT, await this.#model(principal, competitionId));
  }

  @Post()
  @Access.role(['exam-officer'], 'competitionId')
  @Page()
  async adopt(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() body: Typed,
  ): Promise<string> {
    const model = await this.#model(principal, competitionId);
    const result = await this.#adopted(principal, competitionId, 'law', body);
    if (result.ok) return seeOther(reply, `/manage/competitions/${competitionId}/cut-score`);
    return this.pages.refused(request, reply, CUT, { ...model, values: textsOf(body) }, result.refusal);
  }

  @Post('panels')
  @Access.role(['exam-officer'], 'competitionId')
  @Page()
  async convene(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() body: Typed,
  ): Promise<string> {
    const model = await this.#model(principal, competitionId);
    const judges = [body['judges']]
      .flat()
      .filter((one): one is string => typeof one === 'string' && isUuid(one));
    const perLine = text(body, 'perLine');
    const result =
      perLine === '' || /^[1-9]\d?$/.test(perLine)
        ? await this.convenePanel.run(principal, competitionId, {
            judges,
            candidate: text(body, 'candidate').slice(0, 1000),
            ...(perLine !== '' && { perLine: Number(perLine) }),
          })
        : refuseFields({ perLine: 'isInt' });
    if (result.ok)
      return seeOther(
        reply,
        `/manage/competitions/${competitionId}/cut-score/panels/${result.value.panelId}`,
      );
    const values = { ...textsOf(body), judges };
    return this.pages.refused(request, reply, CUT, { ...model, values }, result.refusal);
  }

  @Get('panels/:panelId')
  @Access.role(READERS, 'competitionId')
  @Page()
  async panel(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('panelId') panelId: string,
  ): Promise<string> {
    return this.pages.html(request, PANEL, await this.#panel(principal, competitionId, panelId));
  }

  @Post('panels/:panelId/adoption')
  @Access.role(['exam-officer'], 'competitionId')
  @Page()
  async adoptAdvice(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('panelId') panelId: string,
    @Body() body: Typed,
  ): Promise<string> {
    const model = await this.#panel(principal, competitionId, panelId);
    const result = await this.#adopted(principal, competitionId, 'angoff', body, panelId);
    if (result.ok) return seeOther(reply, `/manage/competitions/${competitionId}/cut-score`);
    return this.pages.refused(request, reply, PANEL, { ...model, values: textsOf(body) }, result.refusal);
  }

  @Post('panels/:panelId/:step')
  @Access.role(['exam-officer'], 'competitionId')
  @Page()
  async move(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Param('panelId') panelId: string,
    @Param('step') step: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    const model = await this.#panel(principal, competitionId, panelId);
    const act = { rounds: 'open', closing: 'close' } as const;
    if (step !== 'rounds' && step !== 'closing')
      throw new RefusalError({
        code: 'STANDARD-SETTING.NO_PANEL',
        kind: 'not-found',
        detail: 'No such step.',
      });
    const result = await this.moveRound[act[step]](principal, competitionId, panelId);
    if (result.ok)
      return seeOther(reply, `/manage/competitions/${competitionId}/cut-score/panels/${panelId}`);
    return this.pages.refused(request, reply, PANEL, model, result.refusal);
  }

  /** What a form says, as a wish; a minimum of a part that is left empty is none. */
  async #adopted(
    principal: Principal,
    competitionId: string,
    method: 'law' | 'angoff',
    body: Typed,
    panelId?: string,
  ): Promise<Result<unknown>> {
    const own = Object.keys(body)
      .filter((name) => name.startsWith('byPart.') && text(body, name) !== '')
      .slice(0, 50);
    const wrong = ['overall', 'eachPart', ...own].filter((name) => !NUMBER.test(text(body, name)));
    if (wrong.length > 0) return refuseFields(Object.fromEntries(wrong.map((name) => [name, 'isInt'])));
    return this.adoptCut.run(principal, competitionId, {
      method,
      ...(panelId !== undefined && { panelId }),
      legalBasis: text(body, 'legalBasis').slice(0, 300),
      overall: Number(text(body, 'overall')),
      eachPart: Number(text(body, 'eachPart')),
      byPart: Object.fromEntries(own.map((name) => [name.slice('byPart.'.length), Number(text(body, name))])),
      reason: text(body, 'reason').slice(0, 500),
    });
  }

  async #model(principal: Principal, competitionId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const competition = isUuid(competitionId) ? await competitionById(tx, competitionId) : undefined;
    const programme = competition && (await programmeById(tx, competition.programmeId));
    if (!programme)
      throw new RefusalError({
        code: 'STANDARD-SETTING.NO_COMPETITION',
        kind: 'not-found',
        detail: 'There is no such competition.',
      });
    const chain = await scopeChain(tx, competitionId);
    const cuts = await cutScoresOf(tx, competitionId);
    const sizes = new Map(partSizes(programme).map(({ code, items }) => [code, items]));
    return {
      competition,
      programme,
      parts: programme.body.parts.map(({ code, title }) => ({ code, title, items: sizes.get(code) })),
      cuts,
      holds: cuts.find(({ programmeId }) => programmeId === programme.id),
      panels: await panelsOf(tx, competitionId),
      experts: await holdersNamed(tx, 'expert', chain),
      isOut: await areResultsOut(tx, competitionId),
      isOfficer: hasRole(principal.grants, ['exam-officer'], chain),
    };
  }

  async #panel(
    principal: Principal,
    competitionId: string,
    panelId: string,
  ): Promise<Record<string, unknown>> {
    const model = await this.#model(principal, competitionId);
    const { tx } = this.database;
    const panel = await panelOr404(tx, competitionId, panelId);
    const programme = await programmeById(tx, panel.programmeId);
    const items = await itemsOfPanel(tx, panel.id);
    const judges = await judgesOf(tx, panel.id);
    const last = panel.rounds.at(-1);
    const counts = await ratedCounts(tx, panel.id, last?.number ?? 0);
    const advice = await adviceOf(tx, panel);
    const reports = await newestReports(
      tx,
      items.map(({ itemVersionId }) => itemVersionId),
    );
    const ratings = last?.closedAt ? await ratingsOfRound(tx, panel.id, last.number) : [];
    return {
      ...model,
      panel,
      programme,
      last,
      judges: judges.map((one) => ({ ...one, rated: counts.get(one.number) ?? 0 })),
      isJudge: judges.some(({ accountId }) => accountId === principal.accountId),
      advice,
      plot: advice && judgePlot(items, ratings, advice),
      items: items.map((one) => ({
        ...one,
        said: advice?.byItem.find(({ position }) => position === one.position),
        known: reports.get(one.itemVersionId)?.difficulty,
      })),
    };
  }
}

const text = (body: Typed, name: string): string => {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  return typeof value === 'string' ? value.trim() : '';
};
const textsOf = (body: Typed): Record<string, string> =>
  Object.fromEntries(
    Object.entries(body).filter((one): one is [string, string] => typeof one[1] === 'string'),
  );
