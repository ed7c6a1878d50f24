import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { sessionInCompetition, WhoIsAtTheDoor } from '../../session/index.js';
import { excusesOf } from '../store/excuse-store.js';
import { watchPlanOf } from '../store/watch-plan-store.js';
import { ExcuseCamera } from '../use-cases/excuse-camera.js';
import { ExcuseFormDto, ExcuseQueryDto } from './dto/excuse.dto.js';

const VIEW = 'proctoring/web/views/excuses.njk';
const ROLES = ['proctor', 'exam-officer'];

/** At the door: who sits without the camera that is required. */
@ApiExcludeController()
@Controller('sessions/:sessionId/camera-excuses')
export class ExcusesPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly excuseCamera: ExcuseCamera,
    private readonly whoIsAtTheDoor: WhoIsAtTheDoor,
  ) {}

  @Get()
  @Access.role(ROLES, 'sessionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @Param('sessionId') sessionId: string,
    @Query() { search = '' }: ExcuseQueryDto,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(sessionId, search));
  }

  @Post()
  @Access.role(ROLES, 'sessionId')
  @Page()
  async decide(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() { applicationId, action, reason = '', search = '' }: ExcuseFormDto,
  ): Promise<string> {
    const model = await this.#model(sessionId, search);
    const { id } = model.session;
    const done =
      action === 'excuse'
        ? await this.excuseCamera.excuse(principal, id, { applicationId }, reason)
        : await this.excuseCamera.takeBack(principal, id, applicationId);
    if (done.ok) return seeOther(reply, `/sessions/${id}/camera-excuses`);
    // Each candidate has a field of their own for the reason.
    const fields = done.refusal.fields && { [`reason-${applicationId}`]: 'CONSENT.EXCUSE_WHY' };
    const refusal = { ...done.refusal, ...(fields && { fields }) };
    return this.pages.refused(request, reply, VIEW, { ...model, typed: { applicationId, reason } }, refusal);
  }

  async #model(sessionId: string, search: string) {
    const { tx } = this.database;
    const { session, competition } = await sessionInCompetition(tx, sessionId);
    const { watchVersion } = session;
    const plan = watchVersion === null ? null : await watchPlanOf(tx, session.id, watchVersion);
    const excuses = await excusesOf(tx, session.id);
    const excused = new Set(excuses.map(({ applicationId }) => applicationId));
    const found = search.trim() === '' ? [] : await this.whoIsAtTheDoor.run(session.id, search);
    return {
      session,
      competition,
      excuses,
      search: search.trim(),
      found: found.map((one) => ({ ...one, isExcused: excused.has(one.applicationId) })),
      isRequired: plan?.camera === 'required',
      isOver: session.state !== 'scheduled' && session.state !== 'open',
    };
  }
}
