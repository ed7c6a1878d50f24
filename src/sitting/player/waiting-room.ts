import { ApiRefusal, type Api, type Waiting } from './api.js';
import { backOff } from '../../pages/browser/back-off.js';
import { setText } from '../../pages/browser/set-text.js';
import { Clock, clockText } from './clock.js';
import { byId } from './dom.js';
import { addressEndsAt, browserStop } from './exam-browser.js';
import { pageOfSession } from './exam-page.js';
import { pageComes } from './offline-page.js';
import type { SealedForms } from './sealed-form.js';
import type { Shell } from './shell.js';
import type { Leased } from './types.js';
import { waitingPoll } from './waiting-poll.js';
import { showWaitingSteps, type WaitingStep } from './waiting-steps.js';

export interface WaitingRoomEvents {
  /** The exam has begun on this device. */
  onStarted(leased: Leased): void;
  /** It has begun before, here or elsewhere. */
  onSitting(sittingId: string): void;
  onHandedIn(sittingId: string): void;
}

/** Where nothing can be done any more but to read why. */
const ENDS: readonly Waiting['state'][] = ['entry-closed', 'closed', 'void'];

/** Milliseconds: a page whose address opens something for less than this is loaded anew. */
const OLD = 30 * 60_000;
/** Not in the last minute before the start. */
const LAST_MINUTE = 60_000;

/**
 * Before the exam, in the same document: the time until the start by the server's clock, admission, the sealed form
 * fetched in quiet, and the button. Nothing has to load in the second of the start.
 */
export class WaitingRoom {
  readonly #clock = new Clock();
  #waiting: Waiting | null = null;
  #hasForm = false;
  #starting = false;
  #renewing = false;
  #left = false;
  #failures = 0;
  #pollTimer: number | undefined;
  #fetching = false;
  #timer: number | undefined;

  constructor(
    private readonly api: Api,
    private readonly forms: SealedForms,
    private readonly shell: Shell,
    private readonly events: WaitingRoomEvents,
  ) {}

  enter(): void {
    const { say } = this.shell;
    byId('waiting-seat-label').textContent = say('seatLabel');
    byId('waiting-seat-send').textContent = say('seatSend');
    byId('waiting-start').textContent = say('start');
    byId('waiting-start').addEventListener('click', () => void this.#start());
    byId('waiting-seat-form').addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#sendSeatCode();
    });
    const wake = (): void => {
      if (document.visibilityState === 'visible' && !this.#left) void this.#poll();
    };
    addEventListener('online', wake);
    document.addEventListener('visibilitychange', wake);
    this.#timer = window.setInterval(() => {
      this.#draw();
    }, 500);
    void this.#poll();
  }

  /** Stops: the exam begins, or another tab goes on. @returns false where it had stopped before. */
  leave(): boolean {
    const wasHere = !this.#left;
    this.#left = true;
    clearInterval(this.#timer);
    clearTimeout(this.#pollTimer);
    return wasHere;
  }

  async #poll(): Promise<void> {
    clearTimeout(this.#pollTimer);
    try {
      const waiting = await this.api.waiting(this.shell.setup.sessionId);
      if (this.#left) return;
      this.#failures = 0;
      this.#tell('');
      this.#take(waiting);
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      if (this.#left) return;
      if (!error.isPassing) {
        this.#refused(error);
        return;
      }
      this.#failures += 1;
      if (this.#waiting) this.#tell('waitingNoLine');
      else this.shell.busy('noLineYet');
    }
    const held = !this.#waiting?.admission.admitted || this.#waiting.state === 'paused';
    const rest =
      this.#failures > 0 ? backOff(this.#failures) : waitingPoll(this.#clock.left, held, Math.random());
    this.#pollTimer = window.setTimeout(() => void this.#poll(), rest);
  }

  #take(waiting: Waiting): void {
    const { state, sittingId, serverTime, startAt } = waiting;
    if (state === 'handed-in' && sittingId) {
      this.leave();
      this.events.onHandedIn(sittingId);
    } else if (state === 'sitting' && sittingId) {
      // By this very start, perhaps: its answer has all that is needed, and is asked for until it comes.
      if (this.#starting) return;
      this.leave();
      this.events.onSitting(sittingId);
    } else {
      const first = this.#waiting === null;
      this.#waiting = waiting;
      this.#clock.set({ serverTime, deadline: startAt, pausedLeft: null });
      this.#fetchForm();
      this.shell.waiting();
      this.#draw();
      if (first) byId('waiting-title').focus();
      if (this.#isOld(first)) void this.#renew();
    }
  }

  /** Whether Safe Exam Browser could soon not be shown by this page's address any more. @param first the page has just come. */
  #isOld(first: boolean): boolean {
    if (this.shell.setup.examBrowser === null) return false;
    const endsAt = addressEndsAt();
    // A copy has none, and came because the page did not: that one is given time.
    return endsAt === null ? !first : endsAt - this.#clock.now <= OLD;
  }

  /** Loads the page anew, if it would come, rather than a copy that shows no browser. Each poll tries again. */
  async #renew(): Promise<void> {
    if (this.#renewing || this.#isBusy()) return;
    this.#renewing = true;
    const path = pageOfSession(this.shell.setup.sessionId);
    const comes = await pageComes(path);
    this.#renewing = false;
    if (!comes || this.#left || this.#isBusy()) return;
    this.leave();
    location.replace(path);
  }

  /** Something is being done here, or is about to be. */
  #isBusy(): boolean {
    const { left } = this.#clock;
    const isTyping =
      !byId('waiting-seat-form').hidden && (byId('waiting-seat-code') as HTMLInputElement).value !== '';
    return this.#starting || isTyping || (left > 0 && left <= LAST_MINUTE);
  }

  /** The sealed form, at this candidate's own moment; until it is here it is tried again. */
  #fetchForm(): void {
    const sealed = this.#waiting?.sealed;
    if (!sealed || this.#hasForm || this.#fetching) return;
    this.#fetching = true;
    setTimeout(
      () => {
        void this.forms
          .fetch(sealed.address)
          .then(
            () => {
              this.#hasForm = true;
              this.#draw();
            },
            // The next poll tries again; the start fetches it if need be.
            () => undefined,
          )
          .finally(() => {
            this.#fetching = false;
          });
      },
      Math.max(0, sealed.fetchAt - this.#clock.now),
    );
  }

  get #mayStart(): boolean {
    const waiting = this.#waiting;
    if (!waiting?.admission.admitted) return false;
    return (
      waiting.state === 'may-start' ||
      ((waiting.state === 'early' || waiting.state === 'waiting') && this.#clock.left === 0)
    );
  }

  #draw(): void {
    const waiting = this.#waiting;
    if (!waiting || this.#left) return;
    const { say } = this.shell;
    const { state, admission } = waiting;
    const isEnd = ENDS.includes(state);
    const bySeat = !isEnd && !admission.admitted && ['seat-code', 'either'].includes(admission.needed);
    const key = isEnd || state === 'paused' ? state : this.#lacks(admission, bySeat);
    setText(byId('waiting-title'), say(`waiting_${key}`));
    setText(byId('waiting-text'), say(`waitingText_${key}`));
    setText(byId('waiting-check'), this.#checked(admission));
    const { left } = this.#clock;
    setText(byId('waiting-clock'), left > 0 && !isEnd ? clockText(left) : '');
    byId('waiting-start').hidden = !this.#mayStart;
    byId('waiting-seat-form').hidden = !bySeat;
    this.#drawSteps(isEnd ? [] : this.#steps(waiting));
  }

  /** What stands between the candidate and the exam. */
  #lacks({ admitted }: Waiting['admission'], bySeat: boolean): string {
    if (!admitted) return bySeat ? 'seat' : 'admission';
    return this.#mayStart ? 'ready' : 'early';
  }

  /** Who has made sure who this is, and how. */
  #checked({ check }: Waiting['admission']): string {
    if (!check) return '';
    const { say, language } = this.shell;
    const { how, document, official, at } = check;
    const time = new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(new Date(at));
    return say(`checked_${how}`, { document: document ?? '', official, time });
  }

  #steps({ admission }: Waiting): readonly (readonly [key: string, done: boolean])[] {
    return [
      ...(admission.needed === 'none' ? [] : [['stepAdmitted', admission.admitted] as const]),
      ['stepForm', this.#hasForm],
      ['stepStart', false],
    ];
  }

  #drawn = '';

  /** Drawn anew only where something has changed: a screen reader reads on undisturbed. */
  #drawSteps(steps: readonly (readonly [key: string, done: boolean])[]): void {
    const current = steps.findIndex(([, done]) => !done);
    const shown = steps.map(([key, done], index): WaitingStep => ({
      text: this.shell.say(key),
      state: done ? 'done' : index === current ? 'current' : 'ahead',
    }));
    const drawn = JSON.stringify(shown);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    showWaitingSteps(shown, this.shell.say);
  }

  #tell(key: string): void {
    setText(byId('waiting-message'), key === '' ? '' : this.shell.say(key));
  }

  async #sendSeatCode(): Promise<void> {
    const field = byId('waiting-seat-code') as HTMLInputElement;
    const code = field.value.trim();
    if (code === '') {
      this.#tell('seatEmpty');
      field.focus();
      return;
    }
    try {
      await this.api.admit(this.shell.setup.sessionId, code);
      this.#tell('');
      await this.#poll();
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      if (error.status === 429) this.#tell('seatTooMany');
      else if (error.isPassing) this.#tell('waitingNoLine');
      else this.#tell(error.code === 'SESSION.ADMISSION_REFUSED' ? 'seatRefused' : 'seatWrong');
      field.focus();
    }
  }

  async #start(): Promise<void> {
    if (this.#starting) return;
    this.#starting = true;
    const button = byId('waiting-start') as HTMLButtonElement;
    button.disabled = true;
    for (let tries = 1; !this.#left; tries += 1) {
      try {
        const leased = await this.api.start(this.shell.setup.sessionId);
        // Where another tab has taken over meanwhile, the exam is that one's.
        if (this.leave()) this.events.onStarted(leased);
        break;
      } catch (error) {
        if (!(error instanceof ApiRefusal)) throw error;
        const early = error.code === 'SITTING.TOO_EARLY';
        if (!error.isPassing && !early) {
          this.#refused(error);
          break;
        }
        // Its time has not begun, or it has and the answer was lost: the same request is right in both cases.
        this.#tell(error.status === 0 ? 'startNoLine' : 'startWait');
        const rest = backOff(tries, error.retryAfter);
        await new Promise((resolve) => setTimeout(resolve, rest));
      }
    }
    this.#starting = false;
    button.disabled = false;
  }

  #refused({ code, status, data, isKeptOut }: ApiRefusal): void {
    const page = data['page'];
    // Something has to be done first, on a page that leads back here.
    if (typeof page === 'string' && page.startsWith('/')) {
      this.leave();
      location.assign(page);
      return;
    }
    const ofBrowser = browserStop(code, this.shell.setup.examBrowser);
    if (ofBrowser) {
      this.leave();
      this.shell.stop(ofBrowser);
    } else if (isKeptOut) {
      this.leave();
      this.shell.stop({ reason: 'signIn', action: ['loadAgain', reload] });
    } else if (code === 'SITTING.NOT_APPLIED' || code === 'SESSION.NOT_BOOKED' || status === 404) {
      this.leave();
      this.shell.stop({ reason: code === 'SESSION.NOT_BOOKED' ? 'notBooked' : 'notApplied' });
    } else if (code === 'SITTING.LEASE_REVOKED') {
      // It goes on elsewhere: the page of the sitting says so, and asks.
      void this.#poll();
    } else {
      this.#tell('startRefused');
      this.#pollTimer = window.setTimeout(() => void this.#poll(), backOff(1));
    }
  }
}

const reload = (): void => {
  location.reload();
};
