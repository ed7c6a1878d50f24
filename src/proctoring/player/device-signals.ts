import type { OpenSignals } from './open-signals.js';
import type { Happening } from './report-queue.js';

type Tell = (happening: Omit<Happening, 'at'>) => void;

export interface Listening {
  /** Tells what is so now and was not told: for when something is watched again. */
  look(): void;
  stop(): void;
}

/** A glance at a notification is no leaving. */
const GLANCE = 1000;

/**
 * Listens to what happens on this device, and to nothing else: no keys, no screen, no text.
 *
 * @param open what has begun and not ended, on this page or one before. @param fullScreen whether the exam asks for it.
 */
export function listenToDevice(tell: Tell, open: OpenSignals, fullScreen: boolean): Listening {
  const ending = new AbortController();
  const { signal } = ending;
  const looks = [watchPage(tell, open, signal), ...(fullScreen ? [watchFullScreen(tell, open, signal)] : [])];
  watchPastes(tell, signal);
  if ((screen as Screen & { isExtended?: boolean }).isExtended) tell({ kind: 'more-screens', lasted: null });
  return {
    look: () => {
      for (const look of looks) look();
    },
    stop: () => {
      ending.abort();
    },
  };
}

function watchPage(tell: Tell, open: OpenSignals, signal: AbortSignal): () => void {
  let timer = 0;
  const leave = (): void => {
    if (open.begin('left-page', Date.now())) tell({ kind: 'left-page', lasted: null });
  };
  const look = (): void => {
    clearTimeout(timer);
    if (document.visibilityState === 'hidden') leave();
    else if (!document.hasFocus()) timer = window.setTimeout(leave, GLANCE);
    else {
      const lasted = open.end('left-page', Date.now());
      if (lasted !== null) tell({ kind: 'back-on-page', lasted });
    }
  };
  document.addEventListener('visibilitychange', look, { signal });
  addEventListener('blur', look, { signal });
  addEventListener('focus', look, { signal });
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
  });
  // A page before this one may have told that it was left.
  look();
  return look;
}

function watchFullScreen(tell: Tell, open: OpenSignals, signal: AbortSignal): () => void {
  const look = (): void => {
    if (document.fullscreenElement) {
      open.begin('full-screen', Date.now());
      const lasted = open.end('left-full-screen', Date.now());
      if (lasted !== null) tell({ kind: 'back-in-full-screen', lasted });
    } else if (open.isWatched) {
      open.end('full-screen', Date.now());
      if (open.begin('left-full-screen', Date.now())) tell({ kind: 'left-full-screen', lasted: null });
    }
  };
  document.addEventListener('fullscreenchange', look, { signal });
  signal.addEventListener('abort', () => {
    open.end('full-screen', Date.now());
  });
  // A reload leaves full screen, and the page before it cannot tell.
  const lookAgain = (): void => {
    if (document.fullscreenElement || open.isOpen('full-screen')) look();
  };
  lookAgain();
  return lookAgain;
}

/** What was copied on this page is moved about by its writer: that is no paste. */
function watchPastes(tell: Tell, signal: AbortSignal): void {
  let own = '';
  const copied = (): void => {
    own = selectedText();
  };
  document.addEventListener('copy', copied, { signal });
  document.addEventListener('cut', copied, { signal });
  document.addEventListener(
    'paste',
    (event) => {
      const text = event.clipboardData?.getData('text') ?? '';
      if (text === '' || text === own) return;
      const position = Number(document.getElementById('player')?.dataset['position'] ?? 0);
      tell({ kind: 'pasted', lasted: null, characters: text.length, ...(position > 0 && { position }) });
    },
    { signal, capture: true },
  );
}

function selectedText(): string {
  const { activeElement } = document;
  if (activeElement instanceof HTMLTextAreaElement || activeElement instanceof HTMLInputElement) {
    return activeElement.value.slice(activeElement.selectionStart ?? 0, activeElement.selectionEnd ?? 0);
  }
  return getSelection()?.toString() ?? '';
}
