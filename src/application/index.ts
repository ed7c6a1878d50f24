export { ApplicationModule } from './application.module.js';
export type { ScreeningState } from './domain/screening-state.js';
export { CONTENT_TYPES, shownName } from './domain/file-type.js';
export { fileTypeOf } from './domain/type-check.js';
export { photosOf, type PhotoView } from './store/document-store.js';
export { OpenDocument } from './use-cases/open-document.js';
export { sendDocument, showDocument } from './web/send-document.js';
export { ScanDocumentHandler } from './jobs/scan-document.handler.js';
export { SCAN_DOCUMENT } from './jobs/scan-document.job.js';
export { DECISION, formOf, SCREENING, type ApplicationForm } from './store/form-store.js';
export {
  decisionsOn,
  screeningOutcomes,
  type ScreeningDecisionView,
  type ScreeningOutcomes,
} from './store/screening-store.js';
export { isPastTerm, keptMonths } from './store/kept-term.js';
export { ClearDocuments } from './use-cases/clear-documents.js';
export { EnqueueScans } from './use-cases/enqueue-scans.js';
