/** The time left by the server's clock: the device's own clock may be wrong, its monotonic one is enough. */
export class Clock {
  #deadline = 0;
  #serverTime = 0;
  #readAt = 0;

  /** @param serverTime and @param deadline milliseconds since 1970, as the server says them. */
  set(serverTime: number, deadline: number): void {
    this.#serverTime = serverTime;
    this.#deadline = deadline;
    this.#readAt = performance.now();
  }

  /** Milliseconds left, never below 0. */
  get left(): number {
    return Math.max(0, this.#deadline - this.#serverTime - (performance.now() - this.#readAt));
  }
}

/** "54:09", or "1:02:09" above an hour. */
export function clockText(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [hours = 0, minutes = 0, rest = 0] = parts;
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${String(hours)}:${two(minutes)}:${two(rest)}` : `${String(minutes)}:${two(rest)}`;
}
