import { BankRow } from './store/bank.row.js';

export { QuestionBankModule } from './question-bank.module.js';
export { banksOfGrants, WRITES_ITEMS } from './domain/bank-scope.js';
export { COGNITIVE_LEVELS } from './domain/check-draft.js';
export { cleanBody } from './domain/clean-body.js';
export type { ItemContent } from './domain/item-content.js';
export { storedStructure, storedText } from './domain/stored-item.js';
export {
  itemsForDelivery,
  contentHashes,
  itemsToDisclose,
  itemsToScore,
  itemTopics,
  itemWords,
  pictureHashes,
  type TranslationToDeliver,
} from './store/item-delivery.js';
export { recordSight } from './store/item-history-store.js';
export {
  itemCodes,
  newestReports,
  reportItems,
  type ItemReportView,
  type ReportedItem,
} from './store/report-store.js';
export { SeenItems, type SeenItem } from './web/seen-items.js';
export { mediaAddresses } from './store/media-store.js';
export { ownDrafts, waitingReviews } from './store/item-work-store.js';
export { bankOverviews } from './store/item-store.js';
export type {
  Aids,
  AssemblyKind,
  Constraint,
  ItemFilter,
  ProgrammeFile,
  Stratum,
} from './domain/programme-file.js';
export { bankTaxonomies, type BankTaxonomy } from './store/bank-taxonomy.js';
export {
  livePool,
  recordExposure,
  type PoolCase,
  type PoolItem,
  type PoolTranslation,
} from './store/pool-store.js';
export { bodyHtml } from './web/body-html.js';
export { LoadBanks, type LoadReport } from './use-cases/load-banks.js';
export { practiceExams, type PracticeExam, type PracticeItem } from './use-cases/practice-exams.js';
export { readBanks } from './use-cases/read-banks.js';

/** The TypeORM rows of this stage. */
export const rows = [BankRow];
