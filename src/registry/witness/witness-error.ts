/** A witness cannot start, or must not go on. The message is one sentence for whoever runs it. */
export class WitnessError extends Error {
  override readonly name = 'WitnessError';
}
