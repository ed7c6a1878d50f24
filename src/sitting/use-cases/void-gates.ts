import { Injectable } from '@nestjs/common';
import { ok, type Result } from '../../kernel/index.js';
import type { Tx } from '../../platform/index.js';
import { lockSitting } from '../store/sitting-store.js';

/** Whether one sitting may be declared void now; it is locked. */
export type VoidGate = (tx: Tx, sittingId: string) => Promise<Result<undefined>>;

/**
 * What stages after this one, which it does not know, have against one sitting being declared void. They register when the platform
 * starts (`onModuleInit`). A whole session that is declared void asks none of them.
 */
@Injectable()
export class VoidGates {
  readonly #gates: VoidGate[] = [];

  register(gate: VoidGate): void {
    this.#gates.push(gate);
  }

  /** Asks all of them, in the caller's transaction: what they look at and the void come one after the other. */
  async mayVoid(tx: Tx, sittingId: string): Promise<Result<undefined>> {
    await lockSitting(tx, sittingId);
    for (const gate of this.#gates) {
      const allowed = await gate(tx, sittingId);
      if (!allowed.ok) return allowed;
    }
    return ok(undefined);
  }
}
