import { sittingMarks, type GivenMark, type LayerView } from '../../marking/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { SittingView } from '../../sitting/index.js';
import { machineScores, type PartScore } from '../domain/grade-sitting.js';
import { scoreSheet, type SheetLine } from '../domain/score-sheet.js';
import { countingVersionOf } from '../store/scoring-version-store.js';
import { gradesUnder } from './grades-under.js';
import { scoringVersionOf } from './scoring-version-of.js';

/** One item with everything that made its points. */
export interface SheetItem extends SheetLine<LayerView> {
  readonly part: string;
  readonly type: string;
  /** Of a text that people mark, once it is settled. */
  readonly marks: readonly GivenMark[];
}

export interface SittingScoreSheet {
  readonly candidateNumber: string;
  readonly scoringVersion: number;
  /** The revision of the marks up to which it is. */
  readonly marks: number;
  readonly items: readonly SheetItem[];
  readonly byPart: readonly PartScore[];
  /** Hundredths. */
  readonly points: number;
  readonly maximum: number;
  readonly pending: number;
  readonly passed: boolean;
  /** Whether the grade on record is the same; false while grading is on its way. */
  readonly isGraded: boolean;
}

/** The score sheet of a closed sitting, worked out anew from its layers under the scoring version that counts. */
export async function sittingScoreSheet(
  tx: Tx,
  sitting: SittingView,
): Promise<SittingScoreSheet | undefined> {
  // While a regrade is under way, what it will come to is nobody's to see.
  const counting = await countingVersionOf(tx, sitting.sessionId);
  const version = counting ?? (await scoringVersionOf(tx, sitting.sessionId));
  const { value: graded } = await gradesUnder(tx, version.rules, [sitting.id]).next();
  if (!graded) return undefined;
  const { sheet, items, grade, marks } = graded;
  const machine = machineScores(items, { responses: sheet.answers, language: sheet.language });
  const texts = new Map((await sittingMarks(tx, sitting.id)).map((text) => [text.position, text]));
  const layers = [...texts.values()].flatMap((text) => text.layers);
  const made = scoreSheet(machine, layers);
  const [kept] = await rows<{ points: number }>(
    tx,
    `SELECT points FROM grade WHERE sitting_id = $1 AND scoring_version_id = $2 AND sheet = $3 AND marks = $4`,
    [sitting.id, version.id, sheet.number, marks.revision],
  );
  return {
    candidateNumber: sitting.candidateNumber,
    scoringVersion: version.number,
    marks: marks.revision,
    items: made.lines.map((line, index) => ({
      ...line,
      part: items[index]?.part ?? '',
      type: items[index]?.type ?? '',
      marks: texts.get(line.position)?.marks ?? [],
    })),
    byPart: grade.byPart,
    points: made.total,
    maximum: grade.byPart.reduce((sum, { maximum }) => sum + maximum, 0),
    pending: made.pending,
    passed: grade.passed,
    isGraded: kept?.points === made.total,
  };
}
