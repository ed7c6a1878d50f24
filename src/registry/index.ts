export { RegistryModule } from './registry.module.js';
export { entryCounts, searchEntries, type EntryView } from './store/entry-store.js';
export { DrainOutbox } from './use-cases/drain-outbox.js';
