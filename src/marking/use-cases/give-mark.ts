import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { Database, type Principal, type Tx } from '../../platform/index.js';
import { itemsToScore } from '../../question-bank/index.js';
import { holdSession } from '../../session/index.js';
import { checkMark, rubricOf, type CheckedMark } from '../domain/check-mark.js';
import { needsThird, settleMark } from '../domain/settle-mark.js';
import { isChangeable, lockMarker, ownAssignment, type OwnAssignment } from '../store/assignment-store.js';
import { marksByPlace, ownMark, toleranceOf } from '../store/mark-store.js';
import { addLayer } from '../store/text-store.js';
import { notAMarker } from './take-text.js';

export interface MarkWish {
  /** Criterion → hundredths. */
  readonly criteria: Readonly<Record<string, unknown>>;
  readonly comment?: string | undefined;
}

/**
 * A marker gives a text its mark, or changes it while no other of its marks is known: the one before stays on record. With
 * the last mark that it needs the text is settled, and its sitting owed a new grade.
 *
 * Refusals: MARKING.NOT_A_MARKER, MARKING.NO_TEXT, MARKING.FINAL (another mark of it is known), MARKING.CRITERIA.
 */
@Injectable()
export class GiveMark {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    sessionId: string,
    textId: string,
    wish: MarkWish,
  ): Promise<Result<{ points: number }>> {
    return this.database.attempt(async (tx) => {
      const { accountId } = principal;
      // The rule of the session stays as it is from its first mark on.
      await holdSession(tx, sessionId);
      if (!(await lockMarker(tx, sessionId, accountId))) return notAMarker();
      const own = await ownAssignment(tx, sessionId, accountId, textId, true);
      if (!own) return noText();
      if (!isChangeable(own)) {
        return own.state === 'open'
          ? noText()
          : refuse('conflict', 'MARKING.FINAL', 'Another mark of this text is given: yours stays as it is.');
      }
      const item = (await itemsToScore(tx, [own.itemVersionId])).get(own.itemVersionId);
      const checked = checkMark(rubricOf(item?.answerKey), wish.criteria);
      if (!checked.ok) return checked;
      await keep(tx, principal, textId, checked.value, wish.comment?.trim());
      await settle(tx, sessionId, own);
      return ok({ points: checked.value.points });
    });
  }
}

async function keep(
  tx: Tx,
  { accountId, official, actingFor }: Principal,
  textId: string,
  { criteria, points }: CheckedMark,
  comment: string | undefined,
): Promise<void> {
  const before = await ownMark(tx, textId, accountId);
  await tx.query(
    `UPDATE mark_assignment SET state = 'marked', ended_at = clock_timestamp()
     WHERE text_id = $1 AND account_id = $2`,
    [textId, accountId],
  );
  await tx.query(
    `INSERT INTO mark (text_id, account_id, number, official, criteria, points, comment, acting_for)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      textId,
      accountId,
      (before?.number ?? 0) + 1,
      official,
      JSON.stringify(criteria),
      points,
      comment || null,
      actingFor?.accountId ?? null,
    ],
  );
}

/** Once its marks are in, a text is settled or waits for a third. */
async function settle(tx: Tx, sessionId: string, { textId, sittingId }: OwnAssignment): Promise<void> {
  const marks = (await marksByPlace(tx, textId)).map(({ points }) => points);
  const tolerance = await toleranceOf(tx, sessionId);
  const settled = settleMark(marks, tolerance);
  const [one, other] = marks;
  if (settled) await addLayer(tx, { sittingId, textId, ...settled });
  const isApart = one !== undefined && other !== undefined && needsThird(one, other, tolerance);
  await tx.query('UPDATE marking_text SET state = $2 WHERE id = $1', [
    textId,
    settled ? 'settled' : isApart ? 'adjudicating' : 'marking',
  ]);
}

export const noText = () => refuse('not-found', 'MARKING.NO_TEXT', 'There is no such text for you to mark.');
