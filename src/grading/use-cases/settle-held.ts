import { Injectable } from '@nestjs/common';
import { postNotices } from '../../notice/index.js';
import { Bus, Database, rows, type Tx } from '../../platform/index.js';
import { heldSittings, sessionsToSettle, settleIncidents } from '../../proctoring/index.js';
import { lockSession } from '../../session/index.js';
import { stateResultsAgain } from './state-results-again.js';

/**
 * Settles incidents that are decided for good: sittings are declared void, or their results are held no more. Where the other
 * results of the session are out, the list is stated again with what was held, in the name of whoever decided, and its
 * candidates hear of it. Found from the record: safe in many workers, and again after any of them died.
 */
@Injectable()
export class SettleHeld {
  constructor(
    private readonly database: Database,
    private readonly bus: Bus,
  ) {}

  /** @returns how many incidents were settled. */
  async run(): Promise<number> {
    let settled = 0;
    for (const sessionId of await sessionsToSettle(this.database.tx)) {
      const sittingIds = await this.database.transaction((tx) => settleIn(tx, sessionId));
      for (const sittingId of sittingIds) await this.bus.publish('sitting', { sittingId, sessionId });
      settled += sittingIds.length;
    }
    return settled;
  }
}

/** @returns the sittings whose incidents were settled. */
async function settleIn(tx: Tx, sessionId: string): Promise<string[]> {
  const session = await lockSession(tx, sessionId);
  // A list that an appeal or another answer key brings comes first: what it says was foreseen without these results.
  if (!session || (await owesList(tx, sessionId))) return [];
  await tx.query('SELECT 1 FROM competition WHERE id = $1 FOR SHARE', [session.competitionId]);
  const settled = await settleIncidents(tx, session);
  const stillHeld = new Set(await heldSittings(tx, sessionId));
  const freed = settled.filter(({ sittingId, isVoided }) => !isVoided && !stillHeld.has(sittingId));
  const known = await countingAmong(
    tx,
    freed.map(({ sittingId }) => sittingId),
  );
  const out = freed.filter(({ sittingId }) => known.has(sittingId));
  const last = out.at(-1);
  if (session.releasedAt && last) {
    await stateResultsAgain(tx, session, last.official);
    await postNotices(
      tx,
      out.map(({ sittingId, personId }) => ({
        kind: 'results-released',
        personId,
        about: sittingId,
        details: { session: session.title },
        path: `/sittings/${sittingId}/result`,
      })),
    );
  }
  return settled.map(({ sittingId }) => sittingId);
}

/** Whether results that are out are being changed, and their new list is on its way (docs/adr/0037). */
async function owesList(tx: Tx, sessionId: string): Promise<boolean> {
  const found = await rows(
    tx,
    `SELECT 1 FROM regrade r JOIN regrade_session s ON s.regrade_id = r.id
     WHERE s.session_id = $1 AND s.was_released AND r.listed_at IS NULL LIMIT 1`,
    [sessionId],
  );
  return found.length > 0;
}

/** Those of some sittings that count: one may have been declared void meanwhile. */
async function countingAmong(tx: Tx, sittingIds: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT id FROM sitting WHERE id = ANY($1::uuid[]) AND state = 'closed'`,
    [sittingIds],
  );
  return new Set(found.map(({ id }) => id));
}
