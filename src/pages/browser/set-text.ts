/** Writes a text where it is another: what is written anew is read out anew, and what somebody has marked in it is lost. */
export function setText(host: HTMLElement, text: string): void {
  if (host.textContent !== text) host.textContent = text;
}
