import { newId } from '../../kernel/index.js';
import { insertScope, removeScope } from '../../people/index.js';
import { rows, type Tx } from '../../platform/index.js';

/**
 * A competition that stands for another one in a rehearsal: the same exam under the same rules, a draft for ever, and in
 * no list. What happens in it happens to the other one in no count, roster or ranking.
 *

 * @param programmeId of the session that is rehearsed.
 * @param scopeId whoever has a role for this has it for the stand-in. @returns its id.
 */
export async function insertStandIn(
  tx: Tx,
  competitionId: string,
  scopeId: string,
  accountId: string,
  programmeId: string,
): Promise<string> {
  const id = newId();
  await insertScope(tx, { id, kind: 'competition', parentId: scopeId });
  await tx.query(
    `INSERT INTO competition (id, agency_id, code, title, description, programme_id, profile_code, profile_version,
       disclosure, state, apply_from, apply_until, created_by, rehearsal)
     SELECT $1, agency_id, $2, title, description, $5, profile_code, profile_version, disclosure, 'draft', apply_from,
       apply_until, $4, true
     FROM competition WHERE id = $3`,
    [id, `REHEARSAL-${id}`, competitionId, accountId, programmeId],
  );
  return id;
}

/** Applications of made-up candidates, in a competition that stands for another. */
export async function applyMadeUp(
  tx: Tx,
  standInId: string,
  personIds: readonly string[],
  languages: readonly string[],
): Promise<void> {
  await tx.query(
    `INSERT INTO application (id, competition_id, person_id, language, state)
     SELECT gen_random_uuid(), c.id, t.person_id, t.language, 'submitted'
     FROM competition c, unnest($2::uuid[], $3::text[]) AS t (person_id, language) WHERE c.id = $1 AND c.rehearsal`,
    [standInId, personIds, personIds.map((_, index) => languages[index % languages.length])],
  );
}

/** A stand-in with its applications is gone. @returns who had applied. */
export async function removeStandIn(tx: Tx, standInId: string): Promise<string[]> {
  const gone = await rows<{ person_id: string }>(
    tx,
    `DELETE FROM application a USING competition c
     WHERE c.id = $1 AND c.rehearsal AND a.competition_id = c.id RETURNING a.person_id`,
    [standInId],
  );
  await tx.query('DELETE FROM competition WHERE id = $1 AND rehearsal', [standInId]);
  await removeScope(tx, standInId);
  return gone.map(({ person_id }) => person_id);
}

/** Whether a competition stands for another one in a rehearsal. */
export async function isStandIn(tx: Tx, competitionId: string): Promise<boolean> {
  const found = await rows(tx, 'SELECT 1 FROM competition WHERE id = $1 AND rehearsal', [competitionId]);
  return found.length > 0;
}
