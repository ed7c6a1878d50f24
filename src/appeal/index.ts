export { AppealModule } from './appeal.module.js';
export { FinishRegrades } from './use-cases/finish-regrades.js';
export { contestedIn, type Contested } from './store/contested-store.js';
