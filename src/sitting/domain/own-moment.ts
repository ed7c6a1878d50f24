import { sha256 } from '../../kernel/index.js';

/** Sealed forms are fetched in the last minutes before the opening, but for the last one: then all is quiet. */
const FETCH_FROM = 10 * 60_000;
const FETCH_UNTIL = 60_000;

/**
 * Where in a span of time somebody's own moment lies, so that thousands do not do the same in one second. It is the
 * same whenever it is asked, and nobody can choose it.
 *
 * @param who a random id. @param what what the moment is for. @returns from 0 up to, but not including, 1.
 */
const share = (who: string, what: string): number =>
  sha256(`openmerit-moment ${what} ${who}`).readUIntBE(0, 6) / 2 ** 48;

/** When a candidate may begin: at the opening, or so many milliseconds after it, less than the spread. Since 1970. */
export const startMoment = (opensAt: number, spreadSeconds: number, applicationId: string): number =>
  opensAt + Math.floor(share(applicationId, 'start') * spreadSeconds * 1000);

/** From when a candidate's device should fetch the sealed form; who comes later fetches at once. Since 1970. */
export const fetchMoment = (opensAt: number, applicationId: string): number =>
  opensAt - FETCH_FROM + Math.floor(share(applicationId, 'fetch') * (FETCH_FROM - FETCH_UNTIL));
