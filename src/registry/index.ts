export { RegistryModule } from './registry.module.js';
export { searchEntries, type EntryView } from './store/entry-store.js';
export { placeInLog } from './store/log-witnesses.js';
export { receiptsLike, type StatedReceipt } from './store/receipt-entries.js';
export { AskWitnesses } from './use-cases/ask-witnesses.js';
export { personalCorrections, personalEntry, type PersonalEntry } from './store/removal-store.js';
export {
  correctableEntry,
  lockEntry,
  personalCorrectionWaits,
  type CorrectableEntry,
} from './store/correction-store.js';
export {
  correctionOf,
  currentOf,
  isCorrectable,
  leavesOf,
  type Corrected,
  type CorrectionLine,
} from './domain/corrections.js';
export { correctionFact, tombstoneFact } from './facts.js';
export { fieldWords, valueWords } from './web/field-words.js';
export { StateKeys } from './use-cases/state-keys.js';
export { DrainOutbox } from './use-cases/drain-outbox.js';
export { LogKey } from './use-cases/log-key.js';
