import { ok, publicId, refuse, type Result } from '../../kernel/index.js';
import { rows, type Tx } from '../../platform/index.js';
import { CANDIDATE_NUMBER_LENGTH } from '../domain/draw/candidate-numbers.js';
import { DRAW_ALGORITHM_1 } from '../domain/draw/draw-form-1.js';
import { drawById } from '../store/draw-store.js';
import { numberOfHolder, ROSTER, type TakenNumber } from '../store/number-store.js';

/**
 * The candidate number of whoever begins a sitting: the one of the roster, or else the next spare one, which is theirs
 * from then on. Many may ask at once: no number goes to two, and nobody gets two.
 *
 * @param holderId the application. Refusal: DRAW.NO_SPARE_NUMBER.
 */
export async function takeNumber(tx: Tx, drawId: string, holderId: string): Promise<Result<TakenNumber>> {
  const own = await numberOfHolder(tx, drawId, holderId);
  if (own) return ok(own);
  if ((await drawById(tx, drawId))?.algorithm === DRAW_ALGORITHM_1) {
    return ok({ number: publicId(CANDIDATE_NUMBER_LENGTH), formHash: null });
  }
  // One late candidate on two devices: the second waits here, and finds what the first one took.
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`candidate-number:${holderId}`]);
  const meanwhile = await numberOfHolder(tx, drawId, holderId);
  if (meanwhile) return ok(meanwhile);
  const [spare] = await rows<TakenNumber>(
    tx,
    `WITH next AS MATERIALIZED (
       SELECT list, position FROM draw_number WHERE draw_id = $1 AND list > ${String(ROSTER)} AND holder_id IS NULL
       ORDER BY list, position LIMIT 1 FOR UPDATE SKIP LOCKED)
     UPDATE draw_number n SET holder_id = $2, taken_at = clock_timestamp()
     FROM next WHERE n.draw_id = $1 AND n.list = next.list AND n.position = next.position
     RETURNING n.number, encode(n.form_hash, 'hex') AS "formHash"`,
    [drawId, holderId],
  );
  return spare
    ? ok(spare)
    : refuse(
        'conflict',
        'DRAW.NO_SPARE_NUMBER',
        'No candidate number is left. The exam officer can add some.',
      );
}
