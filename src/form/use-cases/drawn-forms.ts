import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { KeyRing, rows, type Tx } from '../../platform/index.js';
import type { Blueprint } from '../domain/blueprint/blueprint.js';
import { candidateSeed1, DRAW_ALGORITHM_1, drawForm1, sessionSeed1 } from '../domain/draw/draw-form-1.js';
import { drawForm, type DrawnItem } from '../domain/draw/draw-form.js';
import { candidateSeed } from '../domain/draw/seed.js';
import { ReadyDraws } from './ready-draws.js';

/** What a draw's forms are made of, and each number's form. */
export interface DrawnFrom {
  readonly blueprint: Blueprint;
  /** The items of a number's form, as the draw determined them. Refusal: FORM.POOL_TOO_SMALL. */
  readonly form: (candidateNumber: string) => Result<readonly DrawnItem[]>;
}

/** The forms that a draw determined, number by number. */
@Injectable()
export class DrawnForms {
  constructor(
    private readonly keys: KeyRing,
    private readonly ready: ReadyDraws,
  ) {}

  /** Refusal: FORM.NO_DRAW where the draw was not made, or is over. */
  async of(tx: Tx, drawId: string): Promise<Result<DrawnFrom>> {
    const [draw] = await rows<{ algorithm: string; state: string }>(
      tx,
      'SELECT algorithm, state FROM draw WHERE id = $1',
      [drawId],
    );
    if (draw?.state !== 'drawn') {
      return refuse('not-found', 'FORM.NO_DRAW', 'The draw of this session has not been made.');
    }
    if (draw.algorithm === DRAW_ALGORITHM_1) return ok(await this.#from1(tx, drawId));
    const { compiled, seed, material } = await this.ready.get(tx, drawId);
    return ok({
      blueprint: material.blueprint,
      form: (number) => {
        const drawn = drawForm(compiled, candidateSeed(seed, material.sessionId, number));
        return drawn.ok ? ok(drawn.value.items) : drawn;
      },
    });
  }

  /** For sessions that were open when openmerit-draw-2 came. */
  async #from1(tx: Tx, drawId: string): Promise<DrawnFrom> {
    const [draw] = await rows<{
      body: Blueprint;
      pool: Parameters<typeof drawForm1>[0]['pool'];
      shares: Buffer;
    }>(
      tx,
      `SELECT p.body, d.pool, d.shares_ciphertext AS shares FROM draw d JOIN programme p ON p.id = d.programme_id
       WHERE d.id = $1`,
      [drawId],
    );
    if (!draw) throw new Error('There is no such draw.');
    const { body: blueprint, pool } = draw;
    const seed = sessionSeed1(readShares1(this.keys, draw.shares).map(({ share }) => share));
    return {
      blueprint,
      form: (number) => drawForm1({ blueprint, pool, seed: candidateSeed1(seed, number) }),
    };
  }
}

/** The shares of a draw by openmerit-draw-1 with their contributors; hex. */
export const readShares1 = (keys: KeyRing, ciphertext: Uint8Array): { by: string; share: string }[] =>
  JSON.parse(keys.decrypt('seed-shares', ciphertext).toString('utf8')) as { by: string; share: string }[];
