/** Asks until there is an answer. @throws where there is none within two minutes. */
export async function waitFor<T>(probe: () => Promise<T | false | undefined>): Promise<T> {
  const giveUp = performance.now() + 120_000;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > giveUp) throw new Error('The platform did not get there within two minutes.');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
