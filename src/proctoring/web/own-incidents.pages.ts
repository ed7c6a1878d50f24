import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Result } from '../../kernel/index.js';
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
import { hearsAnswer, nextStep } from '../domain/incident-state.js';
import { holdingIncident } from '../store/held-sittings.js';
import { factsOf } from '../store/incident-store.js';
import { AnswerIncident } from '../use-cases/answer-incident.js';
import { ContestIncident } from '../use-cases/contest-incident.js';
import { ownIncident } from '../use-cases/known-incident.js';
import { ContestFormDto, IncidentAnswerFormDto } from './dto/incident-form.dto.js';

const VIEW = 'proctoring/web/views/own-incident.njk';

/** An incident as its candidate sees it: all of it, and what they can do by when. */
@ApiExcludeController()
@Controller('sittings/:sittingId/incidents/:incidentId')
export class OwnIncidentsPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly answerIncident: AnswerIncident,
    private readonly contestIncident: ContestIncident,
  ) {}

  @Get()
  @Access.candidate()
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
    @Param('incidentId') incidentId: string,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(principal, sittingId, incidentId));
  }

  @Post('answer')
  @Access.candidate()
  @Page()
  async answer(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
    @Param('incidentId') incidentId: string,
    @Body() body: IncidentAnswerFormDto,
  ): Promise<string> {
    const result = await this.answerIncident.run(principal, sittingId, incidentId, body.answer);
    return this.#done(request, reply, { principal, sittingId, incidentId }, result, body);
  }

  @Post('contest')
  @Access.candidate()
  @Page()
  async contest(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
    @Param('incidentId') incidentId: string,
    @Body() body: ContestFormDto,
  ): Promise<string> {
    const result = await this.contestIncident.run(principal, sittingId, incidentId, body.reason);
    return this.#done(request, reply, { principal, sittingId, incidentId }, result, body);
  }

  @Post('acceptance')
  @Access.candidate()
  @Page()
  async accept(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sittingId') sittingId: string,
    @Param('incidentId') incidentId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    const result = await this.contestIncident.accept(principal, sittingId, incidentId);
    return this.#done(request, reply, { principal, sittingId, incidentId }, result, {});
  }

  /** What became of a form: after a refusal the page is as it is by now, with what was typed. */
  async #done(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    { principal, sittingId, incidentId }: Own,
    result: Result<unknown>,
    values: object,
  ): Promise<string> {
    if (result.ok) return seeOther(reply, `/sittings/${sittingId}/incidents/${incidentId}`);
    const model = await this.#model(principal, sittingId, incidentId);
    return this.pages.refused(request, reply, VIEW, { ...model, values }, result.refusal);
  }

  async #model(principal: Principal, sittingId: string, incidentId: string) {
    const incident = await ownIncident(this.database.tx, principal, sittingId, incidentId);
    const facts = factsOf(incident, []);
    return {
      incident,
      next: nextStep(facts),
      canAnswer: hearsAnswer(facts),
      beside: await holdingIncident(this.database.tx, incident.sittingId, incident.id),
    };
  }
}

interface Own {
  readonly principal: Principal;
  readonly sittingId: string;
  readonly incidentId: string;
}
