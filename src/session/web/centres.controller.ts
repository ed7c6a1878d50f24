import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  RefusalError,
  type Principal,
} from '../../platform/index.js';
import { centreById, centres, roomsOf } from '../store/centre-store.js';
import { SaveCentre } from '../use-cases/save-centre.js';
import { SaveRoom } from '../use-cases/save-room.js';
import {
  CentreIdDto,
  CentreListDto,
  CentreWishDto,
  CentreWithRoomsDto,
  RoomIdDto,
  RoomWishDto,
} from './dto/centre.dto.js';
import { known } from './known.js';

export const CENTRE_KEEPERS = ['exam-officer', 'administrator'];
export const CENTRE_READERS = [...CENTRE_KEEPERS, 'auditor'];

/** Test centres with their rooms and seats, kept for the whole platform. */
@ApiTags('centres')
@Controller('api/v1/centres')
export class CentresController {
  constructor(
    private readonly database: Database,
    private readonly saveCentre: SaveCentre,
    private readonly saveRoom: SaveRoom,
  ) {}

  @Get()
  @Access.role(CENTRE_READERS, 'any')
  @ApiOperation({ summary: 'Test centres', description: 'Those in use first.' })
  @ApiOkResponse({ type: CentreListDto })
  async list(): Promise<CentreListDto> {
    return { items: await centres(this.database.tx) };
  }

  @Get(':centreId')
  @Access.role(CENTRE_READERS, 'any')
  @ApiOperation({ summary: 'A centre with the rooms and seats in use' })
  @ApiOkResponse({ type: CentreWithRoomsDto })
  async show(@Param('centreId') centreId: string): Promise<CentreWithRoomsDto> {
    const { tx } = this.database;
    const centre = await centreById(tx, known(centreId));
    if (!centre) throw noCentre();
    return { centre, rooms: await roomsOf(tx, centreId) };
  }

  @Post()
  @Access.role(CENTRE_KEEPERS, 'platform')
  @ApiOperation({ summary: 'Add a centre' })
  @ApiCreatedResponse({ type: CentreIdDto })
  async add(@CurrentPrincipal() principal: Principal, @Body() body: CentreWishDto): Promise<CentreIdDto> {
    return orThrow(await this.saveCentre.create(principal, body));
  }

  @Put(':centreId')
  @Access.role(CENTRE_KEEPERS, 'platform')
  @ApiOperation({ summary: 'Change a centre' })
  @ApiOkResponse({ type: CentreIdDto })
  async change(
    @CurrentPrincipal() principal: Principal,
    @Param('centreId') centreId: string,
    @Body() body: CentreWishDto,
  ): Promise<CentreIdDto> {
    return orThrow(await this.saveCentre.change(principal, known(centreId), body));
  }

  @Post(':centreId/retirement')
  @HttpCode(200)
  @Access.role(CENTRE_KEEPERS, 'platform')
  @ApiOperation({
    summary: 'Retire a centre',
    description: 'It offers no places any more; what happened there stays on record.',
  })
  @ApiOkResponse({ type: CentreIdDto })
  async retire(
    @CurrentPrincipal() principal: Principal,
    @Param('centreId') centreId: string,
  ): Promise<CentreIdDto> {
    return orThrow(await this.saveCentre.retire(principal, known(centreId)));
  }

  @Post(':centreId/rooms')
  @Access.role(CENTRE_KEEPERS, 'platform')
  @ApiOperation({ summary: 'Add a room with its seats' })
  @ApiCreatedResponse({ type: RoomIdDto })
  async addRoom(
    @CurrentPrincipal() principal: Principal,
    @Param('centreId') centreId: string,
    @Body() body: RoomWishDto,
  ): Promise<RoomIdDto> {
    return orThrow(await this.saveRoom.run(principal, known(centreId), null, body));
  }

  @Put(':centreId/rooms/:roomId')
  @Access.role(CENTRE_KEEPERS, 'platform')
  @ApiOperation({
    summary: 'Change a room',
    description: 'Seats that are left out are retired; 409 where people hold places on them.',
  })
  @ApiOkResponse({ type: RoomIdDto })
  async changeRoom(
    @CurrentPrincipal() principal: Principal,
    @Param('centreId') centreId: string,
    @Param('roomId') roomId: string,
    @Body() body: RoomWishDto,
  ): Promise<RoomIdDto> {
    return orThrow(await this.saveRoom.run(principal, known(centreId), known(roomId), body));
  }

  @Post(':centreId/rooms/:roomId/retirement')
  @HttpCode(200)
  @Access.role(CENTRE_KEEPERS, 'platform')
  @ApiOperation({ summary: 'Retire a room' })
  @ApiOkResponse({ type: RoomIdDto })
  async retireRoom(
    @CurrentPrincipal() principal: Principal,
    @Param('centreId') centreId: string,
    @Param('roomId') roomId: string,
  ): Promise<RoomIdDto> {
    return orThrow(await this.saveRoom.retire(principal, known(centreId), known(roomId)));
  }
}

export const noCentre = (): RefusalError =>
  new RefusalError({ code: 'CENTRE.NOT_FOUND', kind: 'not-found', detail: 'There is no such centre.' });
