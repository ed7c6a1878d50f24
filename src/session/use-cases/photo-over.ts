import { refuse, type Result } from '../../kernel/index.js';
import type { Tx } from '../../platform/index.js';
import { isDoorTime, type AtTheDoor } from '../store/admission-store.js';

/** Whether somebody is still compared: not once they have begun, or a proctor has admitted them. A code of a room compares nobody. */
export const isCompared = ({
  hasBegun,
  state,
  way,
}: Pick<AtTheDoor, 'hasBegun' | 'state' | 'way'>): boolean =>
  !hasBegun && !(state === 'admitted' && way === 'proctor');

/**
 * The refusal where a candidate's photo is shown no more, or not yet; undefined where it is. Refusal: SESSION.PHOTO_OVER, of the
 * field `identity`.
 */
export async function photoOver(
  tx: Tx,
  sessionId: string,
  candidate: AtTheDoor,
): Promise<Result<never> | undefined> {
  const why = !isCompared(candidate)
    ? 'Whoever is admitted or has begun is compared no more.'
    : !(await isDoorTime(tx, sessionId))
      ? 'Photos are compared around the hour of the exam alone.'
      : null;
  return why === null
    ? undefined
    : refuse('conflict', 'SESSION.PHOTO_OVER', why, { fields: { identity: 'SESSION.PHOTO_OVER' } });
}
