import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { Database, type Principal, type Tx } from '../../platform/index.js';
import { lockFreeText, lockMarker, takePlace, textInHand } from '../store/assignment-store.js';

/**
 * Gives a marker the next text: the one in hand, otherwise one with a free place that they may mark. Of two who reach for
 * one free place, one gets it and the other the next.
 *
 * Refusal: MARKING.NOT_A_MARKER. @returns null where there is nothing to mark now.
 */
@Injectable()
export class TakeText {
  constructor(private readonly database: Database) {}

  async run(principal: Principal, sessionId: string): Promise<Result<{ textId: string | null }>> {
    return this.database.attempt(async (tx) => {
      const { accountId } = principal;
      if (!(await lockMarker(tx, sessionId, accountId))) return notAMarker();
      const inHand = await textInHand(tx, sessionId, accountId);
      return ok({ textId: inHand ?? (await takeNext(tx, sessionId, accountId)) });
    });
  }
}

async function takeNext(tx: Tx, sessionId: string, accountId: string): Promise<string | null> {
  for (;;) {
    // A text that somebody else is taking may have a second place: it is waited for only where there is no other.
    const textId =
      (await lockFreeText(tx, sessionId, accountId, false)) ??
      (await lockFreeText(tx, sessionId, accountId, true));
    if (textId === undefined) return null;
    if (await takePlace(tx, textId, accountId)) return textId;
  }
}

export const notAMarker = () =>
  refuse('conflict', 'MARKING.NOT_A_MARKER', 'You are not among the markers of this session.');
