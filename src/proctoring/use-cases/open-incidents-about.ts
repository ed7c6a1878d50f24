import type { Tx } from '../../platform/index.js';
import { nextStep, type NextStep } from '../domain/incident-state.js';
import { factsOf, incidentsAbout } from '../store/incident-store.js';

/** Incidents of a person's sittings that are not settled, with who acts next. */
export async function openIncidentsAbout(
  tx: Tx,
  personId: string,
): Promise<{ readonly id: string; readonly sittingId: string; readonly next: NextStep }[]> {
  const found = await incidentsAbout(tx, personId);
  return found
    .filter(({ settledAt }) => settledAt === null)
    .map((one) => ({ id: one.id, sittingId: one.sittingId, next: nextStep(factsOf(one, [])) }));
}
