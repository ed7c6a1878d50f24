import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isUuid } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  RefusalError,
  type Principal,
} from '../../platform/index.js';
import { rehearsalsOf } from '../../session/index.js';
import { MoveRehearsal } from './move-rehearsal.js';
import {
  RehearsalListDto,
  RehearsalRequestedDto,
  RehearsalStateDto,
  RehearsalWishDto,
} from './rehearsal.dto.js';

/** Proctors find there what they train on. */
export const SEES_REHEARSALS = ['exam-officer', 'auditor', 'proctor'];

/** Rehearsals of a session with made-up candidates. */
@ApiTags('rehearsal')
@Controller('api/v1/sessions/:sessionId/rehearsals')
export class RehearsalsController {
  constructor(
    private readonly database: Database,
    private readonly moveRehearsal: MoveRehearsal,
  ) {}

  @Get()
  @Access.role(SEES_REHEARSALS, 'sessionId')
  @ApiOperation({
    summary: 'The rehearsals of a session',
    description: 'The newest first, with their reports.',
  })
  @ApiOkResponse({ type: RehearsalListDto })
  async list(@Param('sessionId') sessionId: string): Promise<RehearsalListDto> {
    const found = await rehearsalsOf(this.database.tx, sessionId);
    return {
      items: found.map(
        ({
          sessionId: _session,
          requestedBy: _by,
          timeLimitSeconds: _limit,
          startedAt: _at,
          removedAt: _gone,
          ...one
        }) => one,
      ),
    };
  }

  @Post()
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Rehearse a session that is planned',
    description:
      'Made-up candidates sign in, begin, answer and hand in, in a session of their own. Nothing of it counts or is published.',
  })
  @ApiCreatedResponse({ type: RehearsalRequestedDto })
  async request(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: RehearsalWishDto,
  ): Promise<RehearsalRequestedDto> {
    return orThrow(await this.moveRehearsal.request(principal, sessionId, { training: false, ...body }));
  }

  @Post(':rehearsalId/cancellation')
  @HttpCode(200)
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({ summary: 'Stop a rehearsal' })
  @ApiOkResponse({ type: RehearsalStateDto })
  async cancel(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('rehearsalId') rehearsalId: string,
  ): Promise<RehearsalStateDto> {
    return orThrow(await this.moveRehearsal.cancel(principal, sessionId, known(rehearsalId)));
  }

  @Post(':rehearsalId/removal')
  @HttpCode(200)
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Remove what a rehearsal left behind',
    description: 'The made-up candidates with all that they did. The report stays.',
  })
  @ApiOkResponse({ type: RehearsalStateDto })
  async remove(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('rehearsalId') rehearsalId: string,
  ): Promise<RehearsalStateDto> {
    return orThrow(await this.moveRehearsal.remove(principal, sessionId, known(rehearsalId)));
  }
}

export function known(rehearsalId: string): string {
  if (isUuid(rehearsalId)) return rehearsalId;
  throw new RefusalError({
    code: 'SITTING.REHEARSAL',
    kind: 'not-found',
    detail: 'There is no such rehearsal.',
  });
}
