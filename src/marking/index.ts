export { MarkingModule } from './marking.module.js';
export type { MarkLayer } from './domain/mark-layer.js';
export { markingProgress, type MarkingProgress } from './store/progress-store.js';
export {
  sittingMarks,
  type GivenMark,
  type LayerView,
  type MarkedText,
} from './store/sitting-marks-store.js';
export { markLayers, oweMarks, type TextToMark } from './store/text-store.js';
export { correctLayer, type Correction } from './use-cases/correct-layer.js';
export { refuseMarkers } from './web/refuse-markers.js';
