import { Module } from '@nestjs/common';
import { FormModule } from '../form/index.js';
import { BookPlace } from './use-cases/book-place.js';
import { CancelBooking } from './use-cases/cancel-booking.js';
import { OfferPlaces } from './use-cases/offer-places.js';
import { OpenSession } from './use-cases/open-session.js';
import { SaveCentre } from './use-cases/save-centre.js';
import { SaveRoom } from './use-cases/save-room.js';
import { ScheduleSession } from './use-cases/schedule-session.js';
import { SessionDraw } from './use-cases/session-draw.js';
import { AdmissionSlip } from './web/admission-slip.js';
import { BookingsController } from './web/bookings.controller.js';
import { BookingsPages } from './web/bookings.pages.js';
import { CentresController } from './web/centres.controller.js';
import { CentresPages } from './web/centres.pages.js';
import { DrawController } from './web/draw.controller.js';
import { DrawPages } from './web/draw.pages.js';
import { PlacesController } from './web/places.controller.js';
import { PlacesPages } from './web/places.pages.js';
import { PublicDrawPages } from './web/public-draw.pages.js';
import { SessionsController } from './web/sessions.controller.js';

const useCases = [
  BookPlace,
  CancelBooking,
  OfferPlaces,
  OpenSession,
  SaveCentre,
  SaveRoom,
  ScheduleSession,
  SessionDraw,
];

@Module({
  imports: [FormModule],
  controllers: [
    BookingsController,
    BookingsPages,
    CentresController,
    CentresPages,
    DrawController,
    DrawPages,
    PlacesController,
    PlacesPages,
    PublicDrawPages,
    SessionsController,
  ],
  providers: [...useCases, AdmissionSlip],
  exports: useCases,
})
export class SessionModule {}
