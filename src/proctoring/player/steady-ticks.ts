const TICK = 1000;

/** Whether this script runs as the thread that {@link steadyTicks} starts. */
export const isTicking = !('document' in globalThis);

/** What that thread does. */
export function tickOn(): void {
  setInterval(() => {
    postMessage(null);
  }, TICK);
}

/**
 * Ticks once a second, also in a page that is out of sight. Chromium wakes the timers of a page that was hidden for five minutes
 * once a minute (https://chromestatus.com/feature/4718288976216064), which would pass for silence; those of a dedicated worker it
 * leaves alone (https://chromestatus.com/feature/6334419736461312 was given up). So it was seen in Chromium 156: after two minutes
 * 122 ticks of a worker, each with a request that was answered, and one wake-up a minute of the page's own timers.
 *
 * @param script the address of this one, which the browser has already. @returns what ends it.
 */
export function steadyTicks(script: string, tick: () => void): () => void {
  const thread = new Worker(script);
  thread.addEventListener('message', tick);
  // Beside it the page's own: should the thread not come.
  const timer = window.setInterval(tick, TICK);
  return () => {
    thread.terminate();
    clearInterval(timer);
  };
}
