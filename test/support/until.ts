/**
 * Polls until `probe` gives something other than undefined, null or false, and returns it.
 * Fails loudly after `seconds`: a guard against hanging, not a measurement.
 */
export async function until<T>(probe: () => Promise<T | undefined | null | false>, seconds = 30): Promise<T> {
  const giveUp = performance.now() + seconds * 1000;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== null && value !== false) return value;
    if (performance.now() > giveUp) throw new Error(`Nothing came within ${String(seconds)} s.`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
