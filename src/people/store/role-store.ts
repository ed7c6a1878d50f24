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
