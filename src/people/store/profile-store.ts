import type { Tx } from '../../platform/index.js';
import type { JurisdictionProfile } from '../domain/jurisdiction-profile.js';

/** Keeps a profile's version; a version that is there already is never changed. */
export async function ensureProfile(tx: Tx, profile: JurisdictionProfile): Promise<void> {
  await tx.query(
    'INSERT INTO jurisdiction_profile (code, version, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [profile.code, profile.version, JSON.stringify(profile)],
  );
}
