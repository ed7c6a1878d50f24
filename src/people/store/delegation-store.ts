import { rows, type Tx } from '../../platform/index.js';

/** A role that somebody handed over for a time. */
export interface DelegationView {
  readonly id: string;
  readonly role: string;
  readonly scopeKind: string;
  readonly scopeName: Readonly<Record<string, string>> | string | null;
  /** Name and position. */
  readonly from: string;
  readonly to: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly reason: string;
  readonly state: 'later' | 'now' | 'over';
}

const DELEGATION = `
  SELECT d.id, d.role, s.kind AS "scopeKind", coalesce(ag.name, b.title, to_jsonb(c.code)) AS "scopeName",
    concat_ws(', ', f.display_name, f.position) AS "from", concat_ws(', ', t.display_name, t.position) AS "to",
    d.starts_at AS "startsAt", coalesce(d.ended_at, d.ends_at) AS "endsAt", d.reason,
    CASE WHEN d.ended_at IS NOT NULL OR d.ends_at <= clock_timestamp() THEN 'over'
      WHEN d.starts_at > clock_timestamp() THEN 'later' ELSE 'now' END AS state
  FROM delegation d JOIN account f ON f.id = d.from_id JOIN account t ON t.id = d.to_id JOIN scope s ON s.id = d.scope_id
    LEFT JOIN agency ag ON ag.id = s.id LEFT JOIN competition c ON c.id = s.id LEFT JOIN bank b ON b.id = s.id`;

const SHOWN = 50;

/** What an account handed over, and what was handed over to it; the newest first. */
export async function delegationsOf(
  tx: Tx,
  accountId: string,
): Promise<{ given: DelegationView[]; received: DelegationView[] }> {
  const of = (side: 'from_id' | 'to_id') =>
    rows<DelegationView>(
      tx,
      `${DELEGATION} WHERE d.${side} = $1 ORDER BY d.made_at DESC, d.id LIMIT ${String(SHOWN)}`,
      [accountId],
    );
  return { given: await of('from_id'), received: await of('to_id') };
}

/** A role of one's own, for a scope, with words for the scope. */
export interface OwnGrant {
  readonly role: string;
  readonly scopeId: string;
  readonly scopeKind: string;
  readonly scopeName: Readonly<Record<string, string>> | string | null;
}

/** The roles that an account has itself. */
export async function ownGrants(tx: Tx, accountId: string): Promise<OwnGrant[]> {
  return rows<OwnGrant>(
    tx,
    `SELECT g.role, g.scope_id AS "scopeId", s.kind AS "scopeKind",
       coalesce(ag.name, b.title, to_jsonb(c.code)) AS "scopeName"
     FROM role_grant g JOIN scope s ON s.id = g.scope_id LEFT JOIN agency ag ON ag.id = s.id
       LEFT JOIN competition c ON c.id = s.id LEFT JOIN bank b ON b.id = s.id
     WHERE g.account_id = $1 AND g.revoked_at IS NULL ORDER BY g.granted_at, g.id`,
    [accountId],
  );
}

/** The active staff account with this sign-in name, or undefined. */
export async function colleague(
  tx: Tx,
  signIn: string,
): Promise<{ readonly id: string; readonly official: string } | undefined> {
  const [found] = await rows<{ id: string; official: string }>(
    tx,
    `SELECT id, concat_ws(', ', display_name, position) AS official FROM account
     WHERE sign_in = $1 AND person_id IS NULL AND state = 'active' FOR SHARE`,
    [signIn],
  );
  return found;
}
