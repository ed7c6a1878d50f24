/** Something about this machine keeps the platform from starting. The message is one sentence for its operator. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}
