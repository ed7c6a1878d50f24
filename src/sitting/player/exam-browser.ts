import type { Stop } from './shell.js';

/** What Safe Exam Browser tells a page, where it is one. */
interface SafeExamBrowser {
  readonly security?: {
    readonly configKey?: string;
    readonly browserExamKey?: string;
    /** Works out both for the address that the page has now, and calls a function of the page by its name. */
    readonly updateKeys?: (done: () => void) => void;
  };
}

/** What goes with the wish for the right to answer: docs/spec/exam-browser.md. */
export interface BrowserShown {
  /** The nonce of the page's address; '' where it has none. */
  readonly nonce: string;
  readonly page?: {
    readonly address: string;
    readonly configKeyHash: string;
    readonly browserExamKeyHash?: string;
  };
}

const PATIENCE = 3000;
const HASH = /^[0-9a-f]{64}$/i;

/**
 * What a refusal says of this browser, in place of everything else; undefined where it is about something else.
 *
 * @param code of the refusal. @param file where the configuration of Safe Exam Browser lies.
 */
export function browserStop(code: string, file: string | null): Stop | undefined {
  if (code === 'SITTING.BROWSER_NEEDED' || code === 'SITTING.BROWSER_KEY') {
    const get = (): void => {
      location.assign(file ?? location.href);
    };
    return { reason: 'examBrowser', action: ['examBrowserFile', get] };
  }
  // A new address has a new nonce.
  const again = (): void => {
    location.reload();
  };
  return code.startsWith('SITTING.BROWSER_')
    ? { reason: 'browserAgain', action: ['loadAgain', again] }
    : undefined;
}

/** The nonce of this page's address; '' where it has none. */
const nonceHere = (): string => new URLSearchParams(location.search).get('browser') ?? '';

/** Until when this page's address opens anything, milliseconds since 1970 by the server's clock; null where it says nothing of it. */
export const addressEndsAt = (): number | null => Number(nonceHere().split('.')[0]) || null;

/** What this browser can show of itself now. Where it sends headers the server has them beside this. */
export async function browserShown(): Promise<BrowserShown> {
  const nonce = nonceHere();
  const { security } = (window as { SafeExamBrowser?: SafeExamBrowser }).SafeExamBrowser ?? {};
  if (!security) return { nonce };
  await updated(security.updateKeys?.bind(security));
  const { configKey = '', browserExamKey = '' } = security;
  if (!HASH.test(configKey)) return { nonce };
  return {
    nonce,
    page: {
      address: location.href.split('#')[0] ?? '',
      configKeyHash: configKey,
      ...(HASH.test(browserExamKey) && { browserExamKeyHash: browserExamKey }),
    },
  };
}

/** Some versions call the function by its name alone, so it has one that the page knows. */
async function updated(update: ((done: () => void) => void) | undefined): Promise<void> {
  if (!update) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      resolve();
    };
    Object.assign(window, { examBrowserKeysUpdated: done });
    Object.defineProperty(done, 'name', { value: 'examBrowserKeysUpdated' });
    setTimeout(done, PATIENCE);
    update(done);
  });
}
