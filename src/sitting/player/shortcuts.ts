export type Shortcut = 'next' | 'previous' | 'flag' | 'time' | 'review';

/**
 * Places on the keyboard, whatever its layout writes there. Off until the candidate wants them, and with Alt, so that
 * no reading command of a screen reader is taken and nothing happens by accident (WCAG 2.1.4).
 */
export const SHORTCUT_KEYS: Readonly<Record<string, Shortcut>> = {
  KeyN: 'next',
  KeyB: 'previous',
  KeyM: 'flag',
  KeyT: 'time',
  KeyR: 'review',
};

export function listenForShortcuts(isOn: () => boolean, act: (shortcut: Shortcut) => void): void {
  document.addEventListener('keydown', (event) => {
    const shortcut = SHORTCUT_KEYS[event.code];
    if (!shortcut || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !isOn()) return;
    event.preventDefault();
    act(shortcut);
  });
}
