/**
 * The buttons that change the language in the middle of an exam: the page's language and the direction of its script
 * change, the focus stays on the button.
 *
 * @param directions language → direction of its script.
 */
export function listenForLanguage(
  directions: Readonly<Record<string, string>>,
  change: (language: string) => void,
): void {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('[data-language]')];
  for (const button of buttons) {
    button.addEventListener('click', () => {
      const language = button.dataset['language'] ?? '';
      document.documentElement.lang = language;
      document.documentElement.dir = directions[language] ?? 'ltr';
      for (const other of buttons) other.setAttribute('aria-pressed', String(other === button));
      change(language);
    });
  }
}
