/** What somebody is told. Each has its words in the locales: `notice:kinds.<kind>.subject` and `.body`. */
export const NOTICE_KINDS = [
  'application-received',
  'application-withdrawn',
  'place-booked',
  'place-cancelled',
  'late-decided',
  'sitting-void',
  'session-void',
  'results-released',
  'post-offered',
  'offer-lapses',
  'offer-ended',
  'appointed',
  'challenge-decided',
  'result-changed',
  'appeal-received',
  'appeal-taken',
  'appeal-decided',
  'stage-advanced',
  'stage-out',
  'application-eligible',
  'application-not-eligible',
  'application-more',
  'document-infected',
  'interview-planned',
  'interview-changed',
  'interview-concluded',
  'incident-opened',
  'incident-evidence',
  'incident-dictated',
  'incident-dictated-late',
  'incident-decided',
  'incident-decided-held',
  'incident-found',
  'incident-reviewed',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** A word to fill in: the same in all languages, a text by language, or a moment (ISO 8601) in a time zone (IANA; UTC). */
export type NoticeDetail =
  string | number | Readonly<Record<string, string>> | { readonly at: string; readonly zone?: string };

export interface NoticeDraft {
  readonly kind: NoticeKind;
  readonly personId: string;
  /** Id of what it is about, and what makes it another occasion: the same kind about the same is told once. */
  readonly about: string;
  readonly details: Readonly<Record<string, NoticeDetail>>;
  /** Where on the platform it leads: begins with a slash. */
  readonly path: string;
}
