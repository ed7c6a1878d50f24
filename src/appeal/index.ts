export { AppealModule } from './appeal.module.js';
export { ForeseeChangeHandler } from './jobs/foresee-change.handler.js';
export { FORESEE_CHANGE } from './jobs/foresee-change.job.js';
export { EnqueueForeseen } from './use-cases/enqueue-foreseen.js';
export { FinishRegrades } from './use-cases/finish-regrades.js';
export { RunForesee } from './use-cases/run-foresee.js';
export { contestedIn, type Contested } from './store/contested-store.js';
