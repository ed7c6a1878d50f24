import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Result } from '../../kernel/index.js';
import { hasRole, PLATFORM_SCOPE_ID } from '../../people/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  seeOther,
  TRANSLATOR,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
  type Translator,
} from '../../platform/index.js';
import { SEAT_FEATURES } from '../domain/seat-features.js';
import { centreById, centres, roomsOf, type CentreView, type RoomView } from '../store/centre-store.js';
import { SaveCentre } from '../use-cases/save-centre.js';
import { SaveRoom } from '../use-cases/save-room.js';
import { centreFaults, centreValues, readCentre, readRoom, roomValues } from './centre-form.js';
import { CENTRE_KEEPERS, CENTRE_READERS, noCentre } from './centres.controller.js';
import type { Typed } from './form-fields.js';
import { known } from './known.js';

const LIST = 'session/web/views/centres.njk';
const ONE = 'session/web/views/centre.njk';
const FORM = 'session/web/views/centre-form.njk';
const ROOM = 'session/web/views/centre-room.njk';

/** Test centres by pages: all of them, one with its rooms, and the forms for both. */
@ApiExcludeController()
@Controller('centres')
export class CentresPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly saveCentre: SaveCentre,
    private readonly saveRoom: SaveRoom,
    @Inject(TRANSLATOR) private readonly translator: Translator,
  ) {}

  @Get()
  @Access.role(CENTRE_READERS, 'any')
  @Page()
  async list(@Req() request: OpenMeritRequest, @CurrentPrincipal() principal: Principal): Promise<string> {
    return this.pages.html(request, LIST, {
      items: await centres(this.database.tx),
      keeps: keeps(principal),
    });
  }

  @Get('new')
  @Access.role(CENTRE_KEEPERS, 'platform')
  @Page()
  begin(@Req() request: OpenMeritRequest): string {
    return this.pages.html(request, FORM, { values: {} });
  }

  @Post()
  @Access.role(CENTRE_KEEPERS, 'platform')
  @Page()
  async add(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Body() body: Typed,
  ): Promise<string> {
    const wish = readCentre(body, this.#languages());
    const refusal = centreFaults(wish, this.#languages());
    const result = refusal ? { ok: false as const, refusal } : await this.saveCentre.create(principal, wish);
    if (result.ok) return seeOther(reply, `/centres/${result.value.centreId}`);
    return this.pages.refused(request, reply, FORM, { values: body }, result.refusal);
  }

  @Get(':centreId')
  @Access.role(CENTRE_READERS, 'any')
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('centreId') centreId: string,
  ): Promise<string> {
    return this.pages.html(request, ONE, await this.#model(principal, centreId));
  }

  @Get(':centreId/edit')
  @Access.role(CENTRE_KEEPERS, 'platform')
  @Page()
  async edit(@Req() request: OpenMeritRequest, @Param('centreId') centreId: string): Promise<string> {
    const centre = await this.#centre(centreId);
    return this.pages.html(request, FORM, { centre, values: centreValues(centre) });
  }

  @Post(':centreId/edit')
  @Access.role(CENTRE_KEEPERS, 'platform')
  @Page()
  async change(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('centreId') centreId: string,
    @Body() body: Typed,
  ): Promise<string> {
    const centre = await this.#centre(centreId);
    const wish = readCentre(body, this.#languages());
    const refusal = centreFaults(wish, this.#languages());
    const result = refusal
      ? { ok: false as const, refusal }
      : await this.saveCentre.change(principal, centreId, wish);
    if (result.ok) return seeOther(reply, `/centres/${centreId}`);
    return this.pages.refused(request, reply, FORM, { centre, values: body }, result.refusal);
  }

  @Post(':centreId/retirement')
  @Access.role(CENTRE_KEEPERS, 'platform')
  @Page()
  async retire(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('centreId') centreId: string,
  ): Promise<string> {
    const result = await this.saveCentre.retire(principal, known(centreId));
    return this.#back(request, reply, principal, centreId, result);
  }

  @Get(':centreId/rooms/new')
  @Access.role(CENTRE_KEEPERS, 'platform')
  @Page()
  async beginRoom(@Req() request: OpenMeritRequest, @Param('centreId') centreId: string): Promise<string> {
    return this.pages.html(request, ROOM, {
      centre: await this.#centre(centreId),
      features: SEAT_FEATURES,
      values: {},
    });
  }

  @Post(':centreId/rooms')
  @Access.role(CENTRE_KEEPERS, 'platform')
  @Page()
  async addRoom(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('centreId') centreId: string,
    @Body() body: Typed,
  ): Promise<string> {
    return this.#saveRoom(request, reply, principal, await this.#centre(centreId), null, body);
  }

  @Get(':centreId/rooms/:roomId')
  @Access.role(CENTRE_KEEPERS, 'platform')
  @Page()
  async editRoom(
    @Req() request: OpenMeritRequest,
    @Param('centreId') centreId: string,
    @Param('roomId') roomId: string,
  ): Promise<string> {
    const centre = await this.#centre(centreId);
    const room = await this.#room(centreId, roomId);
    return this.pages.html(request, ROOM, {
      centre,
      room,
      features: SEAT_FEATURES,
      values: roomValues(room),
    });
  }

  @Post(':centreId/rooms/:roomId')
  @Access.role(CENTRE_KEEPERS, 'platform')
  @Page()
  async changeRoom(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('centreId') centreId: string,
    @Param('roomId') roomId: string,
    @Body() body: Typed,
  ): Promise<string> {
    const centre = await this.#centre(centreId);
    const room = await this.#room(centreId, roomId);
    return this.#saveRoom(request, reply, principal, centre, room, body);
  }

  @Post(':centreId/rooms/:roomId/retirement')
  @Access.role(CENTRE_KEEPERS, 'platform')
  @Page()
  async retireRoom(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('centreId') centreId: string,
    @Param('roomId') roomId: string,
  ): Promise<string> {
    const result = await this.saveRoom.retire(principal, known(centreId), known(roomId));
    return this.#back(request, reply, principal, centreId, result);
  }

  async #saveRoom(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    principal: Principal,
    centre: CentreView,
    room: RoomView | null,
    body: Typed,
  ): Promise<string> {
    const wish = readRoom(body);
    const result =
      wish.name === '' ? unnamed : await this.saveRoom.run(principal, centre.id, room?.id ?? null, wish);
    if (result.ok) return seeOther(reply, `/centres/${centre.id}`);
    const model = { centre, room, features: SEAT_FEATURES, values: { ...body, features: wish.features } };
    return this.pages.refused(request, reply, ROOM, model, result.refusal);
  }

  async #back(
    request: OpenMeritRequest,
    reply: OpenMeritReply,
    principal: Principal,
    centreId: string,
    result: Result<unknown>,
  ): Promise<string> {
    if (result.ok) return seeOther(reply, `/centres/${centreId}`);
    return this.pages.refused(request, reply, ONE, await this.#model(principal, centreId), result.refusal);
  }

  async #model(principal: Principal, centreId: string): Promise<Record<string, unknown>> {
    const centre = await this.#centre(centreId);
    return { centre, rooms: await roomsOf(this.database.tx, centreId), keeps: keeps(principal) };
  }

  async #centre(centreId: string): Promise<CentreView> {
    const centre = await centreById(this.database.tx, known(centreId));
    if (!centre) throw noCentre();
    return centre;
  }

  async #room(centreId: string, roomId: string): Promise<RoomView> {
    const room = (await roomsOf(this.database.tx, centreId)).find(({ id }) => id === roomId);
    if (!room) throw noCentre();
    return room;
  }

  #languages(): string[] {
    return this.translator.languages.map(({ code }) => code);
  }
}

const keeps = (principal: Principal): boolean =>
  hasRole(principal.grants, CENTRE_KEEPERS, [PLATFORM_SCOPE_ID]);

const unnamed = {
  ok: false,
  refusal: {
    code: 'REQUEST.INVALID',
    kind: 'invalid',
    detail: 'The room has no name.',
    fields: { name: 'isNotEmpty' },
  },
} as const;
