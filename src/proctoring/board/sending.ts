/** While a button's work is under way it does nothing more, and keeps the focus: one that is disabled loses it. */
export function setSending(button: HTMLButtonElement, isUnderWay: boolean): void {
  button.setAttribute('aria-disabled', String(isUnderWay));
}

export const isSending = (button: HTMLButtonElement): boolean =>
  button.getAttribute('aria-disabled') === 'true';
