import { SHOWN_SCHEMAS } from './fact-schemas.js';

export type EntryType = keyof typeof SHOWN_SCHEMAS;

/** Every kind of public statement that the registry knows. */
export const ENTRY_TYPES = Object.keys(SHOWN_SCHEMAS) as readonly EntryType[];
