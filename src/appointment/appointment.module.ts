import { Module, type OnModuleInit } from '@nestjs/common';
import { BeforeConclusion, CompetitionModule } from '../competition/index.js';
import { ok, refuse } from '../kernel/index.js';
import { OpenWork, PeopleModule } from '../people/index.js';
import { isLive } from './domain/offer-state.js';
import { offersOf } from './store/offer-store.js';
import { openWorkOf } from './store/open-work-store.js';
import { AnswerOffer } from './use-cases/answer-offer.js';
import { DirectAppointments } from './use-cases/direct-appointments.js';
import { EndAppointment } from './use-cases/end-appointment.js';
import { EndOtherAppointment } from './use-cases/end-other-appointment.js';
import { ImportAppointments } from './use-cases/import-appointments.js';
import { OfferPost } from './use-cases/offer-post.js';
import { PublishAppointments } from './use-cases/publish-appointments.js';
import { RemindOfOffers } from './use-cases/remind-of-offers.js';
import { SettleOffers } from './use-cases/settle-offers.js';
import { SignOffers } from './use-cases/sign-offers.js';
import { TakeBackOffer } from './use-cases/take-back-offer.js';
import { AppointmentsController } from './web/appointments.controller.js';
import { AppointmentsPages } from './web/appointments.pages.js';
import { DirectController } from './web/direct.controller.js';
import { DirectPages } from './web/direct.pages.js';
import { EndingPages } from './web/ending.pages.js';
import { ImportPages } from './web/import.pages.js';
import { OffersController } from './web/offers.controller.js';
import { OwnOffersController } from './web/own-offers.controller.js';
import { OwnOffersPages } from './web/own-offers.pages.js';
import { SigningPages } from './web/signing.pages.js';

@Module({
  imports: [CompetitionModule, PeopleModule],
  controllers: [
    AppointmentsController,
    AppointmentsPages,
    DirectController,
    DirectPages,
    EndingPages,
    ImportPages,
    OffersController,
    OwnOffersController,
    OwnOffersPages,
    SigningPages,
  ],
  providers: [
    AnswerOffer,
    DirectAppointments,
    EndAppointment,
    EndOtherAppointment,
    ImportAppointments,
    OfferPost,
    PublishAppointments,
    RemindOfOffers,
    SettleOffers,
    SignOffers,
    TakeBackOffer,
  ],
  exports: [PublishAppointments, RemindOfOffers, SettleOffers],
})
export class AppointmentModule implements OnModuleInit {
  constructor(
    private readonly beforeConclusion: BeforeConclusion,
    private readonly openWork: OpenWork,
  ) {}

  onModuleInit(): void {
    this.beforeConclusion.add(async (tx, competitionId) =>
      (await offersOf(tx, competitionId)).some(({ state }) => isLive(state))
        ? refuse('conflict', 'APPOINTMENT.OFFERS_OPEN', 'Offers of this competition are open.')
        : ok(true),
    );
    this.openWork.add(openWorkOf);
  }
}
