import { ApiRefusal, type Api, type ClockAnswer } from './api.js';
import { backOff } from '../../pages/browser/back-off.js';
import { Clock } from './clock.js';
import type { ExamBar } from './exam-bar.js';
import type { Cover } from './exam-cover.js';
import { ItemView } from './item-view.js';
import type { KeptExam } from './kept-exam.js';
import { listenForLanguage } from './language-switch.js';
import { LiveClock } from './live-clock.js';
import { Messages } from './messages.js';
import { SaveLoop, type EndCode } from './save-loop.js';
import type { Shell } from './shell.js';
import type { ClockReading } from './types.js';
import { besideVault } from './vault.js';

export interface ExamEvents {
  /** The exam is handed in, or closed by the clock, and the server has everything. */
  onDone(): void;
  /** An official has ended it before its time, and the server has everything. */
  onEndedByOfficial(): void;
  /** Another device goes on; the server has everything that was made here. */
  onElsewhere(): void;
  /** What is here does not continue what the server has, and this device still holds the right to answer. */
  onFork(): void;
  onVoid(): void;
}

const TICK = 500;
/** So often the time is kept, so that a reload gains none. */
const KEEP_TIME = 10_000;
/** Hand-ins at the deadline are spread over so long: it is the same second for everybody. */
const SPREAD = 3000;
/** So long the page after this one waits for what scripts that came with the page have under way. */
const LAST_WORDS = 2000;

/** An exam that runs: what is done in the face of it goes into the browser and to the server, and the time goes on. */
export class Exam {
  readonly #clock = new Clock();
  readonly #loop: SaveLoop;
  readonly #live: LiveClock;
  readonly #messages: Messages;
  #view: ItemView | null = null;
  /** When the running break is over by itself, by `performance.now()`; null where there is none. */
  #breakEndsAt: number | null = null;
  #over = false;
  #endedByOfficial = false;
  #handingIn = false;
  #ended = false;
  #failures = 0;
  readonly #lastWords: Promise<unknown>[] = [];
  #timer: number | undefined;
  #finishTimer: number | undefined;
  #timeKeptAt = 0;
  #askedAt = -Infinity;

  constructor(
    private readonly kept: KeptExam,
    private readonly api: Api,
    private readonly shell: Shell,
    private readonly events: ExamEvents,
  ) {
    this.#messages = new Messages(api, kept.exam.token, shell);
    this.#live = new LiveClock(api, kept.exam.token, (answer) => {
      this.#hear(answer);
    });
    this.#loop = new SaveLoop(kept, api, this.#clock, {
      onState: (state, waiting) => {
        this.#view?.bar.showSaved(state, waiting);
      },
      onSaved: (positions) => {
        for (const position of positions) this.#view?.markSaved(position, 'saved');
        tell('exam-saved', {});
      },
      onClock: (reading) => {
        this.#setClock(reading);
      },
      onEnded: (code) => {
        this.#end(code);
      },
      onBroken: (code) => void this.#broken(code),
    });
  }

  /**
   * Begins, or goes on.
   *
   * @param reading the server's word on the time; without it the exam goes on by what was kept.
   */
  async run(reading: ClockReading | null): Promise<void> {
    const { kept, shell } = this;
    if (reading) this.#clock.set(reading);
    else if (kept.time) this.#clock.restore(kept.time);
    void kept.keepTime(this.#loop.time);
    // What was being typed when the page before this one went is an answer.
    if (kept.draft) await this.#loop.record('answer', kept.draft.position, kept.draft.value);
    const { form, candidateNumber, aids, accommodations } = kept.exam;
    const face = { form, sheet: kept.sheet, candidateNumber, aids, accommodations };
    const view = new ItemView(face, shell.say, shell.language, {
      onAnswer: (position, value) => {
        void this.#loop.record('answer', position, value);
      },
      onTyping: (position, value) => {
        view.bar.showSaved('saving', 1);
        void kept.keepDraft({ position, value });
      },
      onFlag: (position, flagged) => void this.#loop.record('flag', position, flagged ? '1' : '0'),
      onHandIn: () => void this.#handIn(),
      onBreak: (action) => void this.#takeBreak(action),
      notes: kept.notes,
    });
    this.#view = view;
    for (const { position } of kept.pending) view.markSaved(position, 'waiting');
    listenForLanguage(shell.setup.directions, (language) => {
      shell.setLanguage(language);
      view.setLanguage(language, shell.say);
      this.#messages.draw();
      void kept.keepLanguage(language);
    });
    if (kept.language && kept.language !== shell.language)
      document.querySelector<HTMLButtonElement>(`[data-language="${kept.language}"]`)?.click();
    kept.vault.watch((isKept) => {
      shell.warn(!isKept);
    });
    addEventListener('beforeunload', (event) => {
      if (!this.#ended && !kept.vault.isKept && kept.pending.length > 0) event.preventDefault();
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') void kept.keepTime(this.#loop.time);
    });
    view.bar.showSaved('saved', 0);
    shell.exam();
    this.#timer = window.setInterval(() => {
      this.#tick();
    }, TICK);
    this.#tick();
    this.#live.start();
    void this.#loop.flush();
    const { sittingId, token } = kept.exam;
    tell('exam-began', { sittingId, token, beside: besideVault(sittingId) });
  }

  /** The server has closed the sitting: what is here is handed over, and nothing more can be answered. */
  close(): void {
    this.#over = true;
    this.#messages.stop();
    this.#coverForGood();
    void this.#loop.end('SITTING.CLOSED');
  }

  /** Another tab goes on: everything made here is in the browser when this resolves. */
  async letGo(): Promise<void> {
    this.#view?.settle();
    await this.lose();
  }

  /** Another tab goes on already: nothing more is written or sent from here. */
  async lose(): Promise<void> {
    this.#stop(true);
    await this.#loop.stop();
    await this.kept.vault.close();
  }

  get #bar(): ExamBar | undefined {
    return this.#view?.bar;
  }

  #stop(goesOnInOtherTab = false): void {
    if (!this.#ended)
      tell('exam-ended', {
        goesOnInOtherTab,
        waitFor: (words: Promise<unknown>) => {
          this.#lastWords.push(words);
        },
      });
    this.#ended = true;
    clearInterval(this.#timer);
    clearTimeout(this.#finishTimer);
    this.#live.stop();
    this.#messages.stop();
  }

  #coverForGood(): void {
    this.#view?.cover({ reason: this.#endedByOfficial ? 'ended' : 'over', left: null });
  }

  #tick(): void {
    const { left, stands } = this.#clock;
    this.#bar?.showTime(left);
    this.#messages.showTime();
    if (stands) this.#view?.cover(this.#standstill(left));
    else if (left === 0) this.#timeUp();
    else {
      this.#over = false;
      clearTimeout(this.#finishTimer);
      this.#view?.uncover();
    }
    if (this.#clock.hasJumped) this.#askSoon();
    if (performance.now() - this.#timeKeptAt < KEEP_TIME) return;
    this.#timeKeptAt = performance.now();
    void this.kept.keepTime(this.#loop.time);
  }

  #standstill(left: number): Cover {
    if (this.#breakEndsAt === null) return { reason: 'paused', left };
    return { reason: 'break', left, breakLeft: Math.max(0, this.#breakEndsAt - performance.now()) };
  }

  /** Asks the server for the time, not more often than each five seconds. */
  #askSoon(): void {
    if (performance.now() - this.#askedAt < 5000) return;
    this.#askedAt = performance.now();
    void this.#live.ask();
  }

  /** By this device's clocks the time is over. Only the server's word makes it so; without a line everything waits. */
  #timeUp(): void {
    if (!this.#over) {
      this.#over = true;
      this.#failures = 0;
      this.#view?.cover({ reason: 'over', left: null });
      this.#finishSoon(Math.random() * SPREAD);
    }
  }

  #finishSoon(delay: number): void {
    clearTimeout(this.#finishTimer);
    this.#finishTimer = window.setTimeout(() => void this.#finishAtDeadline(), delay);
  }

  async #finishAtDeadline(): Promise<void> {
    const heard = await this.#live.ask();
    const sent = heard && this.#clock.left === 0 && (await this.#loop.flush());
    // More time may have been given, or the last of it came too late and the loop has ended it.
    if (!this.#over || this.#ended) return;
    if (sent) {
      await this.#finish(this.#loop.saved);
      return;
    }
    this.#failures += 1;
    this.#view?.cover({ reason: 'overKept', left: null });
    this.#finishSoon(backOff(this.#failures));
  }

  #setClock(reading: ClockReading): void {
    this.#clock.set(reading);
    if (!this.#ended && this.#view) this.#tick();
  }

  #hear(answer: ClockAnswer): void {
    this.#breakEndsAt = answer.onBreak ? performance.now() + (answer.breakLeft ?? 0) : null;
    if (answer.state === 'void') {
      this.#stop();
      void this.#loop.stop().then(() => {
        this.events.onVoid();
      });
      return;
    }
    if (answer.state === 'closed') {
      this.#endedByOfficial = answer.closedBy === 'officer';
      this.close();
    } else if (!answer.leaseActive) void this.#loop.end('SITTING.LEASE_REVOKED');
    else {
      this.#setClock(answer);
      this.#messages.hear(answer.messages);
    }
  }

  async #takeBreak(action: 'begin' | 'end'): Promise<void> {
    this.#view?.settle();
    try {
      this.#hear(await this.api.takeBreak(this.kept.exam.sittingId, action));
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      this.#bar?.announce(this.shell.say(error.isPassing ? 'breakOffline' : 'breakRefused'));
    }
  }

  #end(code: EndCode): void {
    this.#stop();
    if (code === 'SITTING.LEASE_REVOKED') {
      this.events.onElsewhere();
      return;
    }
    this.#over = true;
    this.#coverForGood();
    void this.#finish(null);
  }

  async #broken(code: string): Promise<void> {
    this.#stop();
    try {
      const { leaseActive, state } = await this.api.clock(this.kept.exam.token);
      if (leaseActive && state === 'open' && code !== 'REQUEST.INVALID') {
        await this.#toldLastWords();
        this.events.onFork();
        return;
      }
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
    }
    this.shell.stop({ reason: 'broken', action: ['loadAgain', reload] });
  }

  async #handIn(): Promise<void> {
    if (this.#handingIn) return;
    this.#handingIn = true;
    this.#view?.setBusy(true);
    this.#view?.settle();
    if (await this.#loop.flush()) await this.#finish(this.#loop.saved);
    else this.#notHandedIn('notYetSaved');
  }

  /** Hands in; handing in what is closed already gives the same receipt. */
  async #finish(head: { lease: number; seq: number } | null): Promise<void> {
    try {
      const { body } = await this.api.submit(this.kept.exam.sittingId, head);
      this.#stop();
      await this.#toldLastWords();
      if (body.closedBy === 'officer') this.events.onEndedByOfficial();
      else this.events.onDone();
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      if (error.code === 'SITTING.VOID') this.events.onVoid();
      else if (error.status === 401 || error.status === 403)
        this.shell.stop({ reason: 'signIn', action: ['loadAgain', reload] });
      else if (!this.#over) this.#notHandedIn('handInFailed');
      else {
        this.#failures += 1;
        this.#finishTimer = window.setTimeout(
          () => void this.#finish(head),
          backOff(this.#failures, error.retryAfter),
        );
      }
    }
  }

  async #toldLastWords(): Promise<void> {
    await Promise.race([Promise.allSettled(this.#lastWords), pause(LAST_WORDS)]);
  }

  #notHandedIn(key: string): void {
    this.#handingIn = false;
    this.#view?.setBusy(false);
    this.#view?.tell(this.shell.say(key));
  }
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

const reload = (): void => {
  location.reload();
};

/** Tells scripts that came with the page, which this one does not know. */
const tell = (name: string, detail: object): void => {
  document.dispatchEvent(new CustomEvent(name, { detail }));
};
