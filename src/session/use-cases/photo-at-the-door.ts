import { Injectable } from '@nestjs/common';
import { OpenDocument } from '../../application/index.js';
import { refuse, type Result } from '../../kernel/index.js';
import { Database, type Principal } from '../../platform/index.js';
import { mayAdmit } from './may-admit.js';
import { photoOver } from './photo-over.js';
import { atTheDoor } from '../store/admission-store.js';
import { sessionById } from '../store/session-store.js';

type Opened = Awaited<ReturnType<OpenDocument['photoOf']>>;

/**
 * The document on whose photo a proctor compares a candidate, only around the hour at which they can be admitted; who looks goes on
 * record first. The route has checked that the official is one of this session.
 *
 * Refusals: SITTING.NO_SESSION, SITTING.SESSION_STATE, SESSION.NO_ADMISSION, SESSION.NO_CANDIDATE, SESSION.PHOTO_OVER,
 * SESSION.NO_PHOTO.
 */
@Injectable()
export class PhotoAtTheDoor {
  constructor(
    private readonly database: Database,
    private readonly openDocument: OpenDocument,
  ) {}

  async run(principal: Principal, sessionId: string, applicationId: string): Promise<Opened> {
    const { tx } = this.database;
    const session = mayAdmit(await sessionById(tx, sessionId));
    if (!session.ok) return session;
    const candidate = await atTheDoor(tx, sessionId, applicationId);
    if (!candidate) {
      return refuse('not-found', 'SESSION.NO_CANDIDATE', 'There is no such candidate in this session.');
    }
    const over = await photoOver(tx, sessionId, candidate);
    if (over) return over;
    const opened = await this.openDocument.photoOf(principal, applicationId);
    return opened.ok ? opened : NO_PHOTO;
  }
}

const NO_PHOTO: Result<never> = refuse(
  'not-found',
  'SESSION.NO_PHOTO',
  'There is no photo of this candidate on file.',
);
