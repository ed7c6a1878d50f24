/** Something that ought to be there is not, so that a sitting cannot be graded. The code may be shown; the text names no ids. */
export class UngradableError extends Error {
  override readonly name = 'UngradableError';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
