import { rows, type Tx } from '../../platform/index.js';
import type { JurisdictionProfile } from '../domain/jurisdiction-profile.js';

/** Keeps a profile's version; a version that is there already is never changed. */
export async function ensureProfile(tx: Tx, profile: JurisdictionProfile): Promise<void> {
  await tx.query(
    'INSERT INTO jurisdiction_profile (code, version, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [profile.code, profile.version, JSON.stringify(profile)],
  );
}

/** The version of a profile that a competition pins. @throws Error where it was never kept. */
export async function profileOf(
  tx: Tx,
  { code, version }: { readonly code: string; readonly version: number },
): Promise<JurisdictionProfile> {
  const [profile] = await rows<{ body: JurisdictionProfile }>(
    tx,
    'SELECT body FROM jurisdiction_profile WHERE code = $1 AND version = $2',
    [code, version],
  );
  if (!profile) throw new Error('A competition pins a profile that is kept.');
  return profile.body;
}

/** The profile that a competition drafted now is pinned to, or undefined where none is loaded. */
export async function newestProfile(tx: Tx): Promise<JurisdictionProfile | undefined> {
  const [profile] = await rows<{ body: JurisdictionProfile }>(
    tx,
    'SELECT body FROM jurisdiction_profile ORDER BY created_at DESC, version DESC LIMIT 1',
  );
  return profile?.body;
}
