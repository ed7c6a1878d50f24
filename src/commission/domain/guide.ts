import { ok, refuse, type Result } from '../../kernel/index.js';

type Texts = Readonly<Record<string, string>>;

export interface GuideQuestion {
  readonly text: Texts;
  readonly followUps: readonly Texts[];
}

export interface GuideCompetency {
  readonly code: string;
  readonly title: Texts;
  /** What it is, and what is not judged under it. */
  readonly about: Texts;
  readonly questions: readonly GuideQuestion[];
  /** What somebody on each level does; the first is level 1. */
  readonly anchors: readonly Texts[];
}

/** What is asked in an interview, and what each level of an answer looks like. */
export interface Guide {
  readonly code: string;
  readonly title: Texts;
  readonly about: Texts;
  readonly competencies: readonly GuideCompetency[];
}

const CODE = /^[a-z][a-z0-9-]{0,39}$/;
const MOST_COMPETENCIES = 12;

const isSaid = (texts: Texts): boolean => Object.keys(texts).length > 0;

/** How many levels a guide has. */
export const levelsOf = (guide: Guide): number => guide.competencies[0]?.anchors.length ?? 0;

export const codesOf = (guide: Guide): string[] => guide.competencies.map(({ code }) => code);

/**
 * Whether a guide can be used: one competency at least, each with a code of its own and a question, all with as many
 * anchors, from 3 to 10.
 *
 * Refusals: COMMISSION.GUIDE_EMPTY, COMMISSION.GUIDE_CODES, COMMISSION.GUIDE_TITLE, COMMISSION.GUIDE_QUESTIONS, COMMISSION.GUIDE_LEVELS.
 */
export function checkGuide(guide: Guide): Result<Guide> {
  const { competencies } = guide;
  if (competencies.length < 1 || competencies.length > MOST_COMPETENCIES)
    return refuse('invalid', 'COMMISSION.GUIDE_EMPTY', 'A guide has from 1 to 12 competencies.');
  const codes = codesOf(guide);
  if (new Set(codes).size < codes.length || !codes.every((code) => CODE.test(code)))
    return refuse('invalid', 'COMMISSION.GUIDE_CODES', 'Each competency has a code of its own.');
  if (competencies.some(({ title, about }) => !isSaid(title) || !isSaid(about)))
    return refuse('invalid', 'COMMISSION.GUIDE_TITLE', 'Each competency has a name and says what it is.');
  if (competencies.some(({ questions }) => questions.length === 0))
    return refuse('invalid', 'COMMISSION.GUIDE_QUESTIONS', 'Each competency has a question at least.');
  const levels = levelsOf(guide);
  if (levels < 3 || levels > 10 || competencies.some(({ anchors }) => anchors.length !== levels))
    return refuse(
      'invalid',
      'COMMISSION.GUIDE_LEVELS',
      'All competencies have as many levels, from 3 to 10.',
    );
  return ok(guide);
}
