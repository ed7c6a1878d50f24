import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  contributionsOf,
  drawById,
  HandOverShare,
  MakeDraw,
  offersOf,
  OfferShare,
} from '../../form/index.js';
import { ok, refuse, sha256, transition, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import type { Principal } from '../../platform/index.js';
import { SESSION_STATES } from '../domain/session-state.js';
import { hasGo } from '../store/checklist-store.js';
import { SessionDraw, type DrawStep } from './session-draw.js';

export interface OpeningWish {
  /** The official's own share of the seed, 32 bytes in hex; the platform throws it where it is left out. */
  readonly share?: string | undefined;
  readonly spareNumbers?: number | undefined;
  /** Why there is another draw; public. */
  readonly reason?: string | undefined;
  /** Why the session opens although nobody has said "go" by its checklist; on record. */
  readonly withoutGo?: string | undefined;
}

/**
 * Opens a session whose draw is made. Where there is none, this is the short way: commitment, the official's share and
 * the draw in one transaction, before any form is given out; the shares are revealed at closing all the same.
 *
 * Refusals: SITTING.NO_SESSION, SITTING.SESSION_STATE, SESSION.NO_GO (the checklist has no "go" that holds, and no
 * reason is stated), DRAW.NOT_MADE, DRAW.OFFERS_WAIT (the short way would leave out who offered a share), and what the
 * steps of the draw refuse.
 */
@Injectable()
export class OpenSession {
  constructor(
    private readonly sessionDraw: SessionDraw,
    private readonly offerShare: OfferShare,
    private readonly handOverShare: HandOverShare,
    private readonly makeDraw: MakeDraw,
  ) {}

  async run(
    principal: Principal,
    sessionId: string,
    wish: OpeningWish = {},
  ): Promise<Result<{ state: 'open' }>> {
    return this.sessionDraw.step(principal, sessionId, async (step) => {
      const { tx, session } = step;
      const next = transition(SESSION_STATES, session.state, 'open', 'SITTING.SESSION_STATE');
      if (!next.ok) return next;
      const draw = session.drawId ? await drawById(tx, session.drawId) : undefined;
      if (draw && draw.state !== 'drawn') {
        return refuse('conflict', 'DRAW.NOT_MADE', 'The draw is committed, but not made yet.');
      }
      const withoutGo = wish.withoutGo?.trim() ?? '';
      const go = session.rehearsal || (await hasGo(tx, sessionId));
      if (!go && withoutGo === '') {
        return refuse(
          'conflict',
          'SESSION.NO_GO',
          'The checklist has no "go": say why you open all the same.',
          {
            fields: { withoutGo: 'SESSION.NO_GO' },
          },
        );
      }
      const drawn = draw ? ok(undefined) : await this.#drawAtOnce(step, wish);
      if (!drawn.ok) return drawn;
      await tx.query(`UPDATE exam_session SET state = 'open' WHERE id = $1`, [sessionId]);
      await recordDecision(tx, principal, {
        action: go ? 'session-opened' : 'session-opened-without-go',
        subject: sessionId,
        scopeId: sessionId,
        ...(!go && { reason: withoutGo }),
      });
      return ok({ state: 'open' as const });
    });
  }

  async #drawAtOnce(step: DrawStep, wish: OpeningWish): Promise<Result<undefined>> {
    const { tx, session, occasion } = step;
    if ((await offersOf(tx, session.id)).length > 0) {
      return refuse('conflict', 'DRAW.OFFERS_WAIT', 'Shares are offered: commit the draw with them first.');
    }
    const share = wish.share ?? randomBytes(32).toString('hex');
    const commitment = sha256(`openmerit-share${share}`).toString('hex');
    const offered = await this.offerShare.run(tx, occasion, 'officer', { kind: 'own', commitment });
    if (!offered.ok) return offered;
    const committed = await this.sessionDraw.commitIn(step, wish);
    if (!committed.ok) return committed;
    const { drawId } = committed.value;
    const own = (await contributionsOf(tx, drawId)).find(({ role }) => role === 'officer');
    const handed = await this.handOverShare.run(tx, occasion, 'officer', {
      drawId,
      contributionId: own?.id ?? '',
      share,
    });
    if (!handed.ok) return handed;
    const made = await this.makeDraw.run(tx, occasion, drawId);
    return made.ok ? ok(undefined) : made;
  }
}
