import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { LEAST_ALIKE } from '../../appointment/index.js';
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
import { DISCLOSURE_STEPS, DiscloseSession } from '../use-cases/disclose-session.js';
import { disclosureModel } from './disclosure.controller.js';

const VIEW = 'disclosure/web/views/disclosure.njk';

/** What is public of a session, what is missing before more can be, and the officer's act that makes it so. */
@ApiExcludeController()
@Controller('sessions/:sessionId/disclosure')
export class DisclosurePages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly discloseSession: DiscloseSession,
  ) {}

  @Get()
  @Access.role(['exam-officer', 'auditor'], 'sessionId')
  @Page()
  async show(@Req() request: OpenMeritRequest, @Param('sessionId') sessionId: string): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(sessionId));
  }

  @Post()
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async disclose(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() _body: FormDto,
  ): Promise<string> {
    const result = await this.discloseSession.run(principal, sessionId);
    if (!result.ok)
      return this.pages.refused(request, reply, VIEW, await this.#model(sessionId), result.refusal);
    return seeOther(reply, `/sessions/${sessionId}/disclosure`);
  }

  async #model(sessionId: string): Promise<Record<string, unknown>> {
    const { session } = await sessionInCompetition(this.database.tx, sessionId);
    const competition = `/manage/competitions/${session.competitionId}`;
    const where: Readonly<Partial<Record<(typeof DISCLOSURE_STEPS)[number], string>>> = {
      'DISCLOSURE.NOT_RELEASED': `/sessions/${sessionId}/manage`,
      'DISCLOSURE.NOT_CONCLUDED': competition,
      'DISCLOSURE.UNPUBLISHED': `${competition}/appointments`,
    };
    return {
      session,
      disclosure: await disclosureModel(this.database, this.discloseSession, sessionId),
      least: LEAST_ALIKE,
      // That it was promised is the level above them.
      steps: DISCLOSURE_STEPS.slice(1).map((code) => ({
        code,
        name: code.replace('DISCLOSURE.', ''),
        href: where[code],
      })),
    };
  }
}
