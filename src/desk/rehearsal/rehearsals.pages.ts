import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { refuse, type Result, refuseFields } from '../../kernel/index.js';
import { hasRole, scopeChain } from '../../people/index.js';
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
import { rehearsalsOf, rosterOf, sessionInCompetition } from '../../session/index.js';
import { trainingView } from './drill-view.js';
import { LONGEST_TRAINING, MOST_TRAINED, MoveRehearsal } from './move-rehearsal.js';
import { known, SEES_REHEARSALS } from './rehearsals.controller.js';

const VIEW = 'desk/web/views/rehearsals.njk';
const MOST = 2000;

class RehearsalFormDto extends FormDto {
  @IsString()
  @MaxLength(10)
  candidates!: string;

  @IsString()
  @MaxLength(10)
  minutes!: string;

  @IsOptional()
  @IsIn(['load', 'training'])
  kind?: 'load' | 'training';
}

/** Rehearsals of a session: begin one, see how far it is, read what came out. */
@ApiExcludeController()
@Controller('sessions/:sessionId/rehearsals')
export class RehearsalsPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly moveRehearsal: MoveRehearsal,
  ) {}

  @Get()
  @Access.role(SEES_REHEARSALS, 'sessionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(request, principal, sessionId));
  }

  @Post()
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async request(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: RehearsalFormDto,
  ): Promise<string> {
    const training = body.kind === 'training';
    const candidates = whole(body.candidates, 1, training ? MOST_TRAINED : MOST);
    const minutes = whole(body.minutes, 3, training ? LONGEST_TRAINING : 60);
    const result =
      candidates !== null && minutes !== null
        ? await this.moveRehearsal.request(principal, sessionId, { candidates, minutes, training })
        : refuseFields({
            ...(candidates === null && {
              candidates: training ? 'SITTING.TRAINING_SIZE' : 'SITTING.REHEARSAL_SIZE',
            }),
            ...(minutes === null && {
              minutes: training ? 'SITTING.TRAINING_MINUTES' : 'SITTING.REHEARSAL_MINUTES',
            }),
          });
    return this.#done(request, reply, principal, sessionId, result, body);
  }

  @Post(':rehearsalId/:step')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async move(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('rehearsalId') rehearsalId: string,
    @Param('step') step: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    const id = known(rehearsalId);
    const result =
      step === 'cancellation'
        ? await this.moveRehearsal.cancel(principal, sessionId, id)
        : step === 'removal'
          ? await this.moveRehearsal.remove(principal, sessionId, id)
          : refuse('not-found', 'SITTING.REHEARSAL', 'There is no such rehearsal.');
    return this.#done(request, reply, principal, sessionId, result);
  }

  async #done(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    principal: Principal,
    sessionId: string,
    result: Result<unknown>,
    values: object = {},
  ): Promise<string> {
    if (result.ok) return seeOther(reply, `/sessions/${sessionId}/rehearsals`);
    const model = { ...(await this.#model(request, principal, sessionId)), values };
    return this.pages.refused(request, reply, VIEW, model, result.refusal);
  }

  async #model(
    request: OpenMeritRequest,
    principal: Principal,
    sessionId: string,
  ): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const { session, competition } = await sessionInCompetition(tx, sessionId);
    const rehearsals = await rehearsalsOf(tx, sessionId);
    const chain = await scopeChain(tx, sessionId);
    return {
      session,
      competition,
      isOfficer: hasRole(principal.grants, ['exam-officer'], chain),
      // The page of the session is not a proctor's.
      seesSession: hasRole(principal.grants, ['exam-officer', 'auditor'], chain),
      candidates: Math.min(MOST, Math.max(10, (await rosterOf(tx, session)).length)),
      running: rehearsals.find(({ state }) => state === 'requested' || state === 'running'),
      rehearsals: rehearsals.map((one) => ({
        ...one,
        training: one.report?.drill && trainingView(one.report.drill),
        failed: one.failure && this.#failure(request, one.failure),
      })),
      values: {},
    };
  }

  /** Why a rehearsal broke off: of its own reasons, or a refusal of a step. */
  #failure(request: OpenMeritRequest, code: string): string {
    if (!code.includes('.')) return this.pages.t(request.language, `day:rehearsal.failure.${code}`);
    const detail = this.pages.words(request, code, { code, kind: 'conflict', detail: code });
    return this.pages.t(request.language, 'day:rehearsal.failure.NOT_OPENED', { detail });
  }
}

function whole(text: string, least: number, most: number): number | null {
  const number = Number(text.trim());
  return /^\d+$/.test(text.trim()) && number >= least && number <= most ? number : null;
}
