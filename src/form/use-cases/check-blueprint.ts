import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Database } from '../../platform/index.js';
import type { Blueprint } from '../domain/blueprint/blueprint.js';
import { checkBlueprint, type Feasibility } from '../domain/assembly/feasibility.js';
import { poolFor } from '../store/blueprint-store.js';
import { Solver } from '../worker/solver.js';

/** Says at once whether the banks, as they are now, can meet a blueprint, and if not, what lacks how many items. */
@Injectable()
export class CheckBlueprint implements OnModuleDestroy {
  readonly #solver = new Solver();

  constructor(private readonly database: Database) {}

  async run(blueprint: Blueprint): Promise<Feasibility> {
    return checkBlueprint(blueprint, await poolFor(this.database.tx, blueprint), this.#solver.solve);
  }

  onModuleDestroy(): Promise<void> {
    return this.#solver.stop();
  }
}
