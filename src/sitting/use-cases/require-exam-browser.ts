import { Injectable } from '@nestjs/common';
import { ok, refuse, refuseFields, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { Database, type Principal } from '../../platform/index.js';
import { lockSession, noSession } from '../../session/index.js';
import { keepExamBrowser } from '../store/exam-browser-store.js';

export interface ExamBrowserWish {
  readonly required: boolean;
  /** Hex, 64 digits each. */
  readonly browserExamKeys?: readonly string[];
  /** Why, once candidates sit: needed then. */
  readonly reason?: string;
}

const KEY = /^[0-9a-f]{64}$/;
const MOST_KEYS = 20;

/**
 * A named officer says whether a session is sat in Safe Exam Browser alone. While it is open too: where the browser fails on the
 * day somebody has to answer for going on without it. Leases that were begun go on as they were, also when their page is loaded
 * again; the next one is asked for what holds then.
 *
 * Refusals: SITTING.NO_SESSION, SITTING.SESSION_STATE, SITTING.BROWSER_WHY; by field SITTING.BROWSER_KEYS.
 */
@Injectable()
export class RequireExamBrowser {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    sessionId: string,
    wish: ExamBrowserWish,
  ): Promise<Result<{ required: boolean }>> {
    return this.database.attempt(async (tx) => {
      const session = await lockSession(tx, sessionId);
      if (!session) return noSession();
      if (session.state !== 'scheduled' && session.state !== 'open')
        return refuse('conflict', 'SITTING.SESSION_STATE', 'This session is over.');
      const reason = wish.reason?.trim() ?? '';
      if (session.state === 'open' && reason === '')
        return refuse('invalid', 'SITTING.BROWSER_WHY', 'The session is open: say why this changes now.', {
          fields: { reason: 'SITTING.BROWSER_WHY' },
        });
      const keys = [...new Set((wish.browserExamKeys ?? []).map((key) => key.trim().toLowerCase()))];
      if (keys.length > MOST_KEYS || keys.some((key) => !KEY.test(key)))
        return refuseFields({ browserExamKeys: 'SITTING.BROWSER_KEYS' });
      await keepExamBrowser(tx, sessionId, wish.required ? { browserExamKeys: keys } : null);
      await recordDecision(tx, principal, {
        action: wish.required ? 'exam-browser-required' : 'exam-browser-lifted',
        subject: sessionId,
        scopeId: sessionId,
        ...(reason !== '' && { reason }),
      });
      return ok({ required: wish.required });
    });
  }
}
