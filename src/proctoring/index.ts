export { ProctoringModule } from './proctoring.module.js';
export { ClearWatched } from './use-cases/clear-watched.js';
export { EvidenceHolds } from './use-cases/evidence-holds.js';
export { NoteSilence } from './use-cases/note-silence.js';
export { DEFAULT_PLAN } from './domain/watch-plan.js';
export { ARRIVAL_DAYS } from './store/term-store.js';
export { removeRehearsalWatch, takeOverWatchPlan, watchPlanOf } from './store/watch-plan-store.js';
export { GiveConsent, type ConsentWish } from './use-cases/give-consent.js';
export { WatchNotices } from './use-cases/watch-notices.js';
export {
  hasOpenIncident,
  heldInReleased,
  heldSittings,
  holdingIncident,
  resultKnownAt,
} from './store/held-sittings.js';
export { sessionsWithoutSitting } from './store/arrival-store.js';
export { openIncidentsIn } from './store/incident-counts.js';
export { openIncidentsAbout } from './use-cases/open-incidents-about.js';
export { sessionsToSettle, settleIncidents, type SettledIncident } from './use-cases/settle-incidents.js';
export { END_KINDS, SIGNAL_KINDS, type DeviceSignal, type SignalKind } from './domain/signal.js';
export { HearDevice, type Heard, type Report } from './use-cases/hear-device.js';
export { DestroyMadeUpPictures } from './use-cases/destroy-made-up-pictures.js';
export { KeepSnapshot } from './use-cases/keep-snapshot.js';
