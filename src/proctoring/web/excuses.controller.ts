import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isUuid, refuse } from '../../kernel/index.js';
import { Access, CurrentPrincipal, Database, orThrow, type Principal } from '../../platform/index.js';
import { knownSession } from '../../session/index.js';
import { excusesOf } from '../store/excuse-store.js';
import { ExcuseCamera } from '../use-cases/excuse-camera.js';
import { ExcusedDto, ExcuseListDto, ExcuseWishDto } from './dto/excuse.dto.js';

/** Who sits without a camera where a session requires one: said by name, for a reason. */
@ApiTags('proctoring')
@Controller('api/v1/sessions/:sessionId/camera-excuses')
export class ExcusesController {
  constructor(
    private readonly database: Database,
    private readonly excuseCamera: ExcuseCamera,
  ) {}

  @Get()
  @Access.role(['proctor', 'exam-officer', 'auditor'], 'sessionId')
  @ApiOperation({ summary: 'Who sits without the camera that is required' })
  @ApiOkResponse({ type: ExcuseListDto })
  async list(@Param('sessionId') sessionId: string): Promise<ExcuseListDto> {
    const { id } = await knownSession(this.database.tx, sessionId);
    return { items: await excusesOf(this.database.tx, id) };
  }

  @Post()
  @HttpCode(200)
  @Access.role(['proctor', 'exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Let a candidate sit without a camera',
    description: 'By your name, for a reason; by candidate number.',
  })
  @ApiOkResponse({ type: ExcusedDto })
  async excuse(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() { candidateNumber, applicationId, reason }: ExcuseWishDto,
  ): Promise<ExcusedDto> {
    const { id } = await knownSession(this.database.tx, sessionId);
    const who = applicationId === undefined ? { candidateNumber: candidateNumber ?? '' } : { applicationId };
    return orThrow(await this.excuseCamera.excuse(principal, id, who, reason));
  }

  @Post(':applicationId/undoing')
  @HttpCode(200)
  @Access.role(['proctor', 'exam-officer'], 'sessionId')
  @ApiOperation({ summary: 'Take it back', description: 'Until the candidate begins.' })
  @ApiOkResponse({ type: ExcusedDto })
  async undo(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('applicationId') applicationId: string,
  ): Promise<ExcusedDto> {
    const { id } = await knownSession(this.database.tx, sessionId);
    return orThrow(
      isUuid(applicationId)
        ? await this.excuseCamera.takeBack(principal, id, applicationId)
        : refuse('not-found', 'SESSION.NO_CANDIDATE', 'There is no such candidate in this session.'),
    );
  }
}
