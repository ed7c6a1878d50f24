import { setText } from '../../pages/browser/set-text.js';
import { element } from '../../question-bank/item-types/view/index.js';
import { ActForm, type Act } from './act-form.js';
import { Refused, type BoardApi } from './board-api.js';
import { stateOf, type Row } from './board-state.js';
import { PanelPart } from './panel-part.js';
import { isSending, setSending } from './sending.js';
import { SignalList } from './signal-list.js';
import { refusal, timeOf, type Say } from './words.js';

export interface PanelParts {
  readonly say: Say;
  readonly language: string;
  readonly sessionId: string;
  /** Whose board it is: an account's id. */
  readonly me: string;
  readonly canAct: boolean;
  readonly canExtend: boolean;
  readonly api: BoardApi;
  readonly onClose: () => void;
  readonly onSaid: (text: string) => void;
}

/** What could not be read is asked for again after so long. */
const AGAIN = 5_000;

/** One candidate, or all of the session: what happened, and what can be done. */
export class BoardPanel {
  readonly #title = element('h2', { class: 'govuk-heading-m', tabindex: '-1' });
  readonly #facts = element('p', { class: 'govuk-body-s' });
  readonly #hand = new PanelPart('hand', this.#title);
  readonly #acts = new PanelPart('acts', this.#title);
  readonly #looked = new PanelPart('signals', this.#title);
  readonly #signals: SignalList;
  readonly #form: ActForm;
  #row: Row | null = null;
  /** The number of the last signal that is shown; null: they are not read yet. */
  #last: number | null = null;
  /** They could not be read at the last try. */
  #isUnread = false;
  /** How many signals there were when they were asked for last. */
  #asked = -1;
  #loads = 0;

  constructor(
    private readonly host: HTMLElement,
    private readonly parts: PanelParts,
  ) {
    const { say } = parts;
    this.#signals = new SignalList(say, parts.language);
    this.#form = new ActForm(
      say,
      parts.onSaid,
      (said) => {
        parts.onSaid(said);
        this.#formClosed();
      },
      () => {
        this.#formClosed();
      },
    );
    const close = element('button', { type: 'button', class: 'board-panel__close' }, say('close'));
    close.addEventListener('click', () => {
      this.close();
    });
    host.replaceChildren(
      close,
      this.#title,
      this.#facts,
      this.#hand.host,
      this.#acts.host,
      this.#form.host,
      this.#looked.host,
      this.#signals.host,
    );
    host.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !this.#form.isOpen) this.close();
    });
  }

  open(row: Row): void {
    this.#show(row);
    this.#draw();
    this.#title.focus();
    void this.#load();
  }

  /** There is news, perhaps of this candidate: what is being typed stays. */
  update(row: Row): void {
    if (row === this.#row) return;
    const isNews = row.signals !== this.#asked || row.lasting.length !== this.#row?.lasting.length;
    this.#row = row;
    this.#draw();
    if (isNews) void this.#load();
  }

  /** An act for all of the session. */
  actForAll(act: 'message' | 'pause' | 'resume' | 'extend'): void {
    this.#show(null);
    this.#draw();
    this.#form.open(this.#act(act, null));
  }

  close(): void {
    if (this.host.hidden) return;
    this.#row = null;
    this.#form.close();
    this.host.hidden = true;
    this.parts.onClose();
  }

  #show(row: Row | null): void {
    // What was done before was about somebody else.
    this.parts.onSaid('');
    this.#row = row;
    this.#last = null;
    this.#isUnread = false;
    this.#signals.clear();
    this.#form.close();
    this.host.hidden = false;
  }

  #formClosed(): void {
    if (!this.#row) {
      this.close();
      return;
    }
    this.#draw();
    this.#title.focus();
  }

  async #load(): Promise<void> {
    const row = this.#row;
    if (!row?.sittingId) return;
    // Answers may come in another order than they were asked for.
    const load = ++this.#loads;
    const isOld = (): boolean => load !== this.#loads || this.#row?.sittingId !== row.sittingId;
    this.#asked = row.signals;
    try {
      const signals = await this.parts.api.signals(row.sittingId);
      if (isOld()) return;
      this.#signals.add(signals);
      this.#last = signals.at(-1)?.number ?? 0;
      this.#isUnread = false;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (isOld()) return;
      this.#isUnread = true;
      setTimeout(() => {
        if (!isOld()) void this.#load();
      }, AGAIN);
    }
    this.#draw();
  }

  #draw(): void {
    const row = this.#row;
    const { say } = this.parts;
    setText(this.#title, row ? (row.candidateNumber ?? say('noNumber')) : say('everybody'));
    setText(this.#facts, row ? this.#factsOf(row) : '');
    this.#drawHand(row);
    this.#drawActs(row);
    this.#drawLooked(row);
  }

  #factsOf(row: Row): string {
    const { say, language } = this.parts;
    return [
      row.seat,
      say(stateOf(row)),
      row.sittingId ? say('saved', { count: String(row.answersSaved) }) : null,
      row.deadlineAt && row.state === 'sitting'
        ? say('until', { time: timeOf(language, row.deadlineAt) })
        : null,
    ]
      .filter((text) => text !== null)
      .join(' · ');
  }

  #drawHand(row: Row | null): void {
    const { say, me, canAct, api } = this.parts;
    const { sittingId = null, inHand = null } = row ?? {};
    this.#hand.draw([sittingId, inHand], () => {
      if (sittingId === null) return [];
      const mine = inHand?.accountId === me;
      const text = inHand ? say(mine ? 'mine' : 'inHand', { name: inHand.official }) : '';
      const said = inHand ? [element('p', { class: 'govuk-body-s' }, text)] : [];
      if (!canAct) return said;
      const word = mine ? 'letGo' : inHand ? 'takeOver' : 'take';
      return [
        ...said,
        this.#button(word, say(word), () =>
          mine ? api.letGo(sittingId) : api.take(sittingId, inHand?.accountId ?? null),
        ),
      ];
    });
  }

  #drawActs(row: Row | null): void {
    const { say, canAct, canExtend, sessionId } = this.parts;
    const isOpen = row !== null && ['sitting', 'silent', 'paused'].includes(row.state);
    const shown = canAct && !this.#form.isOpen ? row : null;
    const { sittingId, candidateNumber, standsFor } = shown ?? {};
    this.#acts.draw([shown !== null, sittingId, candidateNumber, isOpen, standsFor], () => {
      if (!shown) return [];
      const here = `/sessions/${sessionId}`;
      if (shown.sittingId === null) {
        const { candidateNumber: number } = shown;
        const search = number === null ? '' : `?search=${encodeURIComponent(number)}`;
        return [link('admission', `${here}/admission${search}`, say('toAdmission'))];
      }
      const acts = [
        'message' as const,
        // Whose clock stands with all, or for a break, can be stopped beyond that.
        shown.standsFor === 'held' ? ('resume' as const) : ('pause' as const),
        ...(canExtend ? ['extend' as const] : []),
        'end' as const,
      ];
      const there = `${here}/sittings/${shown.sittingId}`;
      return [
        ...(isOpen
          ? acts.map((name) =>
              this.#button(`act-${name}`, say(`act.${name}.short`), () => {
                this.#form.open(this.#act(name, shown));
                this.#draw();
                return Promise.resolve();
              }),
            )
          : []),
        link('snapshots', `${there}/snapshots`, say('toSnapshots')),
        link('incident', `${there}/incidents/new`, say('toIncident')),
      ];
    });
  }

  #drawLooked(row: Row | null): void {
    const { say, canAct, api } = this.parts;
    const { sittingId = null, seenBy = null } = row ?? {};
    const last = this.#last;
    const isDue = row !== null && row.unseen.length > 0;
    const canLook = isDue && canAct && last !== null && last > 0;
    const note = this.#isUnread ? 'unread' : last === null ? 'reading' : last === 0 ? 'nothing' : null;
    this.#looked.draw([sittingId, isDue, seenBy, canLook, note], () => {
      if (sittingId === null) return [];
      return [
        element('h3', { class: 'govuk-heading-s' }, say('happened')),
        ...(canLook
          ? [
              this.#button('seen', say('looked'), () =>
                this.#last === null ? Promise.resolve() : api.seen(sittingId, this.#last),
              ),
            ]
          : []),
        ...(!isDue && seenBy !== null
          ? [element('p', { class: 'govuk-body-s' }, say('lookedBy', { name: seenBy }))]
          : []),
        ...(note === null ? [] : [element('p', { class: 'govuk-body-s', role: 'status' }, say(note))]),
      ];
    });
  }

  #act(name: Act['name'], row: Row | null): Act {
    const { api } = this.parts;
    const number = row?.candidateNumber ?? null;
    const runs: Readonly<Record<Act['name'], Act['run']>> = {
      message: (written) => api.message(written, number),
      pause: (written) => api.clock('pause', written, number),
      resume: (written) => api.clock('resumption', written, number),
      extend: (written) => api.extend(written, number),
      end: ({ text }) => api.end(row?.sittingId ?? '', text),
    };
    return {
      name,
      sittingId: row?.sittingId ?? null,
      minutes: name === 'extend',
      text: name === 'pause' && row?.standsFor ? `act.pause.during.${row.standsFor}` : undefined,
      values: { number: number ?? '' },
      run: runs[name],
    };
  }

  #button(id: string, text: string, work: () => Promise<unknown>): HTMLButtonElement {
    const button = element(
      'button',
      { type: 'button', id: `board-do-${id}`, class: 'govuk-button govuk-button--secondary' },
      text,
    );
    button.addEventListener('click', () => {
      if (isSending(button)) return;
      setSending(button, true);
      work()
        .catch((error: unknown) => {
          if (!(error instanceof Refused)) throw error;
          this.parts.onSaid(this.#refusal(error));
        })
        .finally(() => {
          setSending(button, false);
        });
    });
    return button;
  }

  #refusal({ code, data }: Refused): string {
    return refusal(this.parts.say, code, { name: data['official'] ?? '' });
  }
}

const link = (id: string, href: string, text: string): HTMLAnchorElement =>
  element('a', { id: `board-to-${id}`, href, class: 'govuk-link board-panel__link' }, text);
