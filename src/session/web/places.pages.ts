import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isUuid, type Result, refuseFields } from '../../kernel/index.js';
import { hasRole, scopeChain } from '../../people/index.js';
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
import { readReference } from '../domain/application-reference.js';
import { SEAT_FEATURES } from '../domain/seat-features.js';
import { applicationByReference, bookedCount } from '../store/booking-store.js';
import { centres, roomsOf } from '../store/centre-store.js';
import { bookingTerms, offeredRooms, placesOf } from '../store/place-store.js';
import { BookPlace } from '../use-cases/book-place.js';
import { CancelBooking } from '../use-cases/cancel-booking.js';
import { OfferPlaces } from '../use-cases/offer-places.js';
import { bookedPage } from './booked-page.js';
import { BookingsQueryDto } from './dto/booking.dto.js';
import { PlacesQueryDto } from './dto/places-query.dto.js';
import { textOf, ticked, type Typed } from './form-fields.js';
import { known } from './known.js';
import { knownSession, sessionInCompetition } from './known-session.js';

const PLACES = 'session/web/views/places.njk';
const BOOKINGS = 'session/web/views/bookings.njk';
const READERS = ['exam-officer', 'auditor'];
const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** What a session offers, who booked, and what an officer does for a candidate. */
@ApiExcludeController()
@Controller('sessions/:sessionId')
export class PlacesPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly offerPlaces: OfferPlaces,
    private readonly bookPlace: BookPlace,
    private readonly cancelBooking: CancelBooking,
  ) {}

  @Get('places')
  @Access.role(READERS, 'sessionId')
  @Page()
  async places(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Query() query: PlacesQueryDto,
  ): Promise<string> {
    return this.pages.html(request, PLACES, await this.#places(principal, sessionId, query.centre));
  }

  @Post('places')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async offer(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: Typed,
  ): Promise<string> {
    const centreId = known(textOf(body, 'centreId'));
    const rooms = (await roomsOf(this.database.tx, centreId)).map(({ id }) => id);
    const roomIds = ticked(body, 'rooms', rooms);
    const capacity = textOf(body, 'capacity').trim();
    const result = /^\d{1,6}$/.test(capacity)
      ? await this.offerPlaces.run(principal, sessionId, { centreId, roomIds, capacity: Number(capacity) })
      : refuseFields({ capacity: 'isInt' });
    if (result.ok) return seeOther(reply, `/sessions/${sessionId}/places`);
    const model = { ...(await this.#places(principal, sessionId, centreId)), offered: roomIds, capacity };
    return this.pages.refused(request, reply, PLACES, model, result.refusal);
  }

  @Post('places/time')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async closeAt(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: Typed,
  ): Promise<string> {
    const closesAt = textOf(body, 'closesAt');
    const result = LOCAL_TIME.test(closesAt)
      ? // The form's times are UTC, as all times that officers enter.
        await this.offerPlaces.closeAt(principal, sessionId, new Date(`${closesAt}Z`))
      : refuseFields({ closesAt: 'isDate' });
    if (result.ok) return seeOther(reply, `/sessions/${sessionId}/places`);
    const model = { ...(await this.#places(principal, sessionId)), closesAt };
    return this.pages.refused(request, reply, PLACES, model, result.refusal);
  }

  @Get('bookings')
  @Access.role(READERS, 'sessionId')
  @Page()
  async bookings(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Query() query: BookingsQueryDto,
  ): Promise<string> {
    return this.pages.html(request, BOOKINGS, await this.#bookings(principal, sessionId, query));
  }

  @Post('bookings')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async book(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: Typed,
  ): Promise<string> {
    const needs = ticked(body, 'needs', SEAT_FEATURES);
    const result = await this.#bookFor(principal, sessionId, body);
    if (result.ok) return seeOther(reply, `/sessions/${sessionId}/bookings`);
    const model = { ...(await this.#bookings(principal, sessionId, {})), values: { ...body, needs } };
    return this.pages.refused(request, reply, BOOKINGS, model, result.refusal);
  }

  @Post('bookings/cancellation')
  @Access.role(['exam-officer'], 'sessionId')
  @Page()
  async cancel(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: Typed,
  ): Promise<string> {
    const applicationId = await this.#applicationOf(sessionId, textOf(body, 'cancelReference'));
    const result = applicationId
      ? await this.cancelBooking.runFor(principal, sessionId, applicationId, textOf(body, 'cancelReason'))
      : refuseFields({ cancelReference: 'SESSION.NO_REFERENCE' });
    if (result.ok) return seeOther(reply, `/sessions/${sessionId}/bookings`);
    const model = { ...(await this.#bookings(principal, sessionId, {})), values: body };
    return this.pages.refused(request, reply, BOOKINGS, model, {
      ...result.refusal,
      ...(result.refusal.code === 'SESSION.REASON' && { fields: { cancelReason: 'SESSION.REASON' } }),
    });
  }

  async #bookFor(principal: Principal, sessionId: string, body: Typed): Promise<Result<unknown>> {
    const centreId = textOf(body, 'centreId');
    if (!isUuid(centreId)) return refuseFields({ centreId: 'isIn' });
    const applicationId = await this.#applicationOf(sessionId, textOf(body, 'reference'));
    if (!applicationId) return refuseFields({ reference: 'SESSION.NO_REFERENCE' });
    return this.bookPlace.runFor(principal, applicationId, {
      sessionId,
      centreId,
      needs: ticked(body, 'needs', SEAT_FEATURES),
      reason: textOf(body, 'reason').slice(0, 500),
    });
  }

  async #applicationOf(sessionId: string, typed: string): Promise<string | undefined> {
    const { competitionId } = await knownSession(this.database.tx, sessionId);
    const reference = readReference(typed);
    return reference ? applicationByReference(this.database.tx, competitionId, reference) : undefined;
  }

  async #frame(principal: Principal, sessionId: string) {
    const { tx } = this.database;
    return {
      ...(await sessionInCompetition(tx, sessionId)),
      terms: await bookingTerms(tx, sessionId),
      isOfficer: hasRole(principal.grants, ['exam-officer'], await scopeChain(tx, sessionId)),
      places: await placesOf(tx, sessionId),
    };
  }

  /** @param chosen the centre whose offer is being made. */
  async #places(principal: Principal, sessionId: string, chosen?: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const frame = await this.#frame(principal, sessionId);
    const open = (await centres(tx)).filter(({ retiredAt }) => !retiredAt);
    const centre = open.find(({ id }) => id === chosen);
    const offered = (await offeredRooms(tx, sessionId)).filter(({ centreId }) => centreId === centre?.id);
    const place = frame.places.find((one) => one.centre.id === centre?.id);
    return {
      ...frame,
      centres: open,
      centre,
      rooms: centre ? await roomsOf(tx, centre.id) : [],
      offered: offered.map(({ roomId }) => roomId),
      capacity: place?.capacity,
      closesAt: frame.terms?.closesAt.toISOString().slice(0, 16),
    };
  }

  async #bookings(
    principal: Principal,
    sessionId: string,
    query: BookingsQueryDto,
  ): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    return {
      ...(await this.#frame(principal, sessionId)),
      ...(await bookedPage(tx, sessionId, { ...query, limit: 50 })),
      count: await bookedCount(tx, sessionId),
      find: query.find ?? '',
      cursor: query.cursor,
      features: SEAT_FEATURES,
      values: { needs: [] },
    };
  }
}
