import { Body, Controller, Delete, Get, Header, Param, Put, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { applicationOf } from '../../competition/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  orThrow,
  RefusalError,
  type OpenMeritReply,
  type Principal,
  type Tx,
} from '../../platform/index.js';
import { bookingOf, type BookingView } from '../store/booking-store.js';
import { bookablePlaces } from '../store/place-store.js';
import { BookPlace } from '../use-cases/book-place.js';
import { CancelBooking } from '../use-cases/cancel-booking.js';
import { AdmissionSlip } from './admission-slip.js';
import { BookingDto, PlaceFreedDto, PlaceListDto, PlaceWishDto } from './dto/booking.dto.js';
import { known } from './known.js';

/** A candidate's own place in the exam of a competition. There is one at most, so its address names the competition. */
@ApiTags('booking')
@Controller('api/v1/competitions/:competitionId')
export class BookingsController {
  constructor(
    private readonly database: Database,
    private readonly bookPlace: BookPlace,
    private readonly cancelBooking: CancelBooking,
    private readonly slip: AdmissionSlip,
  ) {}

  @Get('places')
  @Access.candidate()
  @ApiOperation({
    summary: 'Places that can be booked',
    description: 'By centre and time. Full ones are there with 0 free.',
  })
  @ApiOkResponse({ type: PlaceListDto })
  async places(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
  ): Promise<PlaceListDto> {
    const { tx } = this.database;
    const application = await applicationOf(tx, known(competitionId), principal.personId ?? '');
    return { items: await bookablePlaces(tx, competitionId, application?.id ?? null) };
  }

  @Get('booking')
  @Access.candidate()
  @ApiOperation({ summary: 'Your place', description: '404 SESSION.NOT_BOOKED where you have none.' })
  @ApiOkResponse({ type: BookingDto })
  async show(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
  ): Promise<BookingDto> {
    return bookingDto(await ownBooking(this.database.tx, principal, competitionId));
  }

  @Put('booking')
  @Access.candidate()
  @ApiOperation({
    summary: 'Book a place, or move to another',
    description:
      'The seat is given at once, by chance, with what you need. Whoever has a place keeps it until the new one is theirs.',
  })
  @ApiOkResponse({ type: BookingDto })
  async book(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() { sessionId, centreId, needs }: PlaceWishDto,
  ): Promise<BookingDto> {
    const wish = { sessionId, centreId, needs: needs ?? [] };
    return bookingDto(orThrow(await this.bookPlace.run(principal, known(competitionId), wish)));
  }

  @Delete('booking')
  @Access.candidate()
  @ApiOperation({ summary: 'Give your place back', description: 'Until the session opens.' })
  @ApiOkResponse({ type: PlaceFreedDto })
  async cancel(
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
  ): Promise<PlaceFreedDto> {
    return orThrow(await this.cancelBooking.run(principal, known(competitionId)));
  }

  @Get('booking/slip')
  @Access.candidate()
  @Header('content-type', 'application/pdf')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Your admission slip (PDF)' })
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async download(
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
  ): Promise<Buffer> {
    return this.slip.send(reply, await ownBooking(this.database.tx, principal, competitionId));
  }
}

/** The candidate's own place. @throws RefusalError SESSION.NOT_BOOKED. */
async function ownBooking(tx: Tx, principal: Principal, competitionId: string): Promise<BookingView> {
  const application = await applicationOf(tx, known(competitionId), principal.personId ?? '');
  const booking = application && (await bookingOf(tx, application.id));
  if (!booking) throw notBooked();
  return booking;
}

export const bookingDto = ({ drawId, ...booking }: BookingView): BookingDto => ({
  ...booking,
  isRosterFixed: drawId !== null,
});

export const notBooked = (): RefusalError =>
  new RefusalError({ code: 'SESSION.NOT_BOOKED', kind: 'not-found', detail: 'No place is booked.' });
