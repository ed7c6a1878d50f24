export { RegistryModule } from './registry.module.js';
export { entryCounts, searchEntries, type EntryView } from './store/entry-store.js';
export { receiptsLike, type StatedReceipt } from './store/receipt-entries.js';
export { AskWitnesses } from './use-cases/ask-witnesses.js';
export { lockedPersonal, personalEntry, type PersonalEntry } from './store/removal-store.js';
export { tombstoneFact } from './facts.js';
export { StateKeys } from './use-cases/state-keys.js';
export { DrainOutbox } from './use-cases/drain-outbox.js';
export { LogKey } from './use-cases/log-key.js';
