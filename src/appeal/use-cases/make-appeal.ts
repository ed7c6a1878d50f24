import { Injectable } from '@nestjs/common';
import { CONTENT_TYPES, fileTypeOf, shownName } from '../../application/index.js';
import { newId, ok, refuse, sha256, transition, type Result } from '../../kernel/index.js';
import { postNotice } from '../../notice/index.js';
import { Database, MAX_FILE, type Principal } from '../../platform/index.js';
import { APPEAL_STATES, type AppealAbout } from '../domain/appeal-state.js';
import { appealById, filesOf, keepAppeal, keepFile, lockAppeal, moveAppeal } from '../store/appeal-store.js';
import { reviewOf } from '../store/review-store.js';
import { noSitting } from './challenge-item.js';

export interface AppealWish {
  readonly about: AppealAbout;
  readonly position?: number | null | undefined;
  readonly body: string;
}

export interface Evidence {
  readonly name: string;
  readonly bytes: Buffer;
}

export const MOST_FILES = 5;

/** A candidate appeals about a sitting of theirs, adds evidence, or takes the appeal back. */
@Injectable()
export class MakeAppeal {
  constructor(private readonly database: Database) {}

  /**
   * Refusals: APPEAL.NO_SITTING, APPEAL.APPEAL_OVER, APPEAL.WAITS (the same appeal waits already), APPEAL.BODY,
   * APPEAL.WHICH_MARK, and those of {@link addFile}.
   */
  async run(
    principal: Principal,
    sittingId: string,
    wish: AppealWish,
    evidence?: Evidence,
  ): Promise<Result<{ appealId: string }>> {
    const body = wish.body.trim();
    if (body.length < 20 || body.length > 8000)
      return refuse('invalid', 'APPEAL.BODY', 'Say what happened, in 20 to 8000 characters.', {
        fields: { body: 'APPEAL.BODY' },
      });
    const position = wish.about === 'mark' ? (wish.position ?? null) : null;
    const sound = evidence && checkEvidence(evidence);
    if (sound && !sound.ok) return sound;
    return this.database.attempt(async (tx) => {
      const review = await reviewOf(tx, sittingId, principal.personId ?? '');
      if (!review || review.state === 'open') return noSitting();
      if (wish.about === 'mark' && !review.releasedAt)
        return refuse('conflict', 'APPEAL.NOT_RELEASED', 'The results of this session are not out yet.');
      if (review.appeals?.state === 'over')
        return refuse('gone', 'APPEAL.APPEAL_OVER', 'The days for appeals are over.');
      const appealId = newId();
      const { decision: days } = review.days;
      const kept = await keepAppeal(tx, { id: appealId, sittingId, about: wish.about, position, body, days });
      if (!kept) return refuse('conflict', 'APPEAL.WAITS', 'You have an appeal about this already.');
      if (sound?.ok) await keepFile(tx, appealId, sound.value);
      const appeal = await appealById(tx, appealId);
      if (appeal)
        await postNotice(tx, {
          kind: 'appeal-received',
          personId: appeal.personId,
          about: appealId,
          details: { session: appeal.sessionTitle, time: { at: appeal.clock.until.toISOString() } },
          path: `/sittings/${sittingId}/appeals`,
        });
      return ok({ appealId });
    });
  }

  /** Refusals: APPEAL.NO_APPEAL, APPEAL.STATE, APPEAL.FILES (there are as many as may be), APPEAL.FILE_TYPE, APPEAL.FILE_SIZE. */
  async addFile(
    principal: Principal,
    sittingId: string,
    appealId: string,
    evidence: Evidence,
  ): Promise<Result<{ files: number }>> {
    const sound = checkEvidence(evidence);
    if (!sound.ok) return sound;
    return this.database.attempt(async (tx) => {
      const appeal = await lockAppeal(tx, appealId);
      if (appeal?.sittingId !== sittingId || appeal.personId !== principal.personId) return noAppeal();
      if (appeal.state !== 'submitted' && appeal.state !== 'taken')
        return refuse('conflict', 'APPEAL.STATE', 'This appeal is decided or withdrawn.');
      const files = (await filesOf(tx, appealId)).length;
      if (files >= MOST_FILES)
        return refuse('conflict', 'APPEAL.FILES', 'There are as many files as an appeal can have.', {
          data: { most: MOST_FILES },
          fields: { file: 'APPEAL.FILES' },
        });
      await keepFile(tx, appealId, sound.value);
      return ok({ files: files + 1 });
    });
  }

  /** Refusals: APPEAL.NO_APPEAL, APPEAL.STATE. */
  async withdraw(
    principal: Principal,
    sittingId: string,
    appealId: string,
  ): Promise<Result<{ state: 'withdrawn' }>> {
    return this.database.attempt(async (tx) => {
      const appeal = await lockAppeal(tx, appealId);
      if (appeal?.sittingId !== sittingId || appeal.personId !== principal.personId) return noAppeal();
      const next = transition(APPEAL_STATES, appeal.state, 'withdraw', 'APPEAL.STATE');
      if (!next.ok) return next;
      await moveAppeal(tx, appealId, next.value);
      return ok({ state: 'withdrawn' });
    });
  }
}

/** A file that may be kept: what it is is told by all of its content, as of the documents of an application, not by its name. */
function checkEvidence({ name, bytes }: Evidence) {
  if (bytes.length >= MAX_FILE)
    return refuse('too-large', 'APPEAL.FILE_SIZE', 'This file is too large.', {
      fields: { file: 'APPEAL.FILE_SIZE' },
      data: { kilobytes: MAX_FILE / 1024 },
    });
  const found = fileTypeOf(bytes);
  if (found.fault !== null)
    return refuse(
      'invalid',
      'APPEAL.FILE_TYPE',
      'Only PDF, PNG and JPEG files that are not damaged can be added.',
      {
        fields: { file: 'APPEAL.FILE_TYPE' },
      },
    );
  return ok({ name: shownName(name), mediaType: CONTENT_TYPES[found.type], bytes, hash: sha256(bytes) });
}

export const noAppeal = () => refuse('not-found', 'APPEAL.NO_APPEAL', 'There is no such appeal.');
