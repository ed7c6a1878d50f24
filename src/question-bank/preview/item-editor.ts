import { deliverItem, inLanguage, itemType, type Fields, type Say, type Texts } from '../item-types/index.js';
import { text } from '../item-types/shared/fields.js';
import { element, showItem } from '../item-types/view/index.js';

// Long enough for a word to be finished, short enough to seem at once.
const PAUSE = 250;

interface Setting {
  readonly language: string;
  readonly words: Texts;
  readonly images: Texts;
}

/** The fields of a form as the server reads them: texts, several of one name as a list. */
function fieldsOf(form: HTMLFormElement): Fields {
  const fields: Record<string, string | readonly string[]> = {};
  const data = new FormData(form);
  for (const name of new Set(data.keys())) {
    const values = data.getAll(name).filter((value): value is string => typeof value === 'string');
    const [first] = values;
    if (first !== undefined) fields[name] = values.length > 1 ? values : first;
  }
  return fields;
}

/** Lets the candidate's view follow what its author types. Nothing leaves the page. */
function follow(form: HTMLFormElement, block: HTMLElement, target: HTMLElement): void {
  const { language, words, images } = JSON.parse(block.textContent) as Setting;
  const say: Say = (key, values = {}) =>
    (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  const draw = (): void => {
    const fields = fieldsOf(form);
    const code = text(fields, 'type');
    const edited = itemType(code)?.editor.fromForm(fields);
    if (!edited) return;
    const { rule } = edited.answerKey;
    const delivered = deliverItem({
      type: code,
      stored: { ...edited.structure, options: [...edited.options], fixedOrder: false },
      rule: typeof rule === 'string' ? rule : undefined,
      optionOrder: edited.options,
      texts: { [language]: { stem: text(fields, 'stem'), ...edited.text } },
    });
    const host = element('div', { class: 'item', lang: language });
    showItem(code, {
      host,
      id: 'preview',
      item: inLanguage(delivered, language),
      value: undefined,
      language,
      images,
      say,
      onChange: () => undefined,
    });
    target.replaceChildren(host);
  };
  let timer = 0;
  form.addEventListener('input', () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(draw, PAUSE);
  });
  draw();
}

const form = document.querySelector<HTMLFormElement>('form[data-item-editor]');
const block = document.querySelector<HTMLElement>('script[data-item-preview]');
const target = document.getElementById(block?.dataset['itemPreview'] ?? '');
if (form && block && target) follow(form, block, target);
