import type { Tx } from '../../platform/index.js';
import type { Accommodations } from '../domain/accommodations.js';

/** What was granted for an application and stands. */
export async function accommodationsOf(_tx: Tx, _applicationId: string): Promise<Accommodations> {
  return Promise.resolve({});
}
