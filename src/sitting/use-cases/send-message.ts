import { Injectable } from '@nestjs/common';
import { newId, ok, refuse, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Bus, Database, type Principal, type Tx } from '../../platform/index.js';
import { lockSession, noSession } from '../../session/index.js';
import { messageText } from '../domain/message-text.js';
import { messageById, writeMessage } from '../store/message-store.js';
import { sittingByNumber } from '../store/sitting-store.js';
import { actTaken, isSameAct, type DoneOnce } from './done-once.js';

export interface MessageWish {
  readonly text: string;
  /** One candidate alone; left out: everybody who sits, and who begins later. */
  readonly candidateNumber?: string | undefined;
  /** Drawn by whoever sends: written once, however often it is sent. */
  readonly actId?: string | undefined;
}

export interface SentMessage extends DoneOnce {
  readonly number: number;
  /** How many open sittings it is for now. */
  readonly reached: number;
}

/**
 * Writes to one candidate or to all of a session while they sit, by name and on record; their devices are told at once.
 * What was said is kept as it was said: nothing takes a message back.
 *
 * Refusals: SITTING.SAY_MESSAGE, SITTING.NO_SESSION, SITTING.SESSION_STATE, SITTING.NO_SUCH_NUMBER, SITTING.OVER,
 * SITTING.ACT_TAKEN.
 */
@Injectable()
export class SendMessage {
  constructor(
    private readonly database: Database,
    private readonly bus: Bus,
  ) {}

  async run(principal: Principal, sessionId: string, wish: MessageWish): Promise<Result<SentMessage>> {
    const text = messageText(wish.text);
    if (!text.ok) return text;
    const result = await this.database.attempt(async (tx) => {
      // One after the other: a message is never seen before one with a lower number.
      const session = await lockSession(tx, sessionId);
      if (!session) return noSession();
      const { candidateNumber = null, actId } = wish;
      const sentBefore = actId === undefined ? undefined : await messageById(tx, actId);
      if (sentBefore) {
        return isSameAct(principal, sentBefore, { sessionId: session.id, candidateNumber, text: text.value })
          ? ok({
              sent: { number: sentBefore.number, reached: sentBefore.reached, doneBefore: true },
              sittingId: null,
            })
          : actTaken();
      }
      if (session.state !== 'open') {
        return refuse(
          'conflict',
          'SITTING.SESSION_STATE',
          'Messages reach candidates in open sessions alone.',
        );
      }
      const target = await this.#target(tx, sessionId, wish.candidateNumber);
      if (!target.ok) return target;
      const sittingId = target.value;
      const sent = await writeMessage(tx, principal, {
        id: actId ?? newId(),
        sessionId,
        sittingId,
        text: text.value,
      });
      await recordDecision(tx, principal, {
        action: 'message-sent',
        subject: wish.candidateNumber ?? sessionId,
        scopeId: sessionId,
      });
      return ok({ sent: { ...sent, doneBefore: false }, sittingId });
    });
    if (!result.ok) return result;
    const { sent, sittingId } = result.value;
    await (sittingId === null
      ? this.bus.publish('session', { sessionId })
      : this.bus.publish('sitting', { sittingId, sessionId }));
    return ok(sent);
  }

  async #target(tx: Tx, sessionId: string, candidateNumber?: string): Promise<Result<string | null>> {
    if (candidateNumber === undefined) return ok(null);
    const sitting = await sittingByNumber(tx, sessionId, candidateNumber);
    if (!sitting) {
      return refuse('invalid', 'SITTING.NO_SUCH_NUMBER', 'Nobody sits here under this number.', {
        fields: { candidateNumber: 'SITTING.NO_SUCH_NUMBER' },
      });
    }
    return sitting.state === 'open'
      ? ok(sitting.id)
      : refuse('gone', 'SITTING.OVER', 'The time of this sitting is over.');
  }
}
