import { backOff } from '../../pages/browser/back-off.js';
import { isOldAddress } from '../domain/exam-browser/old-address.js';
import { Api, ApiRefusal, type Ending } from './api.js';
import { byId } from './dom.js';
import { browserStop } from './exam-browser.js';
import { Exam } from './exam.js';
import { pageOfSession, pageOfSitting, receiptOf, sittingIn } from './exam-page.js';
import { KeptExam } from './kept-exam.js';
import type { LateAnswers } from './late-answers.js';
import { sendLeftovers } from './leftovers.js';
import { forgetPage, keepPage, pageComes } from './offline-page.js';
import { OneTab } from './one-tab.js';
import { OpenWish } from './open-wish.js';
import { FormDamaged, SealedForms } from './sealed-form.js';
import { Shell } from './shell.js';
import type { ClockReading, Leased, PlayerForm, PlayerSetup } from './types.js';
import { Vault } from './vault.js';
import { WaitingRoom } from './waiting-room.js';

/** How often answers may be moved to a new lease before a person has to look at it. */
const MOST_MOVES = 3;
/** How often the page loads itself anew for that before a person has to do it. */
const MOST_RELOADS = 5;

/**
 * The page of an exam, from the waiting room to the receipt. It decides which of them is in sight; what each does is in
 * its own module.
 */
class Player {
  readonly #wish: OpenWish;
  readonly #api: Api;
  readonly #shell: Shell;
  readonly #forms = new SealedForms();
  readonly #tab: OneTab;
  #exam: Exam | null = null;
  #room: WaitingRoom | null = null;
  #sittingId: string | null;

  constructor(private readonly setup: PlayerSetup) {
    this.#wish = new OpenWish(setup.sessionId);
    this.#api = new Api(setup.csrfToken, this.#wish);
    this.#shell = new Shell(setup);
    // A copy of the waiting room may stand at the sitting's address: the address knows better.
    this.#sittingId = sittingIn(location.pathname) ?? setup.sittingId;
    this.#tab = new OneTab(
      setup.sessionId,
      async () => {
        this.#leaveRoom();
        await this.#exam?.letGo();
      },
      (byForce) => {
        if (byForce) {
          this.#leaveRoom();
          void this.#exam?.lose();
        }
        this.#otherTab();
      },
    );
  }

  /** Another tab goes on: what this one has asked for is not for what it may come back to. */
  #leaveRoom(): void {
    if (this.#room?.leave()) this.#wish.close();
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
    const { state, examBrowser } = this.setup;
    // 'none': a copy of the waiting room, from before the exam began.
    const mayGoOn = state === 'open' || state === 'none';
    if (mayGoOn && (this.#wish.isOpen || kept.hasForked)) {
      // The lease that this one is to follow may have been given, and its answer lost.
      if (this.#wish.isOpen || (await this.#mayAnswer(kept))) {
        await this.#move(kept);
        return;
      }
    } else if (mayGoOn && examBrowser !== null && !(await this.#showBrowser(kept, examBrowser))) return;
    await this.#run(kept, null);
  }

  /** @returns false where the server says that this device no longer holds the right to answer. */
  async #mayAnswer({ exam }: KeptExam): Promise<boolean> {
    try {
      const { leaseActive, state } = await this.#api.clock(exam.token);
      return leaseActive && state === 'open';
    } catch (error) {
      if (error instanceof ApiRefusal) return true;
      throw error;
    }
  }

  /** @returns whether the exam goes on here; otherwise it was said why not. */
  async #showBrowser({ exam }: KeptExam, file: string): Promise<boolean> {
    try {
      await this.#api.checkBrowser(exam.sittingId, exam.token);
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      // Without a line, or on one so slow that the page came from its copy, the exam goes on; the next load shows it.
      const stop = this.setup.isCopy && isOldAddress(error.code) ? undefined : browserStop(error.code, file);
      if (stop) this.#shell.stop(stop);
      return !stop;
    }
    return true;
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
    // What is active may be what this tab has asked for without hearing the answer.
    if (this.#wish.isOpen) {
      void this.#takeLease(vault, { again: true });
      return;
    }
    this.#stopElsewhere(vault);
  }

  /** It goes on elsewhere, and is not taken from there before somebody says so. */
  #stopElsewhere(vault: Vault): void {
    const { activeSince } = this.setup;
    const more = this.#lateWords(vault.get('late') as LateAnswers | undefined, 'lateElsewhere');
    const action = ['continueHere', () => void this.#takeLease(vault)] as const;
    if (activeSince === null) {
      // Since this page was loaded.
      this.#shell.stop({ reason: 'elsewhere', more, action });
      return;
    }
    const time = new Intl.DateTimeFormat(this.#shell.language, { timeStyle: 'short' }).format(activeSince);
    this.#shell.stop({ reason: 'activeElsewhere', values: { time }, more, action });
  }

  async #takeLease(vault: Vault, go: { readonly again?: boolean } = {}): Promise<void> {
    const leased = await this.#lease(vault, go);
    if (leased) await this.#begin(leased, vault);
  }

  async #begin(leased: Leased, vault?: Vault): Promise<void> {
    this.#sittingId = leased.sittingId;
    const form = await this.#openForm(leased);
    if (!form) return;
    const into = vault ?? (await Vault.open(leased.sittingId));
    const kept = await KeptExam.begin(into, this.setup.sessionId, leased, form);
    this.#wish.close();
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
      onEndedByOfficial: () => void this.#ended(kept.vault),
      onElsewhere: () => void this.#elsewhere(kept),
      onFork: () => void this.#fork(kept),
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

  /** An official has ended the exam, and the server has everything: who and why is said before the receipt. */
  async #ended(vault: Vault): Promise<void> {
    const late = vault.get('late') as LateAnswers | undefined;
    const ending = await this.#api.ending(vault.sittingId).catch((error: unknown) => {
      // Without a line now: the receipt's page says it too.
      if (error instanceof ApiRefusal) return null;
      throw error;
    });
    await this.#forget(vault);
    this.#shell.stop({
      reason: 'ended',
      more: [...this.#endingWords(ending), ...this.#lateWords(late, 'lateOver')],
      action: [
        'toReceipt',
        () => {
          location.assign(receiptOf(vault.sittingId));
        },
      ],
    });
  }

  #endingWords(ending: Ending | null): readonly string[] {
    if (!ending) return [];
    const { official, reason, at } = ending;
    const time = new Intl.DateTimeFormat(this.#shell.language, { timeStyle: 'short' }).format(new Date(at));
    return [this.#shell.say('endedBy', { official, time }), this.#shell.say('endedWhy', { reason })];
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

  /** Safe Exam Browser is shown by an address that nothing was opened with yet: the page is loaded again for one. */
  async #fork(kept: KeptExam): Promise<void> {
    if (this.setup.examBrowser === null || kept.moves >= MOST_MOVES || !(await this.#loadAnew(kept)))
      await this.#move(kept);
  }

  /**
   * Loads the page anew once it would come: its copy has no address that shows a browser. The answers wait in the vault.
   *
   * @returns false where this browser does not keep that the page was loaded for it: the next one would only come here again.
   */
  async #loadAnew(kept: KeptExam): Promise<boolean> {
    await kept.markForked();
    if (!kept.vault.isKept) return false;
    this.#shell.busy('taking');
    const path = location.pathname;
    const mayTry = kept.reloads <= MOST_RELOADS;
    // A copy came because the page did not: that one is given time.
    if (mayTry && !this.setup.isCopy && (await pageComes(path))) {
      reload();
      return true;
    }
    this.#shell.stop({ reason: mayTry ? 'noPage' : 'browserAgain', action: ['loadAgain', reload] });
    for (let tries = 1; mayTry; tries += 1) {
      await pause(backOff(tries));
      if (!(await pageComes(path))) continue;
      reload();
      break;
    }
    return true;
  }

  /** What the server has is not what this device has: its unsent answers go on under a new lease. */
  async #move(kept: KeptExam): Promise<void> {
    if (kept.moves >= MOST_MOVES) {
      this.#wish.close();
      this.#shell.stop({ reason: 'broken', action: ['loadAgain', reload] });
      return;
    }
    const leased = await this.#lease(kept.vault, {}, kept);
    if (leased?.lease === kept.exam.lease) {
      this.#wish.close();
      await this.#run(kept, leased);
      return;
    }
    const form = leased && (await this.#openForm(leased));
    if (!form) return;
    await kept.moveTo(leased, form);
    this.#wish.close();
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

  /**
   * Takes the right to answer; without a line it tries until there is one.
   *
   * @param go.again only what this tab was given before. @param before what this device gives up for it. @returns null where it was refused, and what comes instead has begun.
   */
  async #lease(vault: Vault, go: { readonly again?: boolean }, before?: KeptExam): Promise<Leased | null> {
    this.#shell.busy('taking');
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#api.lease(vault.sittingId, {
          ...go,
          ...(before && { follows: before.exam.token }),
        });
      } catch (error) {
        if (!(error instanceof ApiRefusal)) throw error;
        if (!error.isPassing) {
          const isOver = error.code === 'SITTING.LEASE_REVOKED' || error.code === 'SITTING.CLOSED';
          if (before && isOver) {
            // The server keeps aside what is sent from here now.
            await this.#run(before, null);
            return null;
          }
          if (before && isOldAddress(error.code) && (await this.#loadAnew(before))) return null;
          const ofBrowser = browserStop(error.code, this.setup.examBrowser);
          const reason = error.isKeptOut ? 'signIn' : 'broken';
          if (error.code === 'SITTING.CLOSED') await this.#leave(vault);
          else if (error.code === 'SITTING.LEASE_REVOKED') this.#stopElsewhere(vault);
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
