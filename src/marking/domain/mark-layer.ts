import type { Points } from '../../kernel/points.js';

/**
 * One thing that people added to a sitting's scores: the mark that its two markers, or the third, came to; or a correction
 * by a named person. None takes another away.
 */
export interface MarkLayer {
  /** From 1, within its sitting. */
  readonly revision: number;
  readonly position: number;
  readonly kind: 'marked' | 'adjudicated' | 'corrected';
  readonly points: Points;
}
