import { LRUCache } from 'lru-cache';
import { rows, type Tx } from '../../platform/index.js';
import type { ScopeKind } from '../domain/roles.js';

/** The scope of the whole platform; its row comes with the schema. */
export const PLATFORM_SCOPE_ID = '00000000-0000-4000-8000-000000000000';

/** Adds a scope in the transaction that creates the thing itself; both have the same id. */
export async function insertScope(
  tx: Tx,
  scope: { readonly id: string; readonly kind: ScopeKind; readonly parentId: string },
): Promise<void> {
  await tx.query('INSERT INTO scope (id, kind, parent_id) VALUES ($1, $2, $3)', [
    scope.id,
    scope.kind,
    scope.parentId,
  ]);
}

// A scope stays where it was made, and each request in it asks.
const chains = new LRUCache<string, readonly string[]>({ max: 10_000 });

/** A scope and those around it, innermost first; empty where there is no such scope. */
export async function scopeChain(tx: Tx, scopeId: string): Promise<readonly string[]> {
  const known = chains.get(scopeId);
  if (known) return known;
  const chain = await rows<{ id: string }>(
    tx,
    `WITH RECURSIVE around AS (
       SELECT id, parent_id, 0 AS depth FROM scope WHERE id = $1
       UNION ALL SELECT s.id, s.parent_id, depth + 1 FROM scope s JOIN around ON s.id = around.parent_id
     ) SELECT id FROM around ORDER BY depth`,
    [scopeId],
  );
  const ids = chain.map(({ id }) => id);
  if (ids.length > 0) chains.set(scopeId, ids);
  return ids;
}

/** The scopes given and all scopes inside them. */
export async function scopesWithin(tx: Tx, scopeIds: readonly string[]): Promise<string[]> {
  const within = await rows<{ id: string }>(
    tx,
    `WITH RECURSIVE within AS (
       SELECT id FROM scope WHERE id = ANY($1::uuid[])
       UNION SELECT s.id FROM scope s JOIN within ON s.parent_id = within.id
     ) SELECT id FROM within`,
    [scopeIds],
  );
  return within.map(({ id }) => id);
}

export interface ScopeView {
  readonly id: string;
  readonly kind: ScopeKind;
  /** Names of things are in their stages; here the agency's or the bank's, or the competition's code. */
  readonly name: Readonly<Record<string, string>> | string | null;
}

/** Scopes for which a role can be granted: the platform, agencies, competitions, question banks. */
export async function grantableScopes(tx: Tx): Promise<ScopeView[]> {
  return rows<ScopeView>(
    tx,
    `SELECT s.id, s.kind, coalesce(a.name, b.title, to_jsonb(c.code)) AS name
     FROM scope s LEFT JOIN agency a ON a.id = s.id LEFT JOIN competition c ON c.id = s.id
       LEFT JOIN bank b ON b.id = s.id
     WHERE s.kind <> 'session' AND NOT coalesce(c.rehearsal, false)
     ORDER BY array_position(ARRAY['platform', 'agency', 'bank', 'competition'], s.kind), s.id`,
  );
}

export async function scopeKind(tx: Tx, scopeId: string): Promise<ScopeKind | undefined> {
  const [scope] = await rows<{ kind: ScopeKind }>(tx, 'SELECT kind FROM scope WHERE id = $1', [scopeId]);
  return scope?.kind;
}

/** A scope that is in nobody's record is gone, with the roles that were given in it and what was decided there. */
export async function removeScope(tx: Tx, scopeId: string): Promise<void> {
  for (const table of ['decision', 'role_grant']) {
    await tx.query(`DELETE FROM ${table} WHERE scope_id = $1`, [scopeId]);
  }
  await tx.query('DELETE FROM scope WHERE id = $1', [scopeId]);
}
