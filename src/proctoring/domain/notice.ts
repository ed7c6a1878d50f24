import { hashJson } from '../../kernel/index.js';
import type { WatchPlan } from './watch-plan.js';

export interface NoticePart {
  readonly title: string;
  readonly paragraphs: readonly string[];
}

/** What a candidate reads before they agree. */
export interface Notice {
  readonly title: string;
  readonly parts: readonly NoticePart[];
}

/** Words of one language under `consent:notice`, with values filled in. */
export type Say = (key: string, values?: Readonly<Record<string, number>>) => string;

/** Each part answers one question, in this order. */
export const NOTICE_PARTS = ['recorded', 'never', 'who', 'kept', 'contest', 'ask'] as const;

/**
 * The notice of a session, made of its own figures: what is recorded, what never is, who sees it, how long it is kept, how
 * to read and contest it, whom to ask. Equal plans give equal notices.
 */
export function noticeOf(plan: WatchPlan, say: Say): Notice {
  const { camera, snapshotsAnHour, fullScreen, keepSnapshotDays, keepSignalDays } = plan;
  const hasCamera = camera !== 'none';
  const paragraphs: Readonly<Record<(typeof NOTICE_PARTS)[number], readonly string[]>> = {
    recorded: [
      say('signals'),
      say(fullScreen ? 'fullScreen' : 'noFullScreen'),
      ...(hasCamera
        ? [say('snapshots', { count: snapshotsAnHour }), say(`camera.${camera}`)]
        : [say('camera.none')]),
      say('presence'),
    ],
    never: [say('neverContent'), say('neverJudged')],
    who: [say('whoProctors'), ...(hasCamera ? [say('whoLooked')] : [])],
    kept: [
      say('keptSignals', { count: keepSignalDays }),
      ...(hasCamera ? [say('keptSnapshots', { count: keepSnapshotDays })] : []),
      say('keptIncident'),
      say('keptConsent'),
    ],
    contest: [say('contestRead'), say('contestAnswer')],
    ask: [say('askWhom')],
  };
  return {
    title: say('title'),
    parts: NOTICE_PARTS.map((part) => ({ title: say(`part.${part}`), paragraphs: paragraphs[part] })),
  };
}

/** What a notice is kept and named by: SHA-256 of its canonical JSON (RFC 8785), with its language. 32 bytes. */
export const noticeHash = (language: string, { title, parts }: Notice): Buffer =>
  hashJson({
    language,
    title,
    parts: parts.map((part) => ({ title: part.title, paragraphs: [...part.paragraphs] })),
  });
