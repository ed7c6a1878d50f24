export { AppointmentModule } from './appointment.module.js';
export { isAnonymous, LEAST_ALIKE } from './domain/anonymity.js';
export { appointedGroups, appointmentsOf, type AppointmentView } from './store/appointment-store.js';
export { Appoint } from './use-cases/appoint.js';
export { PublishAppointments } from './use-cases/publish-appointments.js';
