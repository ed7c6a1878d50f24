import type { Points } from '../../kernel/points.js';
import type { MarkLayer } from '../../marking/index.js';
import type { ItemScore, Outcome } from './score-item.js';
import { withMarks } from './with-marks.js';

/** One item on a score sheet: what the machine made of it, what people added, and what counts. */
export interface SheetLine<L extends MarkLayer = MarkLayer> {
  readonly position: number;
  readonly machine: { readonly points: Points; readonly why: Outcome };
  /** The oldest first; none is taken away by a later one. */
  readonly layers: readonly L[];
  readonly points: Points;
  readonly why: Outcome;
}

export interface ScoreSheet<L extends MarkLayer = MarkLayer> {
  readonly lines: readonly SheetLine<L>[];
  readonly total: Points;
  /** Items that people have not marked yet. */
  readonly pending: number;
}

/**
 * The score sheet of a sitting, from its layers alone: machine scores under one scoring version, marks and corrections. The
 * order in which layers come says nothing; the total is the exact sum of the lines.
 */
export function scoreSheet<L extends MarkLayer>(
  machine: readonly ItemScore[],
  layers: readonly L[],
): ScoreSheet<L> {
  const counting = withMarks(machine, layers);
  const lines = machine.map(({ position, points, why }, index): SheetLine<L> => {
    const { points: effective, why: because } = counting[index] ?? { points, why };
    return {
      position,
      machine: { points, why },
      layers: layers
        .filter((layer) => layer.position === position)
        .sort((one, other) => one.revision - other.revision),
      points: effective,
      why: because,
    };
  });
  return {
    lines,
    total: lines.reduce((sum, { points }) => sum + points, 0),
    pending: lines.filter(({ why }) => why === 'pending').length,
  };
}
