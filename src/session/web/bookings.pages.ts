import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { applicationOf, competitionById } from '../../competition/index.js';
import { isUuid, refuse, type Result } from '../../kernel/index.js';
import {
  Access,
  CurrentPrincipal,
  Database,
  Page,
  Pages,
  RefusalError,
  seeOther,
  type OpenMeritReply,
  type OpenMeritRequest,
  type Principal,
} from '../../platform/index.js';
import { applicationReference } from '../domain/application-reference.js';
import { SEAT_FEATURES } from '../domain/seat-features.js';
import { bookingOf } from '../store/booking-store.js';
import { bookablePlaces } from '../store/place-store.js';
import { BookPlace } from '../use-cases/book-place.js';
import { CancelBooking } from '../use-cases/cancel-booking.js';
import { groupPlaces, placeValue } from './booking-groups.js';
import { textOf, ticked, type Typed } from './form-fields.js';

const VIEW = 'session/web/views/booking.njk';

/** A candidate's place in an exam: choosing it, moving, giving it back. */
@ApiExcludeController()
@Controller('competitions/:competitionId/booking')
export class BookingsPages {
  constructor(
    private readonly pages: Pages,
    private readonly database: Database,
    private readonly bookPlace: BookPlace,
    private readonly cancelBooking: CancelBooking,
  ) {}

  @Get()
  @Access.candidate()
  @Page()
  async show(
    @Req() request: OpenMeritRequest,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
  ): Promise<string> {
    return this.pages.html(request, VIEW, await this.#model(principal, competitionId));
  }

  @Post()
  @Access.candidate()
  @Page()
  async book(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
    @Body() body: Typed,
  ): Promise<string> {
    const model = await this.#model(principal, competitionId);
    const [sessionId = '', centreId = ''] = textOf(body, 'place').split('/');
    const needs = ticked(body, 'needs', SEAT_FEATURES);
    const result =
      isUuid(sessionId) && isUuid(centreId)
        ? await this.bookPlace.run(principal, competitionId, { sessionId, centreId, needs })
        : notChosen();
    if (result.ok) return seeOther(reply, `/competitions/${competitionId}/booking`);
    const values = { place: textOf(body, 'place'), needs };
    return this.pages.refused(request, reply, VIEW, { ...model, values }, byPlace(result));
  }

  @Post('cancellation')
  @Access.candidate()
  @Page()
  async cancel(
    @Req() request: OpenMeritRequest,
    @Res({ passthrough: true }) reply: OpenMeritReply,
    @CurrentPrincipal() principal: Principal,
    @Param('competitionId') competitionId: string,
  ): Promise<string> {
    const model = await this.#model(principal, competitionId);
    const result = await this.cancelBooking.run(principal, competitionId);
    if (result.ok) return seeOther(reply, `/competitions/${competitionId}/booking`);
    return this.pages.refused(request, reply, VIEW, model, result.refusal);
  }

  async #model(principal: Principal, competitionId: string): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const competition = isUuid(competitionId) ? await competitionById(tx, competitionId) : undefined;
    if (!competition || competition.state === 'draft') {
      throw new RefusalError({
        code: 'COMPETITION.NOT_FOUND',
        kind: 'not-found',
        detail: 'There is no such competition.',
      });
    }
    const application = await applicationOf(tx, competitionId, principal.personId ?? '');
    const isStanding = application?.state === 'submitted';
    const booking = isStanding ? await bookingOf(tx, application.id) : undefined;
    const places = isStanding ? await bookablePlaces(tx, competitionId, application.id) : [];
    const held = booking && placeValue({ sessionId: booking.sessionId, centreId: booking.centre.id });
    return {
      competition,
      isStanding,
      booking,
      held,
      reference: application && applicationReference(application.id),
      canMove: booking?.sessionState === 'scheduled' && !booking.isClosed && booking.drawId === null,
      groups: groupPlaces(places),
      isFull: places.length > 0 && places.every(({ free }) => free === 0),
      features: SEAT_FEATURES,
      values: { place: '', needs: booking?.needs ?? [] },
    };
  }
}

const notChosen = () =>
  refuse('invalid', 'SESSION.CHOOSE_PLACE', 'Choose a place.', { fields: { place: 'SESSION.CHOOSE_PLACE' } });

/** Whatever is wrong with a place is said beside the places. */
function byPlace(result: Extract<Result<unknown>, { ok: false }>) {
  const { refusal } = result;
  const field = refusal.code === 'SESSION.NO_FITTING_SEAT' ? 'needs' : 'place';
  const isOfPlace = ['SESSION.FULL', 'SESSION.NO_FITTING_SEAT'].includes(refusal.code);
  return isOfPlace ? { ...refusal, fields: { [field]: refusal.code } } : refusal;
}
