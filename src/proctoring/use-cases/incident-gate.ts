import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import type { Tx } from '../../platform/index.js';
import { VoidGates } from '../../sitting/index.js';
import { holdingIncident } from '../store/held-sittings.js';

/**
 * A sitting is not declared void another way while an incident of it is not settled: else its candidate would not be heard and no
 * second person would decide, or they would sit again before it is known whether they may.
 */
@Injectable()
export class IncidentGate implements OnModuleInit {
  constructor(private readonly gates: VoidGates) {}

  onModuleInit(): void {
    this.gates.register(mayVoid);
  }
}

/** Refusals: INCIDENT.OPEN. */
async function mayVoid(tx: Tx, sittingId: string): Promise<Result<undefined>> {
  return (await holdingIncident(tx, sittingId)) === undefined
    ? ok(undefined)
    : refuse('conflict', 'INCIDENT.OPEN', 'An incident of this sitting is not settled: that decides first.');
}
