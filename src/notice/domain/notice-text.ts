import type { NoticeDetail } from './notice-kinds.js';

/** How words are found and times are written. */
export interface Speaker {
  readonly t: (key: string, parameters: Readonly<Record<string, string | number>>) => string;
  readonly time: (moment: Date, zone?: string) => string;
  readonly local: (texts: Readonly<Record<string, string>>) => string;
}

export interface NoticeText {
  readonly subject: string;
  readonly body: string;
}

/** A notice in the language of its speaker. A subject is one line, whatever it was filled with. */
export function noticeText(
  kind: string,
  details: Readonly<Record<string, NoticeDetail>>,
  speaker: Speaker,
): NoticeText {
  const filled = Object.fromEntries(
    Object.entries(details).map(([name, detail]) => [name, spoken(detail, speaker)]),
  );
  return {
    subject: speaker.t(`notice:kinds.${kind}.subject`, filled).replace(/\s+/g, ' ').trim(),
    body: speaker.t(`notice:kinds.${kind}.body`, filled),
  };
}

function spoken(detail: NoticeDetail, speaker: Speaker): string | number {
  if (typeof detail !== 'object') return detail;
  if (!isMoment(detail)) return speaker.local(detail);
  return detail.zone === undefined
    ? speaker.time(new Date(detail.at))
    : speaker.time(new Date(detail.at), detail.zone);
}

// A text by language has codes of languages for its names: `at` is none.
const isMoment = (detail: object): detail is { readonly at: string; readonly zone?: string } =>
  'at' in detail;
