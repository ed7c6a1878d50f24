export { AppointmentModule } from './appointment.module.js';
export { appointmentsOf, type AppointmentView } from './store/appointment-store.js';
export { Appoint } from './use-cases/appoint.js';
