import type { Fact } from '../platform/index.js';
import { DoesNotHold } from './log-reading.js';

/** Kinds of appointments: from a competition, by law without one, from before there was the log. */
const APPOINTMENTS: ReadonlySet<string> = new Set([
  'appointment',
  'appointment-without-competition',
  'appointment-imported',
]);

/** Which appointments there are, and which have ended. */
export class Tenures {
  /** By what they are about: the place of the first entry. */
  readonly #appointments = new Map<string, number>();
  readonly #ends = new Map<string, number[]>();

  /** Takes an entry of the log; in any order. */
  note(seq: number, { type, subject }: Fact): void {
    if (APPOINTMENTS.has(type))
      this.#appointments.set(subject, Math.min(seq, this.#appointments.get(subject) ?? seq));
    if (type === 'tenure-ended') this.#ends.set(subject, [...(this.#ends.get(subject) ?? []), seq]);
  }

  /** An appointment ends once, after it was made. @returns how many have ended. @throws DoesNotHold. */
  check(): number {
    for (const [subject, ends] of this.#ends) {
      const first = Math.min(...ends);
      const wrong = (what: string) =>
        new DoesNotHold('tenures', `Entry ${String(first)} ends the appointment ${subject}, ${what}`);
      if (!((this.#appointments.get(subject) ?? Infinity) < first)) throw wrong('which was not made before.');
      if (ends.length > 1) throw wrong(`and so do others: ${ends.join(', ')}.`);
    }
    return this.#ends.size;
  }
}
