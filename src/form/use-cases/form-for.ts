import { Injectable } from '@nestjs/common';
import { hashJson, ok, refuse, type Json, type Result } from '../../kernel/index.js';
import { KeyRing, rows, type Tx } from '../../platform/index.js';
import type { Blueprint } from '../domain/blueprint.js';
import { drawForm } from '../domain/draw-form.js';
import { sessionSeed, sittingSeed } from '../domain/seed.js';
import type { SaltedPoolItem } from './commit-draw.js';

interface Draw {
  readonly blueprint: Blueprint;
  readonly pool: readonly SaltedPoolItem[];
  readonly seed: Buffer;
}

// A draw never changes once committed; a process serves few sessions at a time.
const CACHED_DRAWS = 8;

/** Draws a sitting's form from a committed draw and keeps it, in the caller's transaction. */
@Injectable()
export class FormFor {
  readonly #draws = new Map<string, Draw>();

  constructor(private readonly keys: KeyRing) {}

  /** Doing it again for the same sitting keeps the first form, which is the same. Refusals: FORM.NO_DRAW. */
  async run(
    tx: Tx,
    wish: { readonly drawId: string; readonly sittingId: string; readonly candidateNumber: string },
  ): Promise<Result<{ items: number }>> {
    const draw = await this.#draw(tx, wish.drawId);
    if (!draw) return refuse('not-found', 'FORM.NO_DRAW', 'No draw is committed for this session.');
    const form = drawForm({ ...draw, seed: sittingSeed(draw.seed, wish.candidateNumber) });
    if (!form.ok) return form;
    await tx.query(
      `INSERT INTO form (sitting_id, draw_id, items, content_hash) VALUES ($1, $2, $3, $4)
       ON CONFLICT (sitting_id) DO NOTHING`,
      [wish.sittingId, wish.drawId, JSON.stringify(form.value), hashJson(form.value as unknown as Json)],
    );
    return ok({ items: form.value.length });
  }

  async #draw(tx: Tx, drawId: string): Promise<Draw | undefined> {
    const known = this.#draws.get(drawId);
    if (known) return known;
    const [row] = await rows<{ body: Blueprint; pool: SaltedPoolItem[]; shares_ciphertext: Buffer }>(
      tx,
      `SELECT p.body, d.pool, d.shares_ciphertext FROM draw d JOIN programme p ON p.id = d.programme_id WHERE d.id = $1`,
      [drawId],
    );
    if (!row) return undefined;
    const shares = readShares(this.keys, row.shares_ciphertext).map(({ share }) => Buffer.from(share, 'hex'));
    const draw = { blueprint: row.body, pool: row.pool, seed: sessionSeed(shares) };
    if (this.#draws.size >= CACHED_DRAWS) this.#draws.delete(this.#draws.keys().next().value ?? '');
    this.#draws.set(drawId, draw);
    return draw;
  }
}

/** The seed's shares with their contributors; hex. */
export const readShares = (keys: KeyRing, ciphertext: Uint8Array): { by: string; share: string }[] =>
  JSON.parse(keys.decrypt('seed-shares', ciphertext).toString('utf8')) as { by: string; share: string }[];
