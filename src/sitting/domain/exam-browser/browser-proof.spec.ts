import { describe, expect, it } from '@jest/globals';
import { otherSpellings } from '../../../../test/support/other-spellings.js';
import { hmac, newId } from '../../../kernel/index.js';
import { isNonceOf, signNonce, weighBrowser, type ShownKeys } from './browser-proof.js';
import { examConfigKeys } from './exam-settings.js';
import { keyHash } from './seb-settings.js';

const ORIGIN = 'https://exam.example';
const SESSION = newId();
const KEYS = examConfigKeys(ORIGIN, SESSION);
const KEY = KEYS[0] ?? '';
const OTHER = 'b'.repeat(64);
const ADDRESS = `${ORIGIN}/sessions/${SESSION}/sitting?browser=N`;
const shown = (address = ADDRESS, key = KEY, examKey?: string): ShownKeys => ({
  address,
  configKeyHash: keyHash(address, key),
  ...(examKey !== undefined && { browserExamKeyHash: keyHash(address, examKey) }),
});
const required = (...browserExamKeys: string[]) => ({ configKeys: KEYS, browserExamKeys });
const codeOf = (result: ReturnType<typeof weighBrowser>) => (result.ok ? result.value : result.refusal.code);

describe('the browser that a session demands', () => {
  it('is proved by a header, or by what its page states', () => {
    expect(codeOf(weighBrowser(required(), { origin: ORIGIN, header: shown() }))).toEqual({
      nonce: 'N',
      by: 'header',
    });
    expect(codeOf(weighBrowser(required(), { origin: ORIGIN, page: shown() }))).toEqual({
      nonce: 'N',
      by: 'page',
    });
  });

  it.each(KEYS)('may have any file of the session: %s', (key) => {
    expect(weighBrowser(required(), { origin: ORIGIN, page: shown(ADDRESS, key) }).ok).toBe(true);
  });

  it('is no matter of upper and lower case in hexadecimal digits', () => {
    const { configKeyHash, ...rest } = shown();
    const header = { ...rest, configKeyHash: configKeyHash.toUpperCase() };
    expect(weighBrowser(required(), { origin: ORIGIN, header }).ok).toBe(true);
  });

  it.each([
    ['nothing', { origin: ORIGIN }, 'SITTING.BROWSER_NEEDED'],
    ['another key', { origin: ORIGIN, header: shown(ADDRESS, OTHER) }, 'SITTING.BROWSER_KEY'],
    [
      'the hash of another address',
      { origin: ORIGIN, header: { ...shown(), configKeyHash: shown(`${ADDRESS}1`).configKeyHash } },
      'SITTING.BROWSER_KEY',
    ],
    [
      'an address of another place',
      { origin: ORIGIN, page: shown('https://exam.example.org/x?browser=N') },
      'SITTING.BROWSER_KEY',
    ],
    [
      'a wrong header and a right page',
      { origin: ORIGIN, header: shown(ADDRESS, OTHER), page: shown() },
      'SITTING.BROWSER_KEY',
    ],
    ['no nonce', { origin: ORIGIN, page: shown(`${ORIGIN}/x`) }, 'SITTING.BROWSER_STALE'],
  ])('is not proved by %s', (_, browser, code) => {
    expect(codeOf(weighBrowser(required(), browser))).toBe(code);
  });

  it('is one of those in the list, where there is a list', () => {
    const [one, two] = ['1'.repeat(64), '2'.repeat(64)] as const;
    const says = (keys: ShownKeys) =>
      codeOf(weighBrowser(required(one, two), { origin: ORIGIN, page: keys }));
    expect(says(shown(ADDRESS, KEY, two))).toMatchObject({ nonce: 'N' });
    expect(says(shown(ADDRESS, KEY, OTHER))).toBe('SITTING.BROWSER_KEY');
    expect(says(shown())).toBe('SITTING.BROWSER_KEY');
  });
});

describe('a nonce', () => {
  const mac = (data: string): Buffer => hmac(Buffer.alloc(32, 1), data);
  const of = { sessionId: SESSION, personId: newId() };
  const now = 1_900_000_000_000;
  const nonce = signNonce({ ...of, expiresAt: now + 1000 }, newId(), mac);

  it('is one person’s, for one session, for a time', () => {
    expect(isNonceOf(nonce, of, now, mac)).toBe(true);
    expect(isNonceOf(nonce, of, now + 1001, mac)).toBe(false);
    expect(isNonceOf(nonce, { ...of, personId: newId() }, now, mac)).toBe(false);
    expect(isNonceOf(nonce, { ...of, sessionId: newId() }, now, mac)).toBe(false);
  });

  it.each(['', 'x', '1.2.3', nonce.replace(/^1/, '2'), `${nonce}x`])('is not %j', (other) => {
    expect(isNonceOf(other, of, now, mac)).toBe(false);
  });

  it('has one spelling, so that it opens nothing a second time by another', () => {
    for (const other of otherSpellings(nonce)) expect(isNonceOf(other, of, now, mac)).toBe(false);
  });
});
