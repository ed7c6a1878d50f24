export type { Outcome } from './domain/apply-rule.js';
export { SelectionModule } from './selection.module.js';
export {
  conclusionOf,
  conclusionsOf,
  resultsOf,
  type ConclusionView,
  type ResultView,
} from './store/conclusion-store.js';
export { sessionsOfStage } from './store/sat-scores.js';
export { ConcludeStage, scoresDiffer } from './use-cases/conclude-stage.js';
export { ForeseeStages, type ForeseenStage, type OpenStage } from './use-cases/foresee-stages.js';
export { WeighStage, type WeighedStage } from './use-cases/weigh-stage.js';
