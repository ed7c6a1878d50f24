import { rows, type Tx } from '../../platform/index.js';

/** A person's name. */
export async function nameOf(tx: Tx, personId: string): Promise<string> {
  const [person] = await rows<{ name: string }>(tx, 'SELECT full_name AS name FROM person WHERE id = $1', [
    personId,
  ]);
  return person?.name ?? '';
}
