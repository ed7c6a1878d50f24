import { configKey, type SebSettings } from './seb-settings.js';

/**
 * Settings with which Safe Exam Browser shows one exam and nothing else. A pure function, so that the file that is handed out
 * and the keys that are checked cannot differ.
 *
 * @param origin of the platform as candidates reach it: `https://exam.example`. @param hasCamera the page may use the camera;
 * without it, macOS and iOS refuse.
 */
export const examSettings = (origin: string, sessionId: string, hasCamera: boolean): SebSettings => ({
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
  ...(hasCamera && { browserMediaCaptureCamera: true }),
});

/**
 * The Config Keys of every file that a session may have handed out, hex: with and without the camera, whatever is planned now. A
 * text that was handed out once stays here: whoever changes anything adds another.
 */
export const examConfigKeys = (origin: string, sessionId: string): readonly string[] =>
  [false, true].map((hasCamera) => configKey(examSettings(origin, sessionId, hasCamera)));
