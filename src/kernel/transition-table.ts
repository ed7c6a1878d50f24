import { ok, refuse, type Result } from './result.js';

/** Every life cycle is one table: state → event → next state. What is not in it is refused. */
export type TransitionTable<S extends string, E extends string> = Readonly<
  Record<S, Readonly<Partial<Record<E, S>>>>
>;

/** The state after `event`, or a refusal with `code` where the table has no such step. */
export function transition<S extends string, E extends string>(
  table: TransitionTable<S, E>,
  state: S,
  event: E,
  code: string,
): Result<S> {
  const next = table[state][event];
  return next === undefined
    ? refuse('conflict', code, `"${event}" is not possible in state "${state}".`)
    : ok(next);
}
