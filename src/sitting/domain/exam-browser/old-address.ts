/**
 * Whether a refusal is of an address that is too old, or was used: it says nothing of the browser. On a slow line a page comes from
 * its copy and has no other. Browsers have this file too.
 */
export const isOldAddress = (code: string): boolean =>
  code === 'SITTING.BROWSER_STALE' || code === 'SITTING.BROWSER_USED';
