import type { Say } from '../../../question-bank/item-types/index.js';
import { element } from '../../../question-bank/item-types/view/index.js';
import { byId } from '../dom.js';
import { spokenTime } from '../spoken-time.js';
import { words } from '../words.js';
import { judge, summary, type Finding, type Level, type Measurements } from './device-verdicts.js';
import { measure } from './measure.js';

interface CheckSetup {
  readonly language: string;
  readonly words: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Letters that a keyboard for this language writes, as a regular expression. */
  readonly letters: string;
}

const TAGS: Readonly<Record<Level, string>> = { pass: 'success', warn: 'warning', fail: 'danger' };

const setup = JSON.parse(byId('device-setup').textContent) as CheckSetup;
const say = words(setup, setup.language);

async function check(): Promise<void> {
  const again = byId('device-again') as HTMLButtonElement;
  again.disabled = true;
  byId('device-summary').textContent = say('checking');
  const measured = await measure(byId('device-setup').dataset['worker'] ?? '');
  const findings = judge(measured);
  // What must be mended comes first.
  const order: readonly Level[] = ['fail', 'warn', 'pass'];
  const sorted = order.flatMap((level) => findings.filter((finding) => finding.level === level));
  byId('device-list').replaceChildren(...sorted.map((finding) => entry(finding, say)));
  const worst = summary(findings);
  byId('device-summary').dataset['level'] = worst;
  byId('device-summary').textContent = say(`summary_${worst}`);
  (byId('device-report') as HTMLTextAreaElement).value = reportOf(measured, findings);
  byId('device-results').hidden = false;
  again.disabled = false;
}

function entry({ id, level, state, time }: Finding, words: Say): HTMLElement {
  return element(
    'li',
    { class: 'device-finding', 'data-check': id, 'data-level': level },
    element(
      'p',
      { class: 'device-finding__name' },
      element('span', { class: `om-tag om-tag--${TAGS[level]}` }, words(`level_${level}`)),
      ` ${words(id)}`,
    ),
    element(
      'p',
      { class: 'device-finding__text' },
      words(`${id}_${state}`, {
        time: id === 'clock' ? spokenTime(time ?? 0, setup.language) : String(Math.round(time ?? 0)),
      }),
    ),
  );
}

/** For whoever helps: what was found and which browser it is; nothing of who sits before it. */
function reportOf(measured: Measurements, findings: readonly Finding[]): string {
  const { storage, line, clock, width, missing } = measured;
  return [
    `OpenMerit device check, ${new Date().toISOString()}`,
    ...findings.map(
      ({ id, level, state }) => `${level.toUpperCase()} ${id}${state === level ? '' : `: ${state}`}`,
    ),
    `storage ${storage.written}, free ${storage.free === null ? '?' : `${String(Math.round(storage.free / 1e6))} MB`}`,
    `line ${String(line.times.length)}/${String(line.tried)}: ${line.times.join(', ')} ms`,
    `clock ${clock ? `${String(Math.round(clock.ahead / 1000))} s` : '?'}`,
    `window ${String(width)} × ${String(window.innerHeight)}, ratio ${String(window.devicePixelRatio)}`,
    ...(missing.length > 0 ? [`missing ${missing.join(', ')}`] : []),
    navigator.userAgent,
  ].join('\n');
}

byId('device-again').addEventListener('click', () => void check());
byId('device-copy').addEventListener('click', () => {
  const report = byId('device-report') as HTMLTextAreaElement;
  const told = byId('device-copied');
  const done = (): void => {
    told.textContent = say('copied');
  };
  report.select();
  // Off https there is no clipboard: what is chosen can be copied by hand.
  if ('clipboard' in navigator)
    void navigator.clipboard.writeText(report.value).then(done, () => (told.textContent = say('copyByHand')));
  else told.textContent = say('copyByHand');
});
byId('device-type').addEventListener('input', () => {
  const { value } = byId('device-type') as HTMLInputElement;
  const right = new RegExp(setup.letters, 'u').test(value);
  byId('device-typed').textContent = value === '' ? '' : say(right ? 'keyboard_pass' : 'keyboard_warn');
});
void check();
