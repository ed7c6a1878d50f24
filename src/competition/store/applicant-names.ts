import { mentionsName, wordsOf } from '../../kernel/index.js';
import { rows, type Tx } from '../../platform/index.js';

/** Whether a text has the name of anybody in it who applied: what is published for ever, beside numbers, tells nobody apart. */
export async function namesAnyone(tx: Tx, competitionId: string, text: string): Promise<boolean> {
  const words = wordsOf(text);
  if (words.length === 0) return false;
  const people = await rows<{ name: string }>(
    tx,
    `SELECT p.full_name AS name FROM application a JOIN person p ON p.id = a.person_id
     WHERE a.competition_id = $1`,
    [competitionId],
  );
  return people.some(({ name }) => mentionsName(words, name));
}
