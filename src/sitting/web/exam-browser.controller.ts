import { Body, Controller, Get, Inject, Param, Put, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { originOf } from '../../people/index.js';
import {
  Access,
  CONFIG,
  CurrentPrincipal,
  Database,
  orThrow,
  type Config,
  type OpenMeritRequest,
  type Principal,
  type Tx,
} from '../../platform/index.js';
import { knownSession } from '../../session/index.js';
import { configKey, examSettings } from '../domain/exam-browser/index.js';
import { examBrowserOf } from '../store/exam-browser-store.js';
import { ExamExtras } from '../use-cases/exam-extras.js';
import { RequireExamBrowser } from '../use-cases/require-exam-browser.js';
import { ExamBrowserDto, ExamBrowserWishDto } from './dto/exam-browser.dto.js';

/** Whether a session is sat in Safe Exam Browser alone, and with which keys. */
export async function examBrowserView(
  tx: Tx,
  extras: ExamExtras,
  origin: string,
  sessionId: string,
): Promise<ExamBrowserDto> {
  const session = await knownSession(tx, sessionId);
  const { id } = session;
  const rule = await examBrowserOf(tx, id);
  const hasCamera = await extras.usesCamera(tx, session);
  return {
    required: rule !== null,
    configKey: rule && configKey(examSettings(origin, id, hasCamera)),
    browserExamKeys: rule?.browserExamKeys ?? [],
    file: rule && examBrowserFile(id),
    warning: rule && hasCamera ? 'SITTING.BROWSER_CAMERA' : null,
  };
}

export const examBrowserFile = (sessionId: string): string => `/sessions/${sessionId}/exam-browser.seb`;

@ApiTags('sitting')
@Controller('api/v1/sessions/:sessionId/exam-browser')
export class ExamBrowserController {
  constructor(
    private readonly database: Database,
    private readonly requireExamBrowser: RequireExamBrowser,
    private readonly extras: ExamExtras,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Access.role(['exam-officer', 'proctor', 'auditor'], 'sessionId')
  @ApiOperation({ summary: 'Whether a session is sat in Safe Exam Browser alone' })
  @ApiOkResponse({ type: ExamBrowserDto })
  show(@Req() request: OpenMeritRequest, @Param('sessionId') sessionId: string): Promise<ExamBrowserDto> {
    return this.#view(request, sessionId);
  }

  @Put()
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Demand Safe Exam Browser, or go on without it',
    description: 'By your name; with a reason while the session is open.',
  })
  @ApiOkResponse({ type: ExamBrowserDto })
  async change(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: ExamBrowserWishDto,
  ): Promise<ExamBrowserDto> {
    orThrow(await this.requireExamBrowser.run(principal, sessionId, body));
    return this.#view(request, sessionId);
  }

  #view(request: OpenMeritRequest, sessionId: string): Promise<ExamBrowserDto> {
    return examBrowserView(this.database.tx, this.extras, originOf(this.config, request), sessionId);
  }
}
