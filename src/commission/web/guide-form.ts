import { textOf, textsOf, type Typed } from '../../session/index.js';
import type { Guide, GuideCompetency, GuideQuestion } from '../domain/guide.js';

/** Questions of all languages out of one field each: a line is a question, one with a hyphen asks further. */
function questionsFrom(body: Typed, languages: readonly string[]): GuideQuestion[] {
  const lines = languages.map((language) =>
    textOf(body, `questions.${language}`)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  );
  const [first = []] = lines;
  // Languages whose lines do not fit together have no questions: the guide is refused for it.
  if (lines.some((one) => one.length !== first.length)) return [];
  const questions: { text: Record<string, string>; followUps: Record<string, string>[] }[] = [];
  for (const [row, line] of first.entries()) {
    const isFollowUp = line.startsWith('-');
    const texts = Object.fromEntries(
      languages.map((language, index) => [language, (lines[index]?.[row] ?? '').replace(/^-\s*/, '')]),
    );
    const last = questions.at(-1);
    if (isFollowUp && last) last.followUps.push(texts);
    else questions.push({ text: texts, followUps: [] });
  }
  return questions;
}

/** A competition's competency, out of the form. @param levels how many anchors it has. */
export function competencyFrom(
  body: Typed,
  code: string,
  levels: number,
  languages: readonly string[],
): GuideCompetency {
  const anchors = Array.from({ length: levels }, (_, index) =>
    textsOf(body, `anchor-${String(index + 1)}`, languages),
  );
  const isWhole = (texts: Record<string, string>) => Object.keys(texts).length === languages.length;
  return {
    code,
    title: textsOf(body, 'title', languages),
    about: textsOf(body, 'about', languages),
    questions: questionsFrom(body, languages),
    anchors: anchors.filter(isWhole),
  };
}

/** What stands in the form. */
export function competencyValues(
  one: GuideCompetency | undefined,
  languages: readonly string[],
): Record<string, string> {
  const values: Record<string, string> = { code: one?.code ?? '' };
  for (const language of languages) {
    values[`title.${language}`] = one?.title[language] ?? '';
    values[`about.${language}`] = one?.about[language] ?? '';
    values[`questions.${language}`] = (one?.questions ?? [])
      .flatMap(({ text, followUps }) => [
        text[language] ?? '',
        ...followUps.map((further) => `- ${further[language] ?? ''}`),
      ])
      .join('\n');
    for (const [index, anchor] of (one?.anchors ?? []).entries())
      values[`anchor-${String(index + 1)}.${language}`] = anchor[language] ?? '';
  }
  return values;
}

/** The guide with one competency changed, added or left out. */
export function withCompetency(guide: Guide, code: string | null, now: GuideCompetency | null): Guide {
  const kept = guide.competencies.flatMap((one) => (one.code !== code ? [one] : now ? [now] : []));
  return { ...guide, competencies: code === null && now ? [...kept, now] : kept };
}
