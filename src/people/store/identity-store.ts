import { rows, type KeyRing, type Tx } from '../../platform/index.js';
import { maskNationalId } from '../domain/mask-national-id.js';

/** What a proctor compares with a document: the name, and the end of the national identifier. */
export interface Identity {
  readonly fullName: string;
  readonly maskedNationalId: string;
}

/** The identities of some persons, by person: few at a time, for somebody who stands before the proctor. */
export async function identitiesOf(
  tx: Tx,
  keys: KeyRing,
  personIds: readonly string[],
): Promise<Map<string, Identity>> {
  const found = await rows<{ id: string; fullName: string; ciphertext: Buffer }>(
    tx,
    `SELECT id, full_name AS "fullName", national_id_ciphertext AS ciphertext FROM person WHERE id = ANY($1::uuid[])`,
    [personIds],
  );
  return new Map(
    found.map(({ id, fullName, ciphertext }) => [
      id,
      {
        fullName,
        maskedNationalId: maskNationalId(keys.decrypt('personal-data', ciphertext).toString('utf8')),
      },
    ]),
  );
}
