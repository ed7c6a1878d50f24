export { MarkingModule } from './marking.module.js';
export type { MarkLayer } from './domain/mark-layer.js';
export { isMarker } from './store/assignment-store.js';
export { markingProgress, type MarkingProgress } from './store/progress-store.js';
export {
  isMarkingOpen,
  sittingMarks,
  type GivenMark,
  type LayerView,
  type MarkedText,
} from './store/sitting-marks-store.js';
export { markLayers, oweMarks, type TextToMark } from './store/text-store.js';
export { correctLayer, type Correction } from './use-cases/correct-layer.js';
