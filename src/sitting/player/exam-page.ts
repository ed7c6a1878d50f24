/** The two addresses of the page of an exam: the waiting room's and the sitting's. */
export const EXAM_PAGE = /^\/(sessions\/[0-9a-f-]{36}\/sitting|sittings\/[0-9a-f-]{36})$/;

export const pageOfSession = (sessionId: string): string => `/sessions/${sessionId}/sitting`;
export const pageOfSitting = (sittingId: string): string => `/sittings/${sittingId}`;
export const receiptOf = (sittingId: string): string => `/sittings/${sittingId}/receipt`;

/** The sitting that an address names, or null. */
export const sittingIn = (path: string): string | null =>
  /^\/sittings\/([0-9a-f-]{36})$/.exec(path)?.[1] ?? null;
