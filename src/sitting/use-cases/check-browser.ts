import { Injectable } from '@nestjs/common';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { clockTime, KeyRing, type Tx } from '../../platform/index.js';
import {
  browserNeeded,
  examConfigKeys,
  isNonceOf,
  signNonce,
  staleBrowser,
  weighBrowser,
  type BrowserProof,
  type ShownBrowser,
} from '../domain/exam-browser/index.js';
import { examBrowserOf, isProofTaken, takeProof, type ExamBrowserRule } from '../store/exam-browser-store.js';

/** Who shows a browser, and for what. */
export interface BrowserShows {
  readonly sessionId: string;
  readonly personId: string;
}

type Rules = readonly [ExamBrowserRule, ...ExamBrowserRule[]];

/** A browser that a rule wants, and that was shown. */
export interface ProvedBrowser {
  readonly rule: ExamBrowserRule;
  /** Nobody has used it when it was weighed; whoever uses it takes it in the same transaction. */
  readonly proof: BrowserProof;
}

// From loading the page to the start; a waiting room that is open for longer loads itself anew.
const NONCE_LIFE = 2 * 3_600_000;

/**
 * Asks for the proof of Safe Exam Browser where a session demands it. A proof is of an address with a nonce, which was given to
 * this candidate for this session, and opens one door once.
 */
@Injectable()
export class CheckBrowser {
  readonly #mac: (data: string) => Buffer;

  constructor(keys: KeyRing) {
    const key = keys.derive('sitting-tokens', 'exam-browser');
    this.#mac = (data) => keys.macWith(key, data);
  }

  /** A nonce for the address of the page of an exam. */
  async nonce(tx: Tx, of: BrowserShows): Promise<string> {
    const now = (await clockTime(tx)).getTime();
    return signNonce({ ...of, expiresAt: now + NONCE_LIFE }, newId(), this.#mac);
  }

  /** Whether an address has a nonce that still opens something. */
  async isFresh(tx: Tx, of: BrowserShows, nonce: string): Promise<boolean> {
    const now = (await clockTime(tx)).getTime();
    return isNonceOf(nonce, of, now, this.#mac) && !(await isProofTaken(tx, nonce));
  }

  /**
   * Weighs what is shown against what the session demands now, and uses nothing up. Null: it demands nothing.
   *
   * Refusals: those of {@link weigh}.
   */
  async weighNow(
    tx: Tx,
    of: BrowserShows,
    shown: ShownBrowser | undefined,
  ): Promise<Result<ProvedBrowser | null>> {
    const rule = await examBrowserOf(tx, of.sessionId);
    return rule ? this.weigh(tx, of, [rule], shown) : ok(null);
  }

  /**
   * Weighs what is shown against rules of which one has to be met.
   *
   * Refusals: those of {@link weighBrowser}, SITTING.BROWSER_STALE also for a nonce of somebody else, of another session or too
   * old, SITTING.BROWSER_USED.
   */
  async weigh(
    tx: Tx,
    of: BrowserShows,
    rules: Rules,
    shown: ShownBrowser | undefined,
  ): Promise<Result<ProvedBrowser>> {
    const proved = await this.weighAgain(tx, of, rules, shown);
    if (!proved.ok) return proved;
    return (await isProofTaken(tx, proved.value.proof.nonce)) ? used() : proved;
  }

  /**
   * Weighs what is shown with a wish that comes again because its answer was lost: its proof may be used up.
   *
   * Refusals: those of {@link weigh} but SITTING.BROWSER_USED.
   */
  async weighAgain(
    tx: Tx,
    of: BrowserShows,
    rules: Rules,
    shown: ShownBrowser | undefined,
  ): Promise<Result<ProvedBrowser>> {
    if (!shown) return browserNeeded();
    const configKeys = examConfigKeys(shown.origin, of.sessionId);
    const weighed = (rule: ExamBrowserRule) => weighBrowser({ ...rule, configKeys }, shown);
    const rule = rules.find((one) => weighed(one).ok) ?? rules[0];
    const proof = weighed(rule);
    if (!proof.ok) return proof;
    const now = (await clockTime(tx)).getTime();
    return isNonceOf(proof.value.nonce, of, now, this.#mac)
      ? ok({ rule, proof: proof.value })
      : staleBrowser();
  }

  /** Uses a proof up. Refusal: SITTING.BROWSER_USED, where somebody else was faster. */
  async take(tx: Tx, of: BrowserShows, { proof }: ProvedBrowser): Promise<Result<null>> {
    return (await takeProof(tx, of, proof)) ? ok(null) : used();
  }
}

/**
 * The rules of which one has to be met now; null: any browser will do. Whoever goes on does so as they began.
 *
 * @param current of the session. @param own the lease that they go on from, with the rule it was given under; null: it is none.
 */
export function rulesAsked(
  current: ExamBrowserRule | null,
  own: { readonly given: ExamBrowserRule | null } | null,
): Rules | null {
  if (current === null || own?.given === null) return null;
  return own ? [own.given, current] : [current];
}

const used = () =>
  refuse('forbidden', 'SITTING.BROWSER_USED', 'What was shown of the browser was shown before.');
