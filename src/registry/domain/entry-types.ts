import { APPOINTMENT_FACT } from '../../appointment/facts.js';
import { ANNOUNCEMENT_FACT } from '../../competition/facts.js';
import {
  DRAW_CANCELLED_FACT,
  DRAW_COMMITTED_FACT,
  DRAW_MADE_FACT,
  DRAW_REPEATED_FACT,
  DRAW_REVEALED_FACT,
  DRAW_SHARE_RECEIVED_FACT,
  DRAW_SPARES_ADDED_FACT,
} from '../../form/facts.js';
import { RESULT_LIST_FACT } from '../../grading/facts.js';
import { RANKING_FACT } from '../../ranking/facts.js';
import { LATE_RULING_FACT, RECEIPT_FACT, SESSION_VOID_FACT, SITTING_VOID_FACT } from '../../sitting/facts.js';
import { SIGNING_KEY_FACT, TOMBSTONE_FACT } from '../facts.js';

/** Every kind of public statement that the registry knows. */
export const ENTRY_TYPES = [
  APPOINTMENT_FACT,
  RESULT_LIST_FACT,
  RANKING_FACT,
  ANNOUNCEMENT_FACT,
  DRAW_COMMITTED_FACT,
  DRAW_REPEATED_FACT,
  DRAW_SHARE_RECEIVED_FACT,
  DRAW_MADE_FACT,
  DRAW_SPARES_ADDED_FACT,
  DRAW_CANCELLED_FACT,
  DRAW_REVEALED_FACT,
  SESSION_VOID_FACT,
  SITTING_VOID_FACT,
  RECEIPT_FACT,
  LATE_RULING_FACT,
  SIGNING_KEY_FACT,
  TOMBSTONE_FACT,
] as const;

export type EntryType = (typeof ENTRY_TYPES)[number];
