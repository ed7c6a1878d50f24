import { BankRow } from './store/bank.row.js';

export type { AnswerKey } from './domain/answer-key.js';
export type {
  AssemblyKind,
  Constraint,
  ItemFilter,
  ProgrammeFile,
  Stratum,
} from './domain/programme-file.js';
export { QuestionBankModule } from './question-bank.module.js';
export { bankTaxonomies, type BankTaxonomy } from './store/bank-taxonomy.js';
export { answerKeys, bankOverviews, itemsForDelivery, type DeliveredText } from './store/item-store.js';
export { mediaAddresses } from './store/media-store.js';
export {
  livePool,
  recordExposure,
  type PoolCase,
  type PoolItem,
  type PoolTranslation,
} from './store/pool-store.js';
export { LoadBanks, type LoadReport } from './use-cases/load-banks.js';
export { readBanks } from './use-cases/read-banks.js';

/** The TypeORM rows of this stage. */
export const rows = [BankRow];
