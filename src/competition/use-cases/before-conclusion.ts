import { Injectable } from '@nestjs/common';
import { ok, type Result } from '../../kernel/index.js';
import type { Tx } from '../../platform/index.js';

type Check = (tx: Tx, competitionId: string) => Promise<Result<true>>;

/** What must not be open any more when a competition is concluded, asked of the later stages that know. */
@Injectable()
export class BeforeConclusion {
  readonly #checks: Check[] = [];

  /** A stage says once, when it begins, what it looks at; it looks while the competition is held. */
  add(check: Check): void {
    this.#checks.push(check);
  }

  /** @returns the first refusal there is. */
  async check(tx: Tx, competitionId: string): Promise<Result<true>> {
    for (const check of this.#checks) {
      const result = await check(tx, competitionId);
      if (!result.ok) return result;
    }
    return ok(true);
  }
}
