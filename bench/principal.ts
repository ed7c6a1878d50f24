import type { Database, Principal } from '../src/platform/index.js';

export { orThrow, parseConfig } from '../src/platform/index.js';

/** Somebody who works here, as the one who decides. */
export async function principalOfStaff(database: Database, signIn: string): Promise<Principal> {
  const [row] = await database.query<{ id: string }>('SELECT id FROM account WHERE sign_in = $1', [signIn]);
  return {
    accountId: row?.id ?? '',
    personId: null,
    displayName: 'Bench',
    official: 'Bench',
    language: 'en',
    grants: [],
  };
}

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
