import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { refuseFields, type Result } from '../../kernel/index.js';
import { hasRole, scopeChain } from '../../people/index.js';
import {
  Access,
  accountsOf,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { sessionInCompetition } from '../../session/index.js';
import { hearsAnswer, nextStep, outcomesOf } from '../domain/incident-state.js';
import { factsOf } from '../store/incident-store.js';
import { AddEvidence, takesEvidence } from '../use-cases/add-evidence.js';
import { AnswerIncident } from '../use-cases/answer-incident.js';
import { DecideIncident, mayRule } from '../use-cases/decide-incident.js';
import { knownIncident } from '../use-cases/known-incident.js';
import {
  EvidenceFormDto,
  IncidentAnswerFormDto,
  IncidentReviewFormDto,
  IncidentRulingFormDto,
} from './dto/incident-form.dto.js';
import { OPENS_INCIDENTS, READS_INCIDENTS, RULES_ON_INCIDENTS } from './incidents.controller.js';
import { evidenceChoices, typedEvidence } from './incidents.pages.js';

const VIEW = 'proctoring/web/views/incident.njk';

/** One incident for officials: what it rests on, what the candidate says, and what is to be done next. */
@ApiExcludeController()
@Controller('sessions/:sessionId/incidents/:incidentId')
export class IncidentPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly addEvidence: AddEvidence,
    private readonly answerIncident: AnswerIncident,
    private readonly decideIncident: DecideIncident,
  ) {}

  @Get()
  @Access.role(READS_INCIDENTS, 'sessionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('incidentId') incidentId: string,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(principal, sessionId, incidentId));
  }

  @Post('evidence')
  @Access.role(OPENS_INCIDENTS, 'sessionId')
  @Page()
  async evidence(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('incidentId') incidentId: string,
    @Body() body: EvidenceFormDto,
  ): Promise<string> {
    const typed = typedEvidence(body);
    const result = typed.ok
      ? await this.addEvidence.run(principal, sessionId, incidentId, typed.value)
      : typed;
    return this.#done(request, reply, { principal, sessionId, incidentId }, result, {
      ...body,
      step: 'evidence',
    });
  }

  @Post('dictation')
  @Access.role(OPENS_INCIDENTS, 'sessionId')
  @Page()
  async dictation(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('incidentId') incidentId: string,
    @Body() body: IncidentAnswerFormDto,
  ): Promise<string> {
    const result = await this.answerIncident.dictated(principal, sessionId, incidentId, body.answer);
    return this.#done(request, reply, { principal, sessionId, incidentId }, result, {
      ...body,
      step: 'dictation',
    });
  }

  @Post('decision')
  @Access.role(RULES_ON_INCIDENTS, 'sessionId')
  @Page()
  async decide(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('incidentId') incidentId: string,
    @Body() body: IncidentRulingFormDto,
  ): Promise<string> {
    const { outcome, reason } = body;
    // The choice stands beside all outcomes, and says something after a failure alone.
    const again = outcome === 'void-failure' ? body.again : 'no';
    const result: Result<unknown> =
      outcome === ''
        ? refuseFields({ outcome: 'INCIDENT.SAY_OUTCOME' })
        : await this.decideIncident.run(principal, sessionId, incidentId, { outcome, again, reason });
    return this.#done(request, reply, { principal, sessionId, incidentId }, result, {
      ...body,
      step: 'decision',
    });
  }

  @Post('review')
  @Access.role(RULES_ON_INCIDENTS, 'sessionId')
  @Page()
  async review(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('incidentId') incidentId: string,
    @Body() body: IncidentReviewFormDto,
  ): Promise<string> {
    const { outcome, reason } = body;
    const result: Result<unknown> =
      outcome === ''
        ? refuseFields({ outcome: 'INCIDENT.SAY_OUTCOME' })
        : await this.decideIncident.review(principal, sessionId, incidentId, { outcome, reason });
    return this.#done(request, reply, { principal, sessionId, incidentId }, result, {
      ...body,
      step: 'review',
    });
  }

  /** What became of a form: after a refusal the page is as it is by now, with what was typed. */
  async #done(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    { principal, sessionId, incidentId }: Known,
    result: Result<unknown>,
    values: object,
  ): Promise<string> {
    if (result.ok) return seeOther(reply, `/sessions/${sessionId}/incidents/${incidentId}`);
    const model = await this.#model(principal, sessionId, incidentId);
    return this.pages.refused(request, reply, VIEW, { ...model, values }, result.refusal);
  }

  async #model(principal: Principal, sessionId: string, incidentId: string) {
    const { tx } = this.database;
    const incident = await knownIncident(tx, sessionId, incidentId);
    const chain = await scopeChain(tx, sessionId);
    const holds = (roles: readonly string[]): boolean => hasRole(principal.grants, roles, chain);
    const next = nextStep(factsOf(incident, []));
    const isFree = await mayRule(tx, principal, incident);
    const rules = holds(RULES_ON_INCIDENTS);
    const isRuling = next === 'decide' || next === 'review';
    const opens = holds(OPENS_INCIDENTS);
    const canAdd = opens && takesEvidence(incident);
    const isOpener = accountsOf(principal).some((one) => incident.openedByIds.includes(one));
    return {
      ...(await sessionInCompetition(tx, sessionId)),
      incident,
      next,
      isBarred: rules && isRuling && !isFree,
      canAdd,
      // Late as well: who answers late is heard.
      canTakeDown: opens && !isOpener && !incident.answer && hearsAnswer(factsOf(incident, [])),
      choices: canAdd ? await evidenceChoices(tx, incident.sittingId) : undefined,
      canDecide: rules && isFree && next === 'decide',
      canReview: rules && isFree && next === 'review',
      outcomes: outcomesOf(incident.kind),
    };
  }
}

interface Known {
  readonly principal: Principal;
  readonly sessionId: string;
  readonly incidentId: string;
}
