import { Injectable } from '@nestjs/common';

/** SQL: whether something that is to be decided asks for the evidence of a sitting. @param sitting an expression, its id. */
export type EvidenceHold = (sitting: string) => string;

/**
 * Why stages after this one, which it does not know, need what an incident rests on longer than the incident does. They register
 * when the platform starts (`onModuleInit`).
 */
@Injectable()
export class EvidenceHolds {
  readonly #holds: EvidenceHold[] = [];

  register(hold: EvidenceHold): void {
    this.#holds.push(hold);
  }

  /** SQL: whether any of them does. */
  isHeld(sitting: string): string {
    return `(${['false', ...this.#holds.map((hold) => hold(sitting))].join(' OR ')})`;
  }
}
