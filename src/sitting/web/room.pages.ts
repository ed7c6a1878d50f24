import { Controller, Get, Header, Param, Query, Req } from '@nestjs/common';
import { ApiExcludeController, ApiExcludeEndpoint } from '@nestjs/swagger';
import { hasRole, scopeChain } from '../../people/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { sessionInCompetition } from '../../session/index.js';
import { ROOM_STATES, roomCounts, roomOf, roomsOfSession } from '../store/room-store.js';
import { STOPS_CLOCKS } from './time.controller.js';
import { roomFilter, RoomQueryDto } from './dto/room.dto.js';

const ROLES = ['proctor', 'exam-officer', 'auditor'];

/** The room at a glance, for proctors: it renews itself, and nobody loses their place in it. */
@ApiExcludeController()
@Controller('sessions/:sessionId/room')
export class RoomPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
  ) {}

  @Get()
  @Access.role(ROLES, 'sessionId')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Query() query: RoomQueryDto,
  ): Promise<string> {
    return this.pages.html(
      request,
      'sitting/web/views/room.njk',
      await this.#model(principal, sessionId, query),
    );
  }

  /** What of the page changes: the counts and the rows. */
  @Get('rows')
  @Access.role(ROLES, 'sessionId')
  @ApiExcludeEndpoint()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async rows(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Query() query: RoomQueryDto,
  ): Promise<string> {
    return this.pages.html(
      request,
      'sitting/web/views/room-rows.njk',
      await this.#model(principal, sessionId, query),
    );
  }

  async #model(
    principal: Principal,
    sessionId: string,
    query: RoomQueryDto,
  ): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const { session, competition } = await sessionInCompetition(tx, sessionId);
    const chain = await scopeChain(tx, sessionId);
    const filter = roomFilter(query);
    const counts = await roomCounts(tx, sessionId, filter.roomId);
    return {
      session,
      competition,
      states: ROOM_STATES.map((name) => ({ name, count: counts[name] })),
      all: Object.values(counts).reduce((sum, count) => sum + count, 0),
      filter,
      rooms: await roomsOfSession(tx, sessionId),
      rows: await roomOf(tx, sessionId, filter),
      canOpenIncident:
        hasRole(principal.grants, STOPS_CLOCKS, chain) && !session.releasedAt && !session.rehearsal,
      canVoid: hasRole(principal.grants, ['exam-officer'], chain) && !session.releasedAt,
      canStop: session.state === 'open' && hasRole(principal.grants, STOPS_CLOCKS, chain),
      canAdmit: session.admission !== 'none' && hasRole(principal.grants, ['exam-officer', 'proctor'], chain),
      isOver: session.state === 'closed' || session.state === 'void',
    };
  }
}
