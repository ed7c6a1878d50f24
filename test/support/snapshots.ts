import type { Leased } from '../../src/desk/round/sit-exam.js';
import { isDue, momentOf } from '../../src/proctoring/domain/snapshot-due.js';
import { HearDevice } from '../../src/proctoring/use-cases/hear-device.js';
import { jpeg } from './jpegs.js';
import type { TestPlatform } from './platform.js';
import { until } from './until.js';

export const SNAPSHOTS_AN_HOUR = 60;

/** A slot of which a snapshot is taken now: the last one in the minute after it, or the running one after its moment. */
export function dueSlotOf(platform: TestPlatform, sittingId: string): number {
  const hear = platform.api.app.get(HearDevice);
  const now = Date.now();
  const running = Math.floor((now * SNAPSHOTS_AN_HOUR) / 3_600_000);
  const of = (slot: number) => hear.slotOf(sittingId, SNAPSHOTS_AN_HOUR, momentOf(slot, SNAPSHOTS_AN_HOUR));
  // Also for whoever takes some seconds to send it.
  const slot = [running, running - 1].find((one) =>
    [now, now + 5_000].every((moment) => isDue(of(one), SNAPSHOTS_AN_HOUR, moment)),
  );
  if (slot === undefined) throw new Error('One of two slots is due at any moment.');
  return slot;
}

/** Sends a snapshot as a device does. */
export async function sendSnapshot(
  base: string,
  token: string,
  slot: number | string,
  body: BodyInit | Buffer = jpeg(),
  type = 'image/jpeg',
): Promise<{
  status: number;
  code: string | undefined;
  slot: number | undefined;
  retryAfter: string | null;
}> {
  const answer = await fetch(`${base}/api/v1/watch-snapshots?slot=${String(slot)}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    body: body as BodyInit,
    duplex: 'half',
  } as RequestInit);
  const { code, slot: kept } = (await answer.json()) as { code?: string; slot?: number };
  return { status: answer.status, code, slot: kept, retryAfter: answer.headers.get('retry-after') };
}

/** A snapshot that is kept. @returns its id. */
export async function keptSnapshotOf(platform: TestPlatform, leased: Leased, body = jpeg()): Promise<string> {
  const slot = dueSlotOf(platform, leased.sittingId);
  const answer = await sendSnapshot(platform.base, leased.token, slot, body);
  if (answer.status !== 200) throw new Error(`The snapshot was refused: ${answer.code ?? ''}.`);
  return until(async () => {
    const [row] = await platform.api.parts.database.query<{ id: string }>(
      `SELECT id FROM watch_snapshot WHERE sitting_id = $1 AND slot = $2 AND state = 'kept'`,
      [leased.sittingId, slot],
    );
    return row?.id;
  });
}
