/** How a session is to be held: what an officer decides before its draw is committed. */
export interface SessionPlan {
  readonly title: Readonly<Record<string, string>>;
  readonly opensAt: Date;
  readonly entryClosesAt: Date;
  /**
   * `on-grading`: the officer who plans signs the release beforehand, by name. `at`: so does an officer later, for a set
   * time (grading's page); a plan keeps it or takes it back.
   */
  readonly releasePolicy: 'officer' | 'on-grading' | 'at';
  /** Who may enter: whoever applied, or whoever booked a place. */
  readonly entry: 'applied' | 'booked';
  /** What a candidate needs before the start. */
  readonly admission: 'none' | 'proctor' | 'seat-code' | 'either';
  /** Starts are spread over so many seconds. */
  readonly spreadSeconds: number;
  /** What each candidate may look at afterwards, while answer keys can be challenged: a question that was shown is spent. */
  readonly review: ReviewLevel;
}

/** Nothing; the questions and one's own answers; these with the answer keys and points. */
export type ReviewLevel = 'none' | 'own-answers' | 'answers-and-keys';

/** The longest spread: nobody waits longer for having an unlucky number. */
export const MAX_SPREAD_SECONDS = 600;

/** Starts in a second that one modest machine takes without anybody waiting (bench `start`). */
const STARTS_A_SECOND = 200;

/**
 * Over how many seconds the starts of so many candidates are best spread: none where they fit into a second, otherwise
 * tens of seconds, at the pace that a modest machine takes.
 */
export function suggestedSpread(candidates: number): number {
  if (candidates <= STARTS_A_SECOND) return 0;
  const seconds = Math.ceil(candidates / STARTS_A_SECOND / 10) * 10;
  return Math.min(MAX_SPREAD_SECONDS, seconds);
}

/** The field that is wrong with a plan, or null. */
export function planFault(plan: Pick<SessionPlan, 'opensAt' | 'entryClosesAt' | 'spreadSeconds'>): {
  readonly field: 'entryClosesAt' | 'spreadSeconds';
  readonly code: 'SITTING.TIMES' | 'SESSION.SPREAD';
} | null {
  if (plan.opensAt >= plan.entryClosesAt) return { field: 'entryClosesAt', code: 'SITTING.TIMES' };
  const entrySeconds = (plan.entryClosesAt.getTime() - plan.opensAt.getTime()) / 1000;
  const { spreadSeconds } = plan;
  const inRange =
    Number.isInteger(spreadSeconds) && spreadSeconds >= 0 && spreadSeconds <= MAX_SPREAD_SECONDS;
  // Everybody's moment comes before entry closes.
  return inRange && spreadSeconds < entrySeconds ? null : { field: 'spreadSeconds', code: 'SESSION.SPREAD' };
}

const FIELDS = [
  'opensAt',
  'entryClosesAt',
  'releasePolicy',
  'entry',
  'admission',
  'spreadSeconds',
  'review',
] as const;

/** What differs between two plans, for the record of who changed what: `opensAt: … → …; title`. */
export function planChanges(before: SessionPlan, after: SessionPlan): string[] {
  const said = (value: Date | string | number): string =>
    value instanceof Date ? value.toISOString() : String(value);
  const titles = (plan: SessionPlan): string => JSON.stringify(Object.entries(plan.title).sort());
  return [
    ...(titles(before) === titles(after) ? [] : ['title']),
    ...FIELDS.filter((field) => said(before[field]) !== said(after[field])).map(
      (field) => `${field}: ${said(before[field])} → ${said(after[field])}`,
    ),
  ];
}
