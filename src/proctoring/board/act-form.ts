import { element } from '../../question-bank/item-types/view/index.js';
import { Refused, type Written } from './board-api.js';
import { isSending, setSending } from './sending.js';
import { refusal, type Say } from './words.js';

export interface Act {
  /** Its words: `act.<name>.title`, `.text`, `.do`. */
  readonly name: 'message' | 'pause' | 'resume' | 'extend' | 'end';
  readonly minutes?: boolean;
  /** For all of the session. */
  readonly all: boolean;
  /** The key of other words for what it does. */
  readonly text?: string | undefined;
  readonly values?: Readonly<Record<string, string>>;
  readonly run: (written: Written) => Promise<unknown>;
}

const LONGEST = 500;
const MOST_MINUTES = 240;

/** The form of one act: what it does, why, and a button. What was typed stays until it is done. */
export class ActForm {
  readonly host = element('div', { class: 'board-act', hidden: true });

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
    // As long as the form is open it is one act, however it is worded: the answer to an earlier try may have been lost.
    const actId = crypto.randomUUID();
    const words = `act.${act.name}${act.all ? '.all' : ''}`;
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
    const minutes = element('input', {
      id: 'board-act-minutes',
      class: 'govuk-input govuk-input--width-3',
      inputmode: 'numeric',
      value: '5',
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
      // Where the form is gone there is nothing to send again: a new one would be a new act.
      const why = refusal(say, code === 'OFFLINE' && !form.isConnected ? 'OFFLINE_GONE' : code, data);
      if (form.isConnected) {
        wrong.textContent = why;
        wrong.hidden = false;
      } else this.onSaid(`${title.textContent}: ${why}`);
    };
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
      } else void this.#run(act, { actId, text: text.value.trim(), minutes: count }, form, send, tell);
    });
    cancel.addEventListener('click', () => {
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
    written: Written,
    form: HTMLFormElement,
    send: HTMLButtonElement,
    tell: (code: string, data?: Readonly<Record<string, string>>) => void,
  ): Promise<void> {
    setSending(send, true);
    try {
      await act.run(written);
      const said = this.say(`act.${act.name}${act.all ? '.all' : ''}.done`, act.values);
      if (form.isConnected) {
        this.close();
        this.onDone(said);
      } else this.onSaid(said);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      tell(error.code, error.data);
    } finally {
      setSending(send, false);
    }
  }
}

const field = (id: string, label: string, input: HTMLElement): HTMLElement =>
  element(
    'div',
    { class: 'govuk-form-group' },
    element('label', { for: id, class: 'govuk-label govuk-label--s' }, label),
    input,
  );
