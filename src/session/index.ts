export { SESSION_STATES, type SessionState } from './domain/session-state.js';
export { applicationReference, readReference } from './domain/application-reference.js';
export { SessionModule } from './session.module.js';
export { bookingBySlipCode, bookingOf, isBooked, type BookingView } from './store/booking-store.js';
export { hasPlaces } from './store/place-store.js';
export { admissionOf, type AdmissionView } from './store/admission-store.js';
export {
  holdSession,
  lockSession,
  sessionById,
  sessionsOf,
  type SessionView,
} from './store/session-store.js';
export { mayEnter } from './use-cases/may-enter.js';
export { OpenSession } from './use-cases/open-session.js';
export { ScheduleSession } from './use-cases/schedule-session.js';
export { occasionOf, SessionDraw } from './use-cases/session-draw.js';
export { SessionStateDto } from './web/dto/session.dto.js';
