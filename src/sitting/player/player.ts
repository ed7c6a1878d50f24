import { Api, ApiRefusal } from './api.js';
import { backOff } from './back-off.js';
import { byId } from './dom.js';
import { browserStop } from './exam-browser.js';
import { Exam } from './exam.js';
import { pageOfSession, pageOfSitting, receiptOf, sittingIn } from './exam-page.js';
import { KeptExam } from './kept-exam.js';
import type { LateAnswers } from './late-answers.js';
import { sendLeftovers } from './leftovers.js';
import { forgetPage, keepPage } from './offline-page.js';
import { OneTab } from './one-tab.js';
import { FormDamaged, SealedForms } from './sealed-form.js';
import { Shell } from './shell.js';
import type { ClockReading, Leased, PlayerForm, PlayerSetup } from './types.js';
import { Vault } from './vault.js';
import { WaitingRoom } from './waiting-room.js';

/** How often answers may be moved to a new lease before a person has to look at it. */
const MOST_MOVES = 3;

/**
 * The page of an exam, from the waiting room to the receipt. It decides which of them is in sight; what each does is in
 * its own module.
 */
class Player {
  readonly #api: Api;
  readonly #shell: Shell;
  readonly #forms = new SealedForms();
  readonly #tab: OneTab;
  #exam: Exam | null = null;
  #room: WaitingRoom | null = null;
  #sittingId: string | null;

  constructor(private readonly setup: PlayerSetup) {
    this.#api = new Api(setup.csrfToken);
    this.#shell = new Shell(setup);
    // A copy of the waiting room may stand at the sitting's address: the address knows better.
    this.#sittingId = sittingIn(location.pathname) ?? setup.sittingId;
    this.#tab = new OneTab(
      setup.sessionId,
      async () => {
        this.#room?.leave();
        await this.#exam?.letGo();
      },
      () => {
        this.#otherTab();
      },
    );
  }

  async open(): Promise<void> {
    if (!isSecureContext) this.#shell.stop({ reason: 'insecure' });
    else if (await this.#tab.take()) await this.#enter();
    else this.#otherTab();
  }

  #otherTab(): void {
    this.#shell.stop({
      reason: 'otherTab',
      action: [
        'goOnHere',
        () => {
          this.#shell.busy('takingOver');
          // What the other tab has done is in the browser now, not in what this page has drawn.
          void this.#tab.takeOver().then(() => {
            if (this.#exam || this.#room) reload();
            else void this.#enter();
          });
        },
      ],
    });
  }

  async #enter(): Promise<void> {
    void sendLeftovers(this.#api, { sessionId: this.setup.sessionId, sittingId: this.#sittingId });
    void navigator.storage.persist().catch(() => false);
    if (!this.#sittingId) {
      this.#wait();
      return;
    }
    const vault = await Vault.open(this.#sittingId);
    const kept = KeptExam.of(vault);
    if (kept) await this.#goOn(kept);
    else if (this.setup.state === 'closed') await this.#leave(vault);
    else if (this.setup.state === 'void') await this.#void(vault);
    else this.#ask(vault);
  }

  /** Goes on with what this browser has; Safe Exam Browser shows itself again where the session demands it. */
  async #goOn(kept: KeptExam): Promise<void> {
    if (this.setup.examBrowser !== null && this.setup.state === 'open') {
      try {
        await this.#api.checkBrowser(kept.exam.sittingId);
      } catch (error) {
        if (!(error instanceof ApiRefusal)) throw error;
        const stop = browserStop(error.code, this.setup.examBrowser);
        if (stop) {
          this.#shell.stop(stop);
          return;
        }
        // Without a line answers are kept as ever; the next load shows it.
      }
    }
    await this.#run(kept, null);
  }

  #wait(): void {
    void this.#keepPage(pageOfSession(this.setup.sessionId));
    this.#room = new WaitingRoom(this.#api, this.#forms, this.#shell, {
      onStarted: (leased) => void this.#begin(leased),
      onSitting: (sittingId) => {
        location.replace(pageOfSitting(sittingId));
      },
      onHandedIn: (sittingId) => {
        location.replace(receiptOf(sittingId));
      },
    });
    this.#room.enter();
  }

  /** Goes on here, knowingly where another device holds the right to answer. */
  #ask(vault: Vault): void {
    const since = this.setup.activeSince;
    if (since === null) {
      void this.#takeLease(vault);
      return;
    }
    const time = new Intl.DateTimeFormat(this.#shell.language, { timeStyle: 'short' }).format(since);
    this.#shell.stop({
      reason: 'activeElsewhere',
      values: { time },
      more: this.#lateWords(vault.get('late') as LateAnswers | undefined, 'lateElsewhere'),
      action: ['continueHere', () => void this.#takeLease(vault)],
    });
  }

  async #takeLease(vault: Vault): Promise<void> {
    const leased = await this.#lease(vault);
    if (leased) await this.#begin(leased, vault);
  }

  async #begin(leased: Leased, vault?: Vault): Promise<void> {
    this.#sittingId = leased.sittingId;
    const form = await this.#openForm(leased);
    if (!form) return;
    const into = vault ?? (await Vault.open(leased.sittingId));
    const kept = await KeptExam.begin(into, this.setup.sessionId, leased, form);
    await this.#run(kept, leased);
  }

  async #openForm(leased: Leased): Promise<PlayerForm | null> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#forms.open(leased);
      } catch (error) {
        if (error instanceof FormDamaged) {
          this.#shell.stop({ reason: 'damaged', action: ['loadAgain', reload] });
          return null;
        }
        this.#shell.busy('noLine');
        await pause(backOff(tries));
      }
    }
  }

  async #run(kept: KeptExam, reading: ClockReading | null): Promise<void> {
    const { sittingId, sessionId } = kept.exam;
    const path = pageOfSitting(sittingId);
    if (this.#exam) {
      // The face of an exam is drawn once in a document.
      location.assign(path);
      return;
    }
    const from = location.pathname;
    history.replaceState(null, '', path);
    void this.#keepPage(path, from === path ? undefined : pageOfSession(sessionId));
    this.#exam = new Exam(kept, this.#api, this.#shell, {
      onDone: () => void this.#leave(kept.vault),
      onElsewhere: () => void this.#elsewhere(kept),
      onFork: () => void this.#move(kept),
      onVoid: () => void this.#void(kept.vault),
    });
    await this.#exam.run(reading);
    if (this.setup.state === 'closed') this.#exam.close();
  }

  async #keepPage(path: string, from?: string): Promise<void> {
    document.documentElement.dataset['offline'] = (await keepPage(path, from)) ? 'ready' : 'never';
  }

  /** The exam is over and the server has everything: this browser forgets it. */
  async #leave(vault: Vault): Promise<void> {
    const late = vault.get('late') as LateAnswers | undefined;
    await this.#forget(vault);
    const toReceipt = (): void => {
      location.assign(receiptOf(vault.sittingId));
    };
    const more = this.#lateWords(late, 'lateOver');
    if (more.length === 0) toReceipt();
    else this.#shell.stop({ reason: 'late', more, action: ['toReceipt', toReceipt] });
  }

  async #elsewhere(kept: KeptExam): Promise<void> {
    const more = this.#lateWords(kept.late, 'lateElsewhere');
    await kept.end();
    await forgetPage(pageOfSitting(kept.exam.sittingId));
    this.#shell.stop({
      reason: 'elsewhere',
      more,
      action: ['continueHere', () => void this.#takeLease(kept.vault)],
    });
  }

  /** What the server has is not what this device has: its unsent answers go on under a new lease. */
  async #move(kept: KeptExam): Promise<void> {
    if (kept.moves >= MOST_MOVES) {
      this.#shell.stop({ reason: 'broken', action: ['loadAgain', reload] });
      return;
    }
    const leased = await this.#lease(kept.vault);
    const form = leased && (await this.#openForm(leased));
    if (!form) return;
    await kept.moveTo(leased, form);
    location.reload();
  }

  async #void(vault: Vault): Promise<void> {
    await this.#forget(vault);
    this.#shell.stop({ reason: 'void' });
  }

  async #forget(vault: Vault): Promise<void> {
    await vault.wipe();
    await forgetPage(pageOfSession(this.setup.sessionId));
    await forgetPage(pageOfSitting(vault.sittingId));
  }

  /** Takes the right to answer; without a line it tries until there is one. @returns null where it was refused, and said so. */
  async #lease(vault: Vault): Promise<Leased | null> {
    this.#shell.busy('taking');
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#api.lease(vault.sittingId);
      } catch (error) {
        if (!(error instanceof ApiRefusal)) throw error;
        if (!error.isPassing) {
          const ofBrowser = browserStop(error.code, this.setup.examBrowser);
          const reason = error.status === 401 || error.status === 403 ? 'signIn' : 'broken';
          if (error.code === 'SITTING.CLOSED') await this.#leave(vault);
          else this.#shell.stop(ofBrowser ?? { reason, action: ['loadAgain', reload] });
          return null;
        }
        this.#shell.busy('noLine');
        await pause(backOff(tries, error.retryAfter));
      }
    }
  }

  #lateWords(late: LateAnswers | undefined, key: string): readonly string[] {
    if (!late || late.keptAside.length === 0) return [];
    const say = this.#shell.say;
    return [
      say(key, { kept: String(late.keptAside.length) }),
      ...(late.counted.length > 0 ? [say('lateCounted', { counted: String(late.counted.length) })] : []),
    ];
  }
}

const reload = (): void => {
  location.reload();
};
const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

void new Player(JSON.parse(byId('player-setup').textContent) as PlayerSetup).open();
