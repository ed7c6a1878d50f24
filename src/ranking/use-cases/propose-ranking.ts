import { Injectable } from '@nestjs/common';
import { competitionById, namesAnyone, stagesOf } from '../../competition/index.js';
import { chunks, newId, ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, rows, type Principal, type Tx } from '../../platform/index.js';
import { heldInReleased } from '../../proctoring/index.js';
import { approvedRanking } from '../store/ranking-store.js';
import { contentHashOf, type MadeLine, type MadeRanking } from './made-ranking.js';
import { rankExam } from './rank-exam.js';
import { RankPath } from './rank-path.js';

const LONGEST_REASON = 500;
const PLACES_AT_ONCE = 5000;
const COLUMNS = ['uuid', 'uuid', 'text', 'uuid', 'int', 'json', 'bigint', 'json', 'boolean', 'int', 'text'];
// What no value is.
const NOTHING = '-';

/**
 * Makes a new version of a competition's ranking from its released grades, or over its concluded stages. Versions before it
 * that were only proposed are superseded; an approved one stays until the new one is approved.
 *
 * Refusals: RANKING.NO_COMPETITION, RANKING.REASON (an approved ranking stands, and nobody says why there is another),
 * RANKING.REASON_NAMES, RANKING.HELD (the result of a sitting is held while an incident is open), and those of {@link rankExam} and {@link RankPath}.
 */
@Injectable()
export class ProposeRanking {
  constructor(
    private readonly database: Database,
    private readonly rankPath: RankPath,
  ) {}

  /** @param reason why there is another version than the approved one: published with it. */
  async run(
    principal: Principal,
    competitionId: string,
    reason?: string,
  ): Promise<Result<{ version: number }>> {
    return this.database.attempt(async (tx) => {
      await rows(tx, 'SELECT 1 FROM competition WHERE id = $1 FOR NO KEY UPDATE', [competitionId]);
      const competition = await competitionById(tx, competitionId);
      if (!competition) return refuse('not-found', 'RANKING.NO_COMPETITION', 'There is no such competition.');
      const held = await heldInReleased(tx, competitionId);
      if (held > 0)
        return refuse('conflict', 'RANKING.HELD', 'Results are held while incidents are open.', {
          data: { count: held },
        });
      const stages = await stagesOf(tx, competitionId);
      const made =
        stages.length === 0
          ? await rankExam(tx, competition)
          : await this.rankPath.run(tx, competition, stages);
      if (!made.ok) return made;
      const why = await reasonFor(tx, competitionId, reason?.trim() ?? '');
      if (!why.ok) return why;
      const version = await keepRanking(tx, principal, competitionId, made.value, why.value);
      await recordDecision(tx, principal, {
        action: 'ranking-proposed',
        subject: `${competition.code}/${String(version)}`,
        scopeId: competitionId,
        ...(why.value !== null && { reason: why.value }),
      });
      return ok({ version });
    });
  }
}

/** Null where nothing was approved before: the first ranking needs no reason. */
async function reasonFor(tx: Tx, competitionId: string, reason: string): Promise<Result<string | null>> {
  if (!(await approvedRanking(tx, competitionId))) return ok(null);
  if (reason === '' || reason.length > LONGEST_REASON)
    return refuse('invalid', 'RANKING.REASON', 'Say why there is another ranking than the approved one.', {
      fields: { reason: 'RANKING.REASON' },
    });
  if (await namesAnyone(tx, competitionId, reason))
    return refuse('invalid', 'RANKING.REASON_NAMES', 'The reason has a candidate’s name in it.', {
      fields: { reason: 'RANKING.REASON_NAMES' },
    });
  return ok(reason);
}

/** @returns the version. */
async function keepRanking(
  tx: Tx,
  principal: Principal,
  competitionId: string,
  made: MadeRanking,
  reason: string | null,
): Promise<number> {
  const [next] = await rows<{ version: number }>(
    tx,
    'SELECT coalesce(max(version), 0) + 1 AS version FROM ranking WHERE competition_id = $1',
    [competitionId],
  );
  const version = next?.version ?? 1;
  const rankingId = newId();
  await tx.query(`UPDATE ranking SET state = 'superseded' WHERE competition_id = $1 AND state = 'proposed'`, [
    competitionId,
  ]);
  await rows(
    tx,
    `INSERT INTO ranking (id, competition_id, version, scoring_version_ids, rule, state, content_hash, created_by, reason)
     VALUES ($1, $2, $3, $4, $5, 'proposed', $6, $7, $8)`,
    [
      rankingId,
      competitionId,
      version,
      made.scoringVersionIds,
      JSON.stringify(made.rule),
      contentHashOf(made),
      principal.accountId,
      reason,
    ],
  );
  for (const lines of chunks(made.lines, PLACES_AT_ONCE)) await keepPlaces(tx, rankingId, lines);
  return version;
}

/** Columns go as one text each: no value in them has a line break, and a driver quotes each element of a list. */
async function keepPlaces(tx: Tx, rankingId: string, lines: readonly MadeLine[]): Promise<void> {
  const column = (of: (line: MadeLine) => string | number | boolean | null): string =>
    lines.map((line) => of(line) ?? NOTHING).join('\n');
  const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
  await rows(
    tx,
    `INSERT INTO ranking_place (ranking_id, application_id, sitting_id, candidate_number, person_id, points, by_part,
       scaled, scaled_parts, passed, place, lot)
     SELECT $1, p.* FROM unnest(${COLUMNS.map((type, index) => `string_to_array($${String(index + 2)}, E'\\n', '${NOTHING}')::${type}[]`).join(', ')}) AS p`,
    [
      rankingId,
      column((one) => one.applicationId),
      column((one) => one.sittingId),
      column((one) => one.candidateNumber),
      column((one) => one.personId),
      column((one) => one.points),
      column((one) => json(one.parts)),
      column((one) => one.scaled ?? null),
      column((one) => json(one.scaledParts)),
      column((one) => one.passed),
      column((one) => one.place),
      column((one) => one.lot),
    ],
  );
}
