import type { Database, Principal } from '../src/platform/index.js';

export { orThrow, parseConfig } from '../src/platform/index.js';

/** Stands for the person of a sitting, who has no account in a bench. */
export async function principalOfAccount(database: Database, sittingId: string): Promise<Principal> {
  const [row] = await database.query<{ person_id: string }>('SELECT person_id FROM sitting WHERE id = $1', [
    sittingId,
  ]);
  return {
    accountId: '',
    personId: row?.person_id ?? null,
    displayName: 'Bench',
    official: 'Bench',
    language: 'en',
    grants: [],
  };
}
