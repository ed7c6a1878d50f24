import { isUuid, ok, refuse, sameBytes, sha256, type Result } from '../../../kernel/index.js';
import { keyHash } from './seb-settings.js';

/** What a session demands of the browser. */
export interface RequiredBrowser {
  /** Hex: one of them must be shown. */
  readonly configKeys: readonly string[];
  /** Hex; where there are any, one of them must be shown. */
  readonly browserExamKeys: readonly string[];
}

/** What is shown of a browser: SHA-256 of an address and a key each, hex. */
export interface ShownKeys {
  readonly address: string;
  readonly configKeyHash: string;
  readonly browserExamKeyHash?: string | undefined;
}

/** What a request shows: by its own headers, of its own address; or as the JavaScript API stated it to the page. */
export interface ShownBrowser {
  /** Of the platform as candidates reach it. */
  readonly origin: string;
  readonly header?: ShownKeys | undefined;
  readonly page?: ShownKeys | undefined;
}

/** What a proof rests on once its keys are right: the nonce in its address. */
export interface BrowserProof {
  readonly nonce: string;
  readonly by: 'header' | 'page';
}

/** The query parameter that carries the nonce: the hash of the address covers it. */
export const NONCE_PARAMETER = 'browser';

/**
 * Whether what is shown proves the browser that a session demands. Headers count before what a page states: no script of a
 * page can set them in Safe Exam Browser.
 *
 * Refusals: SITTING.BROWSER_NEEDED (nothing is shown), SITTING.BROWSER_KEY (another configuration, another browser, another
 * address), SITTING.BROWSER_STALE (the address has no nonce).
 */
export function weighBrowser(required: RequiredBrowser, shown: ShownBrowser): Result<BrowserProof> {
  const by = shown.header ? 'header' : 'page';
  const keys = shown.header ?? shown.page;
  if (!keys) return browserNeeded();
  const { address, configKeyHash, browserExamKeyHash } = keys;
  const isOurs = address.startsWith(`${shown.origin}/`) && URL.canParse(address);
  const isSet = isOurs && required.configKeys.some((key) => same(configKeyHash, keyHash(address, key)));
  const isKnown =
    required.browserExamKeys.length === 0 ||
    required.browserExamKeys.some((key) => same(browserExamKeyHash ?? '', keyHash(address, key)));
  if (!isSet || !isKnown)
    return refuse(
      'forbidden',
      'SITTING.BROWSER_KEY',
      'This is not Safe Exam Browser with the configuration of this exam.',
    );
  const nonce = new URL(address).searchParams.get(NONCE_PARAMETER) ?? '';
  return nonce === '' ? staleBrowser() : ok({ nonce, by });
}

export const browserNeeded = () =>
  refuse('forbidden', 'SITTING.BROWSER_NEEDED', 'This exam is sat in Safe Exam Browser alone.');

export const staleBrowser = () =>
  refuse('forbidden', 'SITTING.BROWSER_STALE', 'Load the page of the exam again in Safe Exam Browser.');

const same = (shown: string, expected: string): boolean =>
  sameBytes(sha256(shown.toLowerCase()), sha256(expected));

/** Whose nonce it is, and until when: milliseconds since 1970. */
export interface NonceClaim {
  readonly sessionId: string;
  readonly personId: string;
  readonly expiresAt: number;
}

type Mac = (data: string) => Buffer;

const claimed = ({ sessionId, personId, expiresAt }: NonceClaim, salt: string): string =>
  `${sessionId} ${personId} ${String(expiresAt)} ${salt}`;

/** `<expiry>.<salt>.<base64url HMAC-SHA-256>`: nothing is kept of it until it is used. */
export const signNonce = (claim: NonceClaim, salt: string, mac: Mac): string =>
  `${String(claim.expiresAt)}.${salt}.${mac(claimed(claim, salt)).toString('base64url')}`;

/** Whether a nonce was given to this person for this session, and is not too old. */
export function isNonceOf(nonce: string, of: Omit<NonceClaim, 'expiresAt'>, now: number, mac: Mac): boolean {
  const [expiry = '', salt = ''] = nonce.split('.');
  const expiresAt = Number(expiry);
  if (!/^\d{13}$/.test(expiry) || !isUuid(salt) || expiresAt < now) return false;
  // The text and not what it decodes to: a nonce in another spelling would be another one, and not used yet.
  return sameBytes(Buffer.from(nonce), Buffer.from(signNonce({ ...of, expiresAt }, salt, mac)));
}
