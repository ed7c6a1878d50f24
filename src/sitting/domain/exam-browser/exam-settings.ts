import type { SebSettings } from './seb-settings.js';

/** The settings that a session has are these for ever: another text gets another version, and the old one stays here. */
export const SETTINGS_VERSION = 1;

/**
 * Settings with which Safe Exam Browser shows one exam and nothing else. A pure function, so that the file that is handed out
 * and the key that is checked cannot differ.
 *
 * @param origin of the platform as candidates reach it: `https://exam.example`.
 */
export const examSettings = (origin: string, sessionId: string): SebSettings => ({
  originatorVersion: 'OpenMerit',
  startURL: `${origin}/sessions/${sessionId}/sitting`,
  // Both ways of showing the key: request headers where the engine has them, the JavaScript API where it has not.
  sendBrowserExamKey: true,
  browserWindowWebView: 3,
  // Full screen; an exam is one window.
  browserViewMode: 1,
  newBrowserWindowByLinkPolicy: 0,
  newBrowserWindowByScriptPolicy: 0,
  // A candidate signs in inside, and whoever sits next begins without them.
  examSessionClearCookiesOnStart: false,
  examSessionClearCookiesOnEnd: true,
  browserWindowAllowReload: true,
  allowQuit: true,
  quitURLConfirm: true,
  allowSpellCheck: false,
  allowDictionaryLookup: false,
  URLFilterEnable: true,
  URLFilterRules: [{ active: true, regex: false, action: 1, expression: `${new URL(origin).host}/*` }],
});
