import { competitionById } from '../../competition/index.js';
import { postNotices, type NoticeDraft } from '../../notice/index.js';
import { rows, type Tx } from '../../platform/index.js';
import type { ScreeningOutcome } from '../domain/screening-state.js';

/** Tells candidates of the newest decision on their applications, in its transaction. The reason stands on their page alone. */
export async function tellDecision(
  tx: Tx,
  competitionId: string,
  applicationIds: readonly string[],
): Promise<void> {
  const competition = await competitionById(tx, competitionId);
  const decided = await rows<{
    id: string;
    personId: string;
    number: number;
    outcome: ScreeningOutcome;
    moreUntil: Date | null;
  }>(
    tx,
    `SELECT DISTINCT ON (a.id) a.id, a.person_id AS "personId", d.number, d.outcome, d.more_until AS "moreUntil"
     FROM application a JOIN screening_decision d ON d.application_id = a.id
     WHERE a.id = ANY($1::uuid[]) ORDER BY a.id, d.number DESC`,
    [applicationIds],
  );
  await postNotices(
    tx,
    decided.map(({ id, personId, number, outcome, moreUntil }): NoticeDraft => ({
      kind: `application-${outcome}`,
      personId,
      about: `${id} ${String(number)}`,
      details: {
        competition: competition?.title ?? {},
        ...(moreUntil && { until: { at: moreUntil.toISOString() } }),
      },
      path:
        competition && competition.eligibility.length > 0 ? `/competitions/${competitionId}/apply` : '/desk',
    })),
  );
}
