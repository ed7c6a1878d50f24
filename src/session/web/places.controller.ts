import { Body, Controller, Get, Header, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  type OpenMeritReply,
  type Principal,
} from '../../platform/index.js';
import { bookingOf } from '../store/booking-store.js';
import { placesOf } from '../store/place-store.js';
import { BookPlace } from '../use-cases/book-place.js';
import { CancelBooking } from '../use-cases/cancel-booking.js';
import { OfferPlaces } from '../use-cases/offer-places.js';
import { AdmissionSlip } from './admission-slip.js';
import { bookedPage } from './booked-page.js';
import { bookingDto, notBooked } from './bookings.controller.js';
import {
  BookedCandidateListDto,
  BookingDto,
  BookingReasonDto,
  BookingsQueryDto,
  BookingTimeDto,
  OfferWishDto,
  OfficerPlaceWishDto,
  PlaceFreedDto,
  PlaceListDto,
  PlacesOfferedDto,
} from './dto/booking.dto.js';
import { known } from './known.js';

const OFFICER = ['exam-officer'];

/** A session's places, for those who run it. */
@ApiTags('booking')
@Controller('api/v1/sessions/:sessionId')
export class PlacesController {
  constructor(
    private readonly database: Database,
    private readonly offerPlaces: OfferPlaces,
    private readonly bookPlace: BookPlace,
    private readonly cancelBooking: CancelBooking,
    private readonly slip: AdmissionSlip,
  ) {}

  @Get('places')
  @Access.role([...OFFICER, 'auditor'], 'sessionId')
  @ApiOperation({ summary: 'What a session offers, by centre' })
  @ApiOkResponse({ type: PlaceListDto })
  async list(@Param('sessionId') sessionId: string): Promise<PlaceListDto> {
    return { items: await placesOf(this.database.tx, sessionId) };
  }

  @Put('places/:centreId')
  @Access.role(OFFICER, 'sessionId')
  @ApiOperation({
    summary: 'Offer places in a centre',
    description:
      'Rooms, and how many places at most. Doing it again changes the offer; capacity 0 without rooms takes it back.',
  })
  @ApiOkResponse({ type: PlacesOfferedDto })
  async offer(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('centreId') centreId: string,
    @Body() body: OfferWishDto,
  ): Promise<PlacesOfferedDto> {
    return orThrow(await this.offerPlaces.run(principal, sessionId, { centreId: known(centreId), ...body }));
  }

  @Put('booking-time')
  @Access.role(OFFICER, 'sessionId')
  @ApiOperation({ summary: 'Set until when candidates book and move' })
  @ApiOkResponse({ type: BookingTimeDto })
  async closeAt(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: BookingTimeDto,
  ): Promise<BookingTimeDto> {
    return orThrow(await this.offerPlaces.closeAt(principal, sessionId, body.closesAt));
  }

  @Get('bookings')
  @Access.role([...OFFICER, 'auditor'], 'sessionId')
  @ApiOperation({ summary: 'Who holds a place' })
  @ApiOkResponse({ type: BookedCandidateListDto })
  async bookings(
    @Param('sessionId') sessionId: string,
    @Query() query: BookingsQueryDto,
  ): Promise<BookedCandidateListDto> {
    return bookedPage(this.database.tx, sessionId, query);
  }

  @Put('bookings/:applicationId')
  @Access.role(OFFICER, 'sessionId')
  @ApiOperation({
    summary: 'Book or move for a candidate',
    description:
      'By your name, with a reason; also after the time for it. Whoever is not on the roster of a committed draw gets a spare number.',
  })
  @ApiOkResponse({ type: BookingDto })
  async book(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('applicationId') applicationId: string,
    @Body() { centreId, needs, reason }: OfficerPlaceWishDto,
  ): Promise<BookingDto> {
    const wish = { sessionId, centreId, needs: needs ?? [], reason };
    return bookingDto(orThrow(await this.bookPlace.runFor(principal, known(applicationId), wish)));
  }

  @Post('bookings/:applicationId/cancellation')
  @HttpCode(200)
  @Access.role(OFFICER, 'sessionId')
  @ApiOperation({ summary: 'Give back a candidate’s place', description: 'By your name, with a reason.' })
  @ApiOkResponse({ type: PlaceFreedDto })
  async cancel(
    @CurrentPrincipal() principal: Principal,
    @Param('sessionId') sessionId: string,
    @Param('applicationId') applicationId: string,
    @Body() body: BookingReasonDto,
  ): Promise<PlaceFreedDto> {
    return orThrow(await this.cancelBooking.runFor(principal, sessionId, known(applicationId), body.reason));
  }

  @Get('bookings/:applicationId/slip')
  @Access.role(OFFICER, 'sessionId')
  @Header('content-type', 'application/pdf')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'A candidate’s admission slip (PDF)' })
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async download(
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @Param('sessionId') sessionId: string,
    @Param('applicationId') applicationId: string,
  ): Promise<Buffer> {
    const booking = await bookingOf(this.database.tx, known(applicationId));
    if (booking?.sessionId !== sessionId) throw notBooked();
    return this.slip.send(reply, booking);
  }
}
