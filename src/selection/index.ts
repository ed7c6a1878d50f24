export type { Outcome } from './domain/apply-rule.js';
export { SelectionModule } from './selection.module.js';
export { conclusionOf, conclusionsOf, resultsOf, type ConclusionView } from './store/conclusion-store.js';
export { sessionsOfStage } from './store/sat-scores.js';
export { ConcludeStage, namesAnyone } from './use-cases/conclude-stage.js';
