import type { PracticeExam, PracticeItem } from '../../../question-bank/index.js';
import { inLanguage, type Say } from '../../../question-bank/item-types/index.js';
import { element, rich, showItem } from '../../../question-bank/item-types/view/index.js';
import { byId } from '../dom.js';
import { rightResponse, scorePractice, type Verdict } from './practice-verdict.js';

const VERDICTS: readonly Verdict[] = ['right', 'partly', 'wrong', 'none', 'people'];
const TAGS: Readonly<Record<Verdict, string>> = {
  right: 'success',
  partly: 'warning',
  wrong: 'danger',
  none: 'neutral',
  people: 'active',
};
/** Their gaps stand in the stem itself. */
const IN_STEM = ['gap-choice', 'gap-text'];

export interface Feedback {
  readonly exam: PracticeExam;
  readonly answers: ReadonlyMap<number, string>;
  readonly language: string;
  readonly say: Say;
}

/** Question by question: what was answered, what is right, and why. */
export function showFeedback(feedback: Feedback): void {
  const { exam, answers, language, say } = feedback;
  const items = exam.parts.flatMap((part) => part.items);
  const verdicts = items.map((item) => scorePractice(item, answers.get(item.position), language).verdict);
  byId('practice-feedback-title').textContent = say('feedbackTitle');
  byId('practice-feedback-text').textContent = say('feedbackText');
  byId('practice-feedback-counts').replaceChildren(
    ...VERDICTS.flatMap((verdict) => {
      const count = verdicts.filter((one) => one === verdict).length;
      return count === 0
        ? []
        : [element('li', {}, tag(verdict, say), element('strong', {}, ` ${String(count)}`))];
    }),
  );
  const shown = new Set<string>();
  byId('practice-feedback-list').replaceChildren(
    ...exam.parts.flatMap((part) => [
      element('h2', { class: 'govuk-heading-m' }, part.title[language] ?? ''),
      ...part.items.flatMap((item) => [...stimulusOf(item, shown, feedback), article(item, feedback)]),
    ]),
  );
}

const tag = (verdict: Verdict, say: Say): HTMLElement =>
  element('span', { class: `om-tag om-tag--${TAGS[verdict]}` }, say(`verdict_${verdict}`));

/** The text of a case, before its first question. */
function stimulusOf(item: PracticeItem, shown: Set<string>, { exam, language, say }: Feedback): Node[] {
  const ref = item.stimulus;
  if (ref === undefined || shown.has(ref)) return [];
  shown.add(ref);
  const texts = exam.stimuli[ref] ?? {};
  const body = rich(texts[language] ?? Object.values(texts)[0] ?? '', { images: exam.images, say });
  return [element('div', { class: 'om-card item-body practice-stimulus' }, body)];
}

function article(item: PracticeItem, feedback: Feedback): HTMLElement {
  const { answers, language, say, exam } = feedback;
  const value = answers.get(item.position);
  const { verdict, points } = scorePractice(item, value, language);
  const id = `practice-${String(item.position)}`;
  const right = rightResponse(item, language);
  const given = verdict === 'none' ? undefined : value;
  const heading = element(
    'h3',
    { id, class: 'govuk-heading-s' },
    say('questionShort', { number: String(item.position) }),
    ' ',
    tag(verdict, say),
  );
  const worth = verdict === 'partly' ? [say('pointsOf', { points: String(points) })] : [];
  const rationale = rich(item.rationale[language] ?? Object.values(item.rationale)[0] ?? '', {
    images: exam.images,
    say,
  });
  return element(
    'article',
    { class: 'om-card practice-item', 'aria-labelledby': id },
    heading,
    ...worth.map((text) => element('p', { class: 'govuk-body-s' }, text)),
    ...(given === undefined
      ? [frozen(item, `${id}-right`, right ?? undefined, feedback, right === null ? null : 'rightAnswer')]
      : [frozen(item, `${id}-own`, given, feedback, 'yourAnswer')]),
    ...(verdict === 'right' || given === undefined || right === null
      ? []
      : [label(say('rightAnswer')), withoutStem(item, frozen(item, `${id}-right`, right, feedback, null))]),
    label(say('why')),
    element('div', { class: 'item-body practice-why' }, rationale),
  );
}

const label = (text: string): HTMLElement => element('p', { class: 'practice-label' }, text);

/** The question with a response in it, to be read and not to be changed; what the response is, after the question. */
function frozen(
  item: PracticeItem,
  id: string,
  value: string | undefined,
  { exam, language, say }: Feedback,
  named: string | null,
): HTMLElement {
  const host = element('div', { class: 'item practice-frozen' });
  showItem(item.type, {
    host,
    id,
    item: inLanguage(item, language),
    value,
    language,
    images: exam.images,
    say,
    onChange: () => undefined,
  });
  for (const control of host.querySelectorAll<HTMLInputElement>('input, select, textarea, button'))
    control.disabled = true;
  if (named !== null) {
    if (IN_STEM.includes(item.type)) host.prepend(label(say(named)));
    else host.querySelector('.item-stem')?.after(label(say(named)));
  }
  return host;
}

function withoutStem(item: PracticeItem, host: HTMLElement): HTMLElement {
  if (!IN_STEM.includes(item.type)) host.querySelector('.item-stem')?.remove();
  return host;
}
