import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  contributionsOf,
  drawById,
  HandOverShare,
  MakeDraw,
  offersOf,
  OfferShare,
  SealForms,
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

/** So many forms are sealed while the officer waits; more are sealed by a job, and the opening is refused until then. */
const SEALED_AT_ONCE = 100;

/**
 * Opens a session whose draw is made and whose candidates' forms are sealed. Where there is no draw, this is the short
 * way: commitment, the official's share and the draw in one transaction, before any form is given out; the shares are
 * revealed at closing all the same. Spare numbers need not be sealed: whoever takes one early has it sealed then.
 *
 * Refusals: SITTING.NO_SESSION, SITTING.SESSION_STATE, SESSION.NO_GO (the checklist has no "go" that holds, and nothing
 * says why), DRAW.NOT_MADE, DRAW.OFFERS_WAIT (the short way would leave out who offered a share), SESSION.NOT_SEALED with
 * how many are left (the draw stands then), and what the steps of the draw refuse.
 */
@Injectable()
export class OpenSession {
  constructor(
    private readonly sessionDraw: SessionDraw,
    private readonly offerShare: OfferShare,
    private readonly handOverShare: HandOverShare,
    private readonly makeDraw: MakeDraw,
    private readonly sealForms: SealForms,
  ) {}

  async run(
    principal: Principal,
    sessionId: string,
    wish: OpeningWish = {},
  ): Promise<Result<{ state: 'open' }>> {
    const drawn = await this.sessionDraw.step<string>(principal, sessionId, async (step) => {
      const ready = await this.#readyDraw(step);
      if (!ready.ok) return ready;
      const allowed = await mayOpen(step, wish);
      if (!allowed.ok) return allowed;
      return ready.value ? ok(ready.value) : this.#drawAtOnce(step, wish);
    });
    if (!drawn.ok) return drawn;
    const { rosterLeft } = await this.sealForms.progress(drawn.value);
    if (rosterLeft > 0 && rosterLeft <= SEALED_AT_ONCE) await this.sealForms.run(drawn.value, rosterLeft);
    return this.sessionDraw.step(principal, sessionId, async (step) => {
      const ready = await this.#readyDraw(step);
      if (!ready.ok) return ready;
      if (!ready.value) return refuse('conflict', 'DRAW.NOT_MADE', 'The draw was cancelled meanwhile.');
      const allowed = await mayOpen(step, wish);
      if (!allowed.ok) return allowed;
      const { rosterLeft: left } = await this.sealForms.progress(ready.value, step.tx);
      if (left > 0) {
        return refuse('conflict', 'SESSION.NOT_SEALED', 'The forms are still being sealed.', {
          data: { left },
        });
      }
      await step.tx.query(`UPDATE exam_session SET state = 'open' WHERE id = $1`, [sessionId]);
      await recordDecision(step.tx, principal, {
        action: allowed.value === null ? 'session-opened' : 'session-opened-without-go',
        subject: sessionId,
        scopeId: sessionId,
        ...(allowed.value !== null && { reason: allowed.value }),
      });
      return ok({ state: 'open' as const });
    });
  }

  /** The draw with which the session can open, or undefined where it has none. */
  async #readyDraw({ tx, session }: DrawStep): Promise<Result<string | undefined>> {
    const next = transition(SESSION_STATES, session.state, 'open', 'SITTING.SESSION_STATE');
    if (!next.ok) return next;
    const draw = session.drawId ? await drawById(tx, session.drawId) : undefined;
    if (draw && draw.state !== 'drawn') {
      return refuse('conflict', 'DRAW.NOT_MADE', 'The draw is committed, but not made yet.');
    }
    return ok(draw?.id);
  }

  /** @returns the draw. */
  async #drawAtOnce(step: DrawStep, wish: OpeningWish): Promise<Result<string>> {
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
    return made.ok ? ok(drawId) : made;
  }
}

/** @returns null where an officer has said "go", otherwise why it is opened all the same. Refusal: SESSION.NO_GO. */
async function mayOpen({ tx, session }: DrawStep, wish: OpeningWish): Promise<Result<string | null>> {
  if (session.rehearsal || (await hasGo(tx, session.id))) return ok(null);
  const why = wish.withoutGo?.trim() ?? '';
  return why === ''
    ? refuse('conflict', 'SESSION.NO_GO', 'The checklist has no "go": say why you open all the same.', {
        fields: { withoutGo: 'SESSION.NO_GO' },
      })
    : ok(why);
}
