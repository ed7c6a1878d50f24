import { placeOf, rows, type Principal, type Tx } from '../../platform/index.js';

export interface NewDecision {
  /** What was done: a short code, for example `ranking-approved`. */
  readonly action: string;
  /** Public id or code of what it was done to. Never a candidate's name. */
  readonly subject: string;
  readonly scopeId: string;
  readonly reason?: string;
}

/** Writes down who decided, by name, in the transaction of the decision. */
export async function recordDecision(tx: Tx, principal: Principal, decision: NewDecision): Promise<void> {
  await tx.query(
    `INSERT INTO decision (account_id, official, action, subject, scope_id, reason, acting_for)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      principal.accountId,
      principal.official,
      decision.action,
      decision.subject,
      decision.scopeId,
      decision.reason ?? null,
      placeOf(principal),
    ],
  );
}

export interface DecisionView {
  /** Decimal string. */
  readonly id: string;
  readonly at: Date;
  readonly official: string;
  readonly action: string;
  readonly subject: string;
  readonly reason: string | null;
}

/** Decisions inside some scopes, newest first. `before`: an id from an earlier page. */
export async function decisionsIn(
  tx: Tx,
  scopeIds: readonly string[],
  before: string | null,
  limit: number,
): Promise<DecisionView[]> {
  return rows<DecisionView>(
    tx,
    `SELECT id::text, at, official, action, subject, reason FROM decision
     WHERE scope_id = ANY($1::uuid[]) AND ($2::bigint IS NULL OR id < $2) ORDER BY decision.id DESC LIMIT $3`,
    [scopeIds, before, limit],
  );
}
