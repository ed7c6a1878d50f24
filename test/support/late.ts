import { sitExam } from '../../src/desk/round/sit-exam.js';
import { seededGenerator, sha256 } from '../../src/kernel/index.js';
import type { ApiClient } from '../../src/desk/round/api-client.js';
import type { Leased } from '../../src/desk/round/sit-exam.js';
import { codeOf } from './code-of.js';
import { chain } from './events.js';

/**
 * Somebody moves to another device and hands in there; then the first device comes back with answers it had kept.
 * @returns the lease of the first device, under which they wait for a ruling.
 */
export async function lateAnswers(client: ApiClient, first: Leased): Promise<number> {
  const second = await client.post<Leased>(`/api/v1/sittings/${first.sittingId}/leases`);
  await sitExam(client, second, seededGenerator(sha256(first.sittingId)));
  const unsent = chain(first, first.rootHash, 1, [
    [2, '2'],
    [4, '1'],
    [5, '2'],
  ]);
  const refused = await codeOf(
    client.post('/api/v1/responses', { previous: first.rootHash, events: unsent }, first.token),
  );
  if (refused !== 'SITTING.CLOSED') throw new Error(`The late answers were met by ${refused}.`);
  return first.lease;
}
