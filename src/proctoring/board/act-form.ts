import { element } from '../../question-bank/item-types/view/index.js';
import { Refused, type Done, type Written } from './board-api.js';
import { isSending, setSending } from './sending.js';
import { refusal, type Say } from './words.js';

export interface Act {
  /** Its words: `act.<name>.title`, `.text`, `.do`. */
  readonly name: 'message' | 'pause' | 'resume' | 'extend' | 'end';
  readonly minutes?: boolean;
  /** The sitting that it is for; null: all of the session. */
  readonly sittingId: string | null;
  /** The key of other words for what it does. */
  readonly text?: string | undefined;
  readonly values?: Readonly<Record<string, string>>;
  readonly run: (written: Written) => Promise<Done>;
}

const LONGEST = 500;
const MOST_MINUTES = 240;

/** What is typed, and the id it is sent by: one act, until it is known what became of it. */
interface Draft {
  actId: string;
  text: string;
  minutes: string;
  /** How often it is being sent now. */
  underWay: number;
}

const newDraft = (): Draft => ({ actId: crypto.randomUUID(), text: '', minutes: '5', underWay: 0 });
/** What is wanted no more once the other was done. */
const OPPOSITE: Readonly<Partial<Record<Act['name'], Act['name']>>> = { pause: 'resume', resume: 'pause' };

const nameOf = ({ name, sittingId }: Act): string => `${name} ${sittingId ?? 'all'}`;

/** The form of one act: what it does, why, and a button. What was typed stays until it is done or cancelled, also while another is open. */
export class ActForm {
  readonly host = element('div', { class: 'board-act', hidden: true });
  readonly #drafts = new Map<string, Draft>();

  constructor(
    private readonly say: Say,
    /** What was done or not done while another form is open is said alone: nobody's typing is taken from them. */
    private readonly onSaid: (said: string) => void,
    private readonly onDone: (said: string) => void,
    private readonly onCancel: () => void,
  ) {}

  get isOpen(): boolean {
    return !this.host.hidden;
  }

  open(act: Act): void {
    const { say } = this;
    this.onSaid('');
    const draft = this.#drafts.get(nameOf(act)) ?? newDraft();
    this.#drafts.set(nameOf(act), draft);
    const words = wordsOf(act);
    const title = element(
      'h3',
      { class: 'govuk-heading-s', tabindex: '-1' },
      say(`${words}.title`, act.values),
    );
    const wrong = element('p', { class: 'govuk-error-message', role: 'alert', hidden: true });
    const label = say(act.name === 'message' ? 'act.message.label' : 'act.reason');
    const text = element('textarea', {
      id: 'board-act-text',
      class: 'govuk-textarea',
      rows: '3',
      maxlength: String(LONGEST),
    });
    text.value = draft.text;
    const minutes = element('input', {
      id: 'board-act-minutes',
      class: 'govuk-input govuk-input--width-3',
      inputmode: 'numeric',
      value: draft.minutes,
    });
    const send = element('button', { class: 'govuk-button' }, say(`act.${act.name}.do`));
    const cancel = element(
      'button',
      { type: 'button', class: 'govuk-button govuk-button--secondary' },
      say('cancel'),
    );
    const form = element(
      'form',
      { novalidate: true },
      title,
      element('p', { class: 'govuk-body-s' }, say(act.text ?? `${words}.text`, act.values)),
      wrong,
      ...(act.minutes ? [field('board-act-minutes', say('act.minutes'), minutes)] : []),
      field('board-act-text', label, text),
      element('div', { class: 'govuk-button-group' }, send, cancel),
    );
    const tell = (code: string, data: Readonly<Record<string, string>> = {}): void => {
      const why = refusal(say, code === 'OFFLINE' && !form.isConnected ? 'OFFLINE_GONE' : code, data);
      if (form.isConnected) {
        wrong.textContent = why;
        wrong.hidden = false;
      } else this.onSaid(`${title.textContent}: ${why}`);
    };
    form.addEventListener('input', () => {
      Object.assign(draft, { text: text.value, minutes: minutes.value });
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (isSending(send)) return;
      const count = Number(minutes.value);
      if (act.minutes && !(Number.isInteger(count) && count >= 1 && count <= MOST_MINUTES)) {
        tell('MINUTES');
        minutes.focus();
      } else if (text.value.trim() === '') {
        tell(act.name === 'message' ? 'TEXT' : 'REASON');
        text.focus();
      } else void this.#run(act, draft, { text: text.value.trim(), minutes: count }, form, send, tell);
    });
    cancel.addEventListener('click', () => {
      // What is on its way may be lost: then it is sent again from here.
      if (draft.underWay === 0) this.#drafts.delete(nameOf(act));
      this.close();
      this.onCancel();
    });
    this.host.replaceChildren(form);
    this.host.hidden = false;
    title.focus();
  }

  close(): void {
    this.host.hidden = true;
    this.host.replaceChildren();
  }

  async #run(
    act: Act,
    draft: Draft,
    written: Omit<Written, 'actId'>,
    form: HTMLFormElement,
    send: HTMLButtonElement,
    tell: (code: string, data?: Readonly<Record<string, string>>) => void,
  ): Promise<void> {
    setSending(send, true);
    draft.underWay += 1;
    try {
      const { doneBefore } = await act.run({ ...written, actId: draft.actId });
      if (this.#drafts.get(nameOf(act)) === draft) this.#drafts.delete(nameOf(act));
      const opposite = OPPOSITE[act.name];
      if (opposite) this.#drafts.delete(nameOf({ ...act, name: opposite }));
      const said = this.say(doneBefore ? 'act.doneBefore' : `${wordsOf(act)}.done`, act.values);
      if (form.isConnected) {
        this.close();
        this.onDone(said);
      } else this.onSaid(said);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // What is sent from now on is another act, and wanted as well.
      if (error.code === 'SITTING.ACT_TAKEN') draft.actId = crypto.randomUUID();
      tell(error.code, error.data);
    } finally {
      draft.underWay -= 1;
      setSending(send, false);
    }
  }
}

const wordsOf = ({ name, sittingId }: Act): string => `act.${name}${sittingId === null ? '.all' : ''}`;

const field = (id: string, label: string, input: HTMLElement): HTMLElement =>
  element(
    'div',
    { class: 'govuk-form-group' },
    element('label', { for: id, class: 'govuk-label govuk-label--s' }, label),
    input,
  );
