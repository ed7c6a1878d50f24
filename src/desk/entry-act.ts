import { ok, refuse, type Result } from '../kernel/index.js';
import { PLATFORM_SCOPE_ID, recordDecision } from '../people/index.js';
import {
  clockTime,
  orThrow,
  stateFacts,
  type Database,
  type FactDraft,
  type Principal,
  type Tx,
} from '../platform/index.js';
import { lockEntry } from '../registry/index.js';

/** Characters: a law and its article are longer. */
export const SHORTEST_GROUND = 10;

/**
 * An official's act on a registry entry, by name and on a ground: what it states and the decision are one transaction, in
 * which nobody else acts on the entry. Refusals: REGISTRY.NOT_FOUND, and those of `decide`.
 *
 * @param decide looks at the entry, which is locked, and gives the facts and the answer.
 */
export async function actOnEntry<T>(
  database: Database,
  principal: Principal,
  act: { readonly publicId: string; readonly action: string; readonly ground: string },
  decide: (
    tx: Tx,
    time: Date,
  ) => Promise<Result<{ readonly facts: readonly FactDraft[]; readonly answer: T }>>,
): Promise<Result<T>> {
  return database.transaction(async (tx) => {
    if (!(await lockEntry(tx, act.publicId))) return NOT_FOUND;
    const decided = await decide(tx, await clockTime(tx));
    if (!decided.ok) return decided;
    await stateFacts(tx, decided.value.facts);
    await recordDecision(tx, principal, {
      action: act.action,
      subject: act.publicId,
      scopeId: PLATFORM_SCOPE_ID,
      reason: act.ground,
    });
    return ok(decided.value.answer);
  });
}

const NOT_FOUND = refuse('not-found', 'REGISTRY.NOT_FOUND', 'The registry has no such entry.');

/** An entry that was looked for. @throws RefusalError REGISTRY.NOT_FOUND. */
export const foundEntry = <T>(entry: T | undefined): T =>
  orThrow(entry === undefined ? NOT_FOUND : ok(entry));
