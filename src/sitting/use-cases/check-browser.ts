import { Injectable } from '@nestjs/common';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { clockTime, KeyRing, type Tx } from '../../platform/index.js';
import {
  browserNeeded,
  configKey,
  examSettings,
  isNonceOf,
  signNonce,
  staleBrowser,
  weighBrowser,
  type ShownBrowser,
} from '../domain/exam-browser/index.js';
import { examBrowserOf, isProofTaken, takeProof } from '../store/exam-browser-store.js';

/** Who shows a browser, and for what. */
interface Shows {
  readonly sessionId: string;
  readonly personId: string;
}

// From loading the page to the start: a waiting room is open for an hour.
const NONCE_LIFE = 2 * 3_600_000;

/**
 * Asks for the proof of Safe Exam Browser where a session demands it: at the start of each lease, and when the page of an exam
 * is loaded again. A proof is of an address with a nonce, which was given to this candidate for this session, and opens one
 * door once.
 */
@Injectable()
export class CheckBrowser {
  readonly #mac: (data: string) => Buffer;

  constructor(keys: KeyRing) {
    const key = keys.derive('sitting-tokens', 'exam-browser');
    this.#mac = (data) => keys.macWith(key, data);
  }

  /** A nonce for the address of the page of an exam. */
  async nonce(tx: Tx, of: Shows): Promise<string> {
    const now = (await clockTime(tx)).getTime();
    return signNonce({ ...of, expiresAt: now + NONCE_LIFE }, newId(), this.#mac);
  }

  /** Whether an address has a nonce that still opens something. */
  async isFresh(tx: Tx, of: Shows, nonce: string): Promise<boolean> {
    const now = (await clockTime(tx)).getTime();
    return isNonceOf(nonce, of, now, this.#mac) && !(await isProofTaken(tx, nonce));
  }

  /**
   * Takes a proof where one is needed.
   *
   * Refusals: those of {@link weighBrowser}, SITTING.BROWSER_STALE also for a nonce of somebody else, of another session or too
   * old, SITTING.BROWSER_USED.
   */
  async run(tx: Tx, of: Shows, shown: ShownBrowser | undefined): Promise<Result<null>> {
    const rule = await examBrowserOf(tx, of.sessionId);
    if (!rule) return ok(null);
    if (!shown) return browserNeeded();
    const key = configKey(examSettings(shown.origin, of.sessionId));
    const proof = weighBrowser({ configKey: key, browserExamKeys: rule.browserExamKeys }, shown);
    if (!proof.ok) return proof;
    const now = (await clockTime(tx)).getTime();
    if (!isNonceOf(proof.value.nonce, of, now, this.#mac)) return staleBrowser();
    if (!(await takeProof(tx, of, proof.value)))
      return refuse('forbidden', 'SITTING.BROWSER_USED', 'What was shown of the browser was shown before.');
    return ok(null);
  }
}
