import { type HeldGrant, preparedRows, type Principal, rows, type Tx } from '../../platform/index.js';

interface PrincipalRow {
  readonly id: string;
  readonly person_id: string | null;
  readonly display_name: string;
  readonly position: string | null;
  readonly language: string;
  readonly grants: HeldGrant[];
}

/**
 * An active account with its live grants, in one query; undefined where it is disabled or gone. Its own grants first, then
 * those that others handed over to it for a time that is now, and that they still have themselves.
 */
export async function principalOf(tx: Tx, accountId: string): Promise<Principal | undefined> {
  const [account] = await preparedRows<PrincipalRow>(
    tx,
    `SELECT a.id, a.person_id, a.display_name, a.position, a.language,
       coalesce((SELECT json_agg(held.held ORDER BY held.rank) FROM (
         SELECT 0 AS rank, json_build_object('role', g.role, 'scopeId', g.scope_id) AS held
         FROM role_grant g WHERE g.account_id = a.id AND g.revoked_at IS NULL
         UNION ALL
         SELECT 1, json_build_object('role', d.role, 'scopeId', d.scope_id, 'inPlaceOf',
           json_build_object('accountId', f.id, 'official', concat_ws(', ', f.display_name, f.position)))
         FROM delegation d JOIN account f ON f.id = d.from_id AND f.state = 'active'
         WHERE d.to_id = a.id AND d.ended_at IS NULL
           AND d.starts_at <= clock_timestamp() AND clock_timestamp() < d.ends_at
           AND EXISTS (SELECT 1 FROM role_grant h WHERE h.account_id = d.from_id AND h.role = d.role
             AND h.scope_id = d.scope_id AND h.revoked_at IS NULL)
       ) held), '[]') AS grants
     FROM account a WHERE a.id = $1 AND a.state = 'active'`,
    [accountId],
  );
  return (
    account && {
      accountId: account.id,
      personId: account.person_id,
      displayName: account.display_name,
      official: [account.display_name, account.position].filter(Boolean).join(', '),
      language: account.language,
      grants: account.grants,
    }
  );
}

export interface AccountView {
  readonly id: string;
  readonly signIn: string;
  readonly displayName: string;
  readonly position: string | null;
  readonly state: 'active' | 'disabled';
  readonly createdAt: Date;
  readonly grants: readonly GrantView[];
}

export interface GrantView {
  readonly id: string;
  readonly role: string;
  readonly scopeId: string;
  readonly scopeKind: string;
  readonly scopeName: Readonly<Record<string, string>> | string | null;
}

const GRANTS = `
  coalesce((SELECT json_agg(json_build_object('id', g.id, 'role', g.role, 'scopeId', g.scope_id, 'scopeKind', s.kind,
      'scopeName', coalesce(ag.name, b.title, to_jsonb(c.code))) ORDER BY g.granted_at, g.id)
    FROM role_grant g JOIN scope s ON s.id = g.scope_id LEFT JOIN agency ag ON ag.id = s.id
      LEFT JOIN competition c ON c.id = s.id LEFT JOIN bank b ON b.id = s.id
    WHERE g.account_id = a.id AND g.revoked_at IS NULL), '[]') AS grants`;

/** Staff accounts by sign-in name (code points), after the one given. */
export async function staffAccounts(tx: Tx, after: string | null, limit: number): Promise<AccountView[]> {
  return rows<AccountView>(
    tx,
    `SELECT a.id, a.sign_in AS "signIn", a.display_name AS "displayName", a.position, a.state,
       a.created_at AS "createdAt", ${GRANTS}
     FROM account a WHERE a.person_id IS NULL AND ($1::text IS NULL OR a.sign_in COLLATE "C" > $1)
     ORDER BY a.sign_in COLLATE "C" LIMIT $2`,
    [after, limit],
  );
}
