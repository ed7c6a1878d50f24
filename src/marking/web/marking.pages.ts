import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { isUuid, refuseFields, type Result } from '../../kernel/index.js';
import { hasRole, holdersNamed, scopeChain } from '../../people/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  FormDto,
  Page,
  Pages,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { sessionInCompetition } from '../../session/index.js';
import { FEW_DOUBLE_MARKS } from '../domain/agreement.js';
import { hasMarks } from '../store/mark-store.js';
import { AssignMarkers } from '../use-cases/assign-markers.js';
import { SetMarkingRule } from '../use-cases/set-marking-rule.js';
import { refuseMarkers } from './refuse-markers.js';
import { sessionAgreement, sessionMarking } from './session-marking.js';

const VIEW = 'marking/web/views/marking.njk';
const AGREEMENT = 'marking/web/views/agreement.njk';
const READERS = ['exam-officer', 'auditor'];

class MarkerFormDto extends FormDto {
  @IsString()
  @MaxLength(40)
  accountId!: string;
}

class MarkingRuleFormDto extends FormDto {
  @IsString()
  @MaxLength(10)
  tolerance!: string;
}

/** How marking stands in a session: progress, who marks, texts that wait for a third, and how far markers agree. */
@ApiExcludeController()
@Controller('sessions/:sessionId/marking')
export class MarkingPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly assignMarkers: AssignMarkers,
    private readonly setMarkingRule: SetMarkingRule,
  ) {}

  @Get()
  @Access.role(READERS, 'sessionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(principal, sessionId));
  }

  @Get('agreement')
  @Access.role(READERS, 'sessionId')
  @Page()
  async agreement(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<string> {
    const { tx } = this.database;
    const known = await sessionInCompetition(tx, sessionId);
    await refuseMarkers(tx, principal, sessionId);
    const found = await sessionAgreement(tx, sessionId);
    const { tolerance } = await sessionMarking(tx, sessionId);
    return this.pages.html(request, AGREEMENT, {
      ...known,
      found,
      tolerance,
      enough: FEW_DOUBLE_MARKS,
      number: (value: number) => new Intl.NumberFormat(request.language).format(value),
    });
  }

  @Post('rule')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async rule(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: MarkingRuleFormDto,
  ): Promise<string> {
    const typed = body.tolerance.trim();
    const result = /^(\d{1,2}|100)$/.test(typed)
      ? await this.setMarkingRule.run(principal, sessionId, Number(typed))
      : refuseFields({ tolerance: 'MARKING.TOLERANCE' });
    return this.#done(request, reply, principal, sessionId, result, body);
  }

  @Post('markers')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async add(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: MarkerFormDto,
  ): Promise<string> {
    const result = isUuid(body.accountId)
      ? await this.assignMarkers.add(principal, sessionId, body.accountId)
      : refuseFields({ accountId: 'MARKING.NO_ROLE' });
    return this.#done(request, reply, principal, sessionId, result, body);
  }

  @Post('markers/:accountId/removal')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async remove(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('accountId') accountId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    const marker = isUuid(accountId) ? accountId : sessionId;
    const result = await this.assignMarkers.remove(principal, sessionId, marker);
    return this.#done(request, reply, principal, sessionId, result, {});
  }

  async #done(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    principal: Principal,
    sessionId: string,
    result: Result<unknown>,
    values: object,
  ): Promise<string> {
    if (result.ok) return seeOther(reply, `/sessions/${sessionId}/marking`);
    const model = await this.#model(principal, sessionId);
    return this.pages.refused(request, reply, VIEW, { ...model, values }, result.refusal);
  }

  async #model(principal: Principal, sessionId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const known = await sessionInCompetition(tx, sessionId);
    await refuseMarkers(tx, principal, sessionId);
    const found = await sessionMarking(tx, sessionId);
    const chain = await scopeChain(tx, sessionId);
    const here = new Set(found.markers.flatMap(({ accountId, removed }) => (removed ? [] : [accountId])));
    const holders = await holdersNamed(tx, 'marker', chain);
    return {
      ...known,
      ...found,
      begun: await hasMarks(tx, sessionId),
      isOfficer: hasRole(principal.grants, ['exam-officer'], chain),
      others: holders.filter(({ accountId }) => !here.has(accountId)),
    };
  }
}
