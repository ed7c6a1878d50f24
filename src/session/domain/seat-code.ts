/** Characters of a seat code: read out loud, and typed by somebody who is nervous. */
export const SEAT_CODE_LENGTH = 6;

/** A typed code in its one form: `k7m-4qx` is `K7M4QX`. */
export const normaliseSeatCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');

/** As it is shown: in two halves. */
export const shownSeatCode = (code: string): string => `${code.slice(0, 3)}-${code.slice(3)}`;
