/**
 * A CSRF token of the session as it is now, for a page that was kept from an earlier one.
 *
 * @param patience milliseconds. @returns null without a line.
 */
export const newCsrfToken = (patience: number): Promise<string | null> =>
  fetch('/api/v1/session', { credentials: 'same-origin', signal: AbortSignal.timeout(patience) })
    .then(async (answer) => ((await answer.json()) as { csrfToken?: string }).csrfToken ?? null)
    .catch(() => null);
