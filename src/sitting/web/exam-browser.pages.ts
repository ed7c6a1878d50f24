import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { hasRole, originOf, scopeChain } from '../../people/index.js';
import {
  Access,
  CONFIG,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  RefusalError,
  seeOther,
  type Config,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { knownSession, noSession, sessionInCompetition } from '../../session/index.js';
import { examSettings, sebFile } from '../domain/exam-browser/index.js';
import { ExamExtras } from '../use-cases/exam-extras.js';
import { RequireExamBrowser } from '../use-cases/require-exam-browser.js';
import { ExamBrowserFormDto } from './dto/exam-browser.dto.js';
import { examBrowserView } from './exam-browser.controller.js';

const VIEW = 'sitting/web/views/exam-browser.njk';

/** Whether a session is sat in Safe Exam Browser alone: its file, its keys, and the officer's act. */
@ApiExcludeController()
@Controller('sessions/:sessionId')
export class ExamBrowserPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly requireExamBrowser: RequireExamBrowser,
    private readonly extras: ExamExtras,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('exam-browser')
  @Access.role(['exam-officer', 'proctor', 'auditor'], 'sessionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<string> {
    const model = await this.#model(request, principal, sessionId);
    const values = { required: model.browser.required ? 'yes' : 'no', browserExamKeys: model.keys };
    return this.pages.html(request, VIEW, { ...model, values });
  }

  @Post('exam-browser')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async change(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: ExamBrowserFormDto,
  ): Promise<string> {
    const browserExamKeys = (body.browserExamKeys ?? '').split(/[\s,;]+/).filter(Boolean);
    const required = body.required === 'yes';
    const changed = await this.requireExamBrowser.run(principal, sessionId, {
      required,
      browserExamKeys: required ? browserExamKeys : [],
      reason: body.reason ?? '',
    });
    if (changed.ok) return seeOther(reply, `/sessions/${sessionId}/exam-browser`);
    const model = { ...(await this.#model(request, principal, sessionId)), values: body };
    return this.pages.refused(request, reply, VIEW, model, changed.refusal);
  }

  /** For anybody: Safe Exam Browser fetches it before anybody has signed in, and nothing in it is secret. */
  @Get('exam-browser.seb')
  @Access.anyone()
  async file(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @Param('sessionId') sessionId: string,
  ): Promise<string> {
    const { tx } = this.database;
    const session = await knownSession(tx, sessionId);
    if (!session.needsExamBrowser) throw new RefusalError(noSession().refusal);
    const { id } = session;
    void reply
      .header('content-type', 'application/seb')
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="exam-${id.slice(0, 8)}.seb"`);
    return sebFile(
      examSettings(originOf(this.config, request), id, await this.extras.usesCamera(tx, session)),
    );
  }

  async #model(request: OpenMeritRequest, principal: Principal, sessionId: string) {
    const { tx } = this.database;
    const { session, competition } = await sessionInCompetition(tx, sessionId);
    const browser = await examBrowserView(tx, this.extras, originOf(this.config, request), sessionId);
    return {
      session,
      competition,
      browser,
      keys: browser.browserExamKeys.join('\n'),
      isOfficer: hasRole(principal.grants, ['exam-officer'], await scopeChain(tx, sessionId)),
      canChange: session.state === 'scheduled' || session.state === 'open',
    };
  }
}
