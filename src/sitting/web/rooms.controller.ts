import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentPrincipal, Database, orThrow, type Principal } from '../../platform/index.js';
import { SessionStateDto } from '../../session/index.js';
import { roomOf } from '../store/room-store.js';
import { CloseSession } from '../use-cases/close-session.js';
import { RoomDto, roomFilter, RoomQueryDto } from './dto/room.dto.js';

/** A session while people sit: the room, and its closing. */
@ApiTags('sitting')
@Controller('api/v1')
export class RoomsController {
  constructor(
    private readonly database: Database,
    private readonly closeSession: CloseSession,
  ) {}

  @Post('sessions/:sessionId/closing')
  @HttpCode(200)
  @Access.role(['exam-officer'], 'sessionId')
  @ApiOperation({
    summary: 'Close a session',
    description: 'Once nobody sits any more; reveals the draw: the seed’s shares, the numbers, the bundle.',
  })
  @ApiOkResponse({ type: SessionStateDto })
  async close(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
  ): Promise<SessionStateDto> {
    return orThrow(await this.closeSession.run(principal, sessionId));
  }

  @Get('sessions/:sessionId/room')
  @Access.role(['proctor', 'exam-officer', 'auditor'], 'sessionId')
  @ApiOperation({
    summary: 'Who waits and sits, and how far they are',
    description: 'Candidate numbers; no name, no answer. A thousand at most: narrow it by state or number.',
  })
  @ApiOkResponse({ type: RoomDto })
  async room(@Param('sessionId') sessionId: string, @Query() query: RoomQueryDto): Promise<RoomDto> {
    return { items: await roomOf(this.database.tx, sessionId, roomFilter(query)) };
  }
}
