/** What candidates go through in a competition. An exam, an essay and a case are sat in sessions; commissions hold the last two. */
export const STAGE_KINDS = ['screening', 'exam', 'essay', 'case', 'assessment', 'interview'] as const;
export type StageKind = (typeof STAGE_KINDS)[number];

/** Whether candidates sit it in a session with a form. */
export const isSat = (kind: StageKind): boolean => kind === 'exam' || kind === 'essay' || kind === 'case';

/** Whether a commission scores it. */
export const isBeforeCommission = (kind: StageKind): boolean => kind === 'assessment' || kind === 'interview';

/**
 * Who goes on from a stage. Points are hundredths.
 * `passed`: whoever passed by the exam's own pass rule, or was found eligible.
 * `cut-score`: at least so many points. `best`: the best so many, and all who equal the last of them.
 * `best-half`: half of those who took part, rounded up, and all who equal the last of them.
 * `weighted`: at least so many hundredths of the weighted mean of these stages' shares of their maximum, so that strength in
 * one makes up for another.
 */
export type StageRule =
  | { readonly kind: 'passed' }
  | { readonly kind: 'cut-score'; readonly points: number }
  | { readonly kind: 'best'; readonly count: number }
  | { readonly kind: 'best-half' }
  | {
      readonly kind: 'weighted';
      readonly least: number;
      readonly stages: readonly { readonly code: string; readonly weight: number }[];
    };
