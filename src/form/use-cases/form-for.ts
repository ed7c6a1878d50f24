import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { KeyRing, rows, type Tx } from '../../platform/index.js';
import type { Blueprint } from '../domain/blueprint/blueprint.js';
import { candidateSeed1, DRAW_ALGORITHM_1, drawForm1, sessionSeed1 } from '../domain/draw/draw-form-1.js';
import { drawForm, type DrawnItem } from '../domain/draw/draw-form.js';
import { formHash } from '../domain/draw/form-hash.js';
import { candidateSeed } from '../domain/draw/seed.js';
import { ReadyDraws } from './ready-draws.js';

export interface FormWish {
  readonly drawId: string;
  readonly sittingId: string;
  readonly candidateNumber: string;
  /** Hex: of the form that the draw made for this number. */
  readonly formHash?: string | null;
}

/** Gives a sitting the form that its draw determined for its number, in the caller's transaction. */
@Injectable()
export class FormFor {
  constructor(
    private readonly keys: KeyRing,
    private readonly ready: ReadyDraws,
  ) {}

  /**
   * Doing it again for the same sitting keeps the first form, which is the same. Refusals: FORM.NO_DRAW.
   *
   * @throws Error where the form is not the one that was stated for this number.
   */
  async run(tx: Tx, wish: FormWish): Promise<Result<{ items: number }>> {
    const form = await this.#form(tx, wish);
    if (!form.ok) return form;
    const hash = formHash(form.value);
    if (wish.formHash && wish.formHash !== hash)
      throw new Error('A form differs from the one that was drawn.');
    await tx.query(
      `INSERT INTO form (sitting_id, draw_id, items, content_hash) VALUES ($1, $2, $3, $4)
       ON CONFLICT (sitting_id) DO NOTHING`,
      [wish.sittingId, wish.drawId, JSON.stringify(form.value), Buffer.from(hash, 'hex')],
    );
    return ok({ items: form.value.length });
  }

  async #form(tx: Tx, wish: FormWish): Promise<Result<readonly DrawnItem[]>> {
    const [draw] = await rows<{ algorithm: string; state: string }>(
      tx,
      'SELECT algorithm, state FROM draw WHERE id = $1',
      [wish.drawId],
    );
    if (draw?.state !== 'drawn') {
      return refuse('not-found', 'FORM.NO_DRAW', 'The draw of this session has not been made.');
    }
    if (draw.algorithm === DRAW_ALGORITHM_1) return this.#form1(tx, wish);
    const { compiled, seed, material } = await this.ready.get(tx, wish.drawId);
    const drawn = drawForm(compiled, candidateSeed(seed, material.sessionId, wish.candidateNumber));
    return drawn.ok ? ok(drawn.value.items) : drawn;
  }

  /** For sessions that were open when openmerit-draw-2 came. */
  async #form1(tx: Tx, wish: FormWish): Promise<Result<readonly DrawnItem[]>> {
    const [draw] = await rows<{
      body: Blueprint;
      pool: Parameters<typeof drawForm1>[0]['pool'];
      shares: Buffer;
    }>(
      tx,
      `SELECT p.body, d.pool, d.shares_ciphertext AS shares FROM draw d JOIN programme p ON p.id = d.programme_id
       WHERE d.id = $1`,
      [wish.drawId],
    );
    if (!draw) return refuse('not-found', 'FORM.NO_DRAW', 'The draw of this session has not been made.');
    const seed = sessionSeed1(readShares1(this.keys, draw.shares).map(({ share }) => share));
    return drawForm1({
      blueprint: draw.body,
      pool: draw.pool,
      seed: candidateSeed1(seed, wish.candidateNumber),
    });
  }
}

/** The shares of a draw by openmerit-draw-1 with their contributors; hex. */
export const readShares1 = (keys: KeyRing, ciphertext: Uint8Array): { by: string; share: string }[] =>
  JSON.parse(keys.decrypt('seed-shares', ciphertext).toString('utf8')) as { by: string; share: string }[];
