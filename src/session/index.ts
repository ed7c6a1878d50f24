export { SESSION_STATES, type SessionState } from './domain/session-state.js';
export { applicationReference, readReference } from './domain/application-reference.js';
export { SessionModule } from './session.module.js';
export {
  admissionOf,
  atTheDoor,
  identityCheckOf,
  seatCodeOf,
  type AdmissionView,
  type AtTheDoor,
  type IdentityView,
} from './store/admission-store.js';
export {
  MANUAL_POINTS,
  manualChecks,
  verdictOf,
  type ManualCheck,
  type ManualPoint,
  type VerdictView,
} from './store/checklist-store.js';
export {
  lastRehearsal,
  rehearsalById,
  rehearsalsOf,
  type DrillAct,
  type DrillSignal,
  type RehearsalReport,
  type RehearsalState,
  type RehearsalView,
  type Times,
} from './store/rehearsal-store.js';
export { entitle, isEntitled, rosterOf } from './store/roster-store.js';
export { suggestedSpread, type ReviewLevel, type SessionPlan } from './domain/session-plan.js';
export {
  bookedCount,
  bookingBySlipCode,
  bookingOf,
  isBooked,
  unmetNeeds,
  voidBooking,
  type BookingView,
} from './store/booking-store.js';
export { hasPlaces } from './store/place-store.js';
export {
  holdSession,
  lockSession,
  rehearsalsAmong,
  replacementOf,
  sessionById,
  sessionsOf,
  type SessionView,
} from './store/session-store.js';
export { programmeOf, programmeOfSession } from './store/session-programme.js';
export { ChangePlan, type PlanChange } from './use-cases/change-plan.js';
export { mayEnter } from './use-cases/may-enter.js';
export { Presence } from './use-cases/presence.js';
export { removeRehearsalSession } from './use-cases/remove-rehearsal-session.js';
export { WhoIsAtTheDoor, type DoorRow } from './use-cases/who-is-at-the-door.js';
export { TickPoint } from './use-cases/tick-point.js';
export { OfferPlaces } from './use-cases/offer-places.js';
export { SaveCentre } from './use-cases/save-centre.js';
export { SaveRoom } from './use-cases/save-room.js';
export { OpenSession } from './use-cases/open-session.js';
export { scheduleIn, ScheduleSession, type PlanWish } from './use-cases/schedule-session.js';
export { occasionOf, SessionDraw } from './use-cases/session-draw.js';
export { noSession } from './domain/no-session.js';
export { notInStage } from './domain/not-in-stage.js';
export { knownSession, sessionInCompetition } from './web/known-session.js';
export { IdentityCheckDto } from './web/dto/admission.dto.js';
export { SessionStateDto } from './web/dto/session.dto.js';
export { isTimeZone } from './domain/time-zone.js';
export { textOf, textsOf, type Typed } from './web/form-fields.js';
