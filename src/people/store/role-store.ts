import { rows, type Tx } from '../../platform/index.js';
import type { Role } from '../domain/roles.js';

/** How many active accounts hold a role for a scope, themselves or by a scope around it. */
export async function holdersOf(tx: Tx, role: Role, chain: readonly string[]): Promise<number> {
  const [row] = await rows<{ count: number }>(
    tx,
    `SELECT count(DISTINCT g.account_id)::int AS count FROM role_grant g JOIN account a ON a.id = g.account_id
     WHERE g.role = $1 AND g.scope_id = ANY($2::uuid[]) AND g.revoked_at IS NULL AND a.state = 'active'`,
    [role, chain],
  );
  return row?.count ?? 0;
}

export interface RoleHolder {
  readonly accountId: string;
  readonly displayName: string;
  readonly position: string | null;
}

/** Active staff who hold a role for a scope, themselves or by a scope around it; by name (code points). */
export async function holdersNamed(tx: Tx, role: Role, chain: readonly string[]): Promise<RoleHolder[]> {
  return rows<RoleHolder>(
    tx,
    `SELECT a.id AS "accountId", a.display_name AS "displayName", a.position FROM account a
     WHERE a.state = 'active' AND a.person_id IS NULL AND EXISTS (SELECT 1 FROM role_grant g
       WHERE g.account_id = a.id AND g.role = $1 AND g.scope_id = ANY($2::uuid[]) AND g.revoked_at IS NULL)
     ORDER BY a.display_name COLLATE "C", a.id`,
    [role, chain],
  );
}

/** Roles that somebody holds for any of these scopes. */
export async function rolesIn(tx: Tx, accountId: string, scopeIds: readonly string[]): Promise<string[]> {
  const held = await rows<{ role: string }>(
    tx,
    `SELECT DISTINCT role FROM role_grant WHERE account_id = $1 AND scope_id = ANY($2::uuid[]) AND revoked_at IS NULL`,
    [accountId, scopeIds],
  );
  return held.map(({ role }) => role);
}
