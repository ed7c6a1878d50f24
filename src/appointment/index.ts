export { AppointmentModule } from './appointment.module.js';
export { isAnonymous, LEAST_ALIKE } from './domain/anonymity.js';
export { appointedGroups, appointmentsOf, type AppointmentView } from './store/appointment-store.js';
export { offersToPerson, offersToSign, type OfferView } from './store/offer-store.js';
export { directToSign } from './store/other-appointment-store.js';
export { PublishAppointments } from './use-cases/publish-appointments.js';
export { RemindOfOffers } from './use-cases/remind-of-offers.js';
export { SettleOffers } from './use-cases/settle-offers.js';
