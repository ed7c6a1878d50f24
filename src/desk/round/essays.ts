import type { SeededGenerator } from '../../kernel/index.js';
import type { Knowledge } from './knowledge.js';

/** Sentences that played candidates write, by how good they are. */
const SENTENCES = [
  [
    'It is so because it is so.',
    'The matter concerns various aspects that are to be seen in their context.',
    'The applicant is to take note of what was decided in the case at hand.',
    'Everything necessary will be arranged in due course.',
    'There are rules, and they were followed.',
  ],
  [
    'The office has looked at what was asked, and cannot agree to all of it.',
    'There is a limit in the law, which is the ground of the decision.',
    'Whoever disagrees may object at the office.',
    'The second way costs less, though it takes longer.',
    'More can be asked at the desk on weekdays.',
  ],
  [
    'The answer comes first: we cannot grant this, and here is the ground with both figures.',
    'You may object within thirty days, at the office or online, and we explain how below.',
    'If things change, apply again at any time; nothing is lost by it.',
    'We propose the bus: it reaches the three villages that have no other way.',
    'The advice centre helps without charge, on weekdays from nine to five.',
  ],
] as const;

const LENGTH = 6;
const BEST = SENTENCES.length - 1;

/** Somebody who writes a new text for each task, better or worse. */
export function writer(chance: SeededGenerator): Knowledge {
  const level = chance.below(SENTENCES.length);
  return { answerTo: ({ type }) => (type === 'extended-text' ? written(level, chance) : undefined) };
}

function written(level: number, chance: SeededGenerator): string {
  const sentence = (): string => {
    // Nobody writes all of a text equally well.
    const own = Math.min(BEST, Math.max(0, level + chance.below(3) - 1));
    const known = SENTENCES[own] ?? [];
    return known[chance.below(known.length)] ?? '';
  };
  return Array.from({ length: LENGTH }, sentence).join(' ');
}

/** How good a text is, from 0 to 100, to whoever knows these sentences. */
export function qualityOf(text: string): number {
  const found = SENTENCES.flatMap((sentences, level) =>
    sentences.flatMap((sentence) =>
      text
        .split(sentence)
        .slice(1)
        .map(() => level),
    ),
  );
  const sum = found.reduce((total: number, level) => total + level, 0);
  return found.length === 0 ? 0 : Math.round((100 * sum) / (BEST * found.length));
}
