import type { Keeping } from '../store/removal-store.js';
import type { RecordPart } from './record-parts.js';

const DAY = 86_400_000;

/**
 * Until when something is kept for so many days after the end of a session; no day is named where an incident keeps it, or a
 * part of it, longer. @param overAt null: it is not over.
 */
export const keptFor = (overAt: Date | null, { days: count, longer }: Keeping): RecordPart['kept'] =>
  longer
    ? { until: null, words: { key: `watch:record.kept.${longer}`, data: { count } } }
    : {
        until: overAt && new Date(overAt.getTime() + count * DAY),
        words: { key: 'watch:record.keptDays', data: { count } },
      };
