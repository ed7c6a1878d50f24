import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ok, type Result } from '../../kernel/index.js';
import { KeyRing, type Tx } from '../../platform/index.js';
import { compileDraw, type CompiledDraw } from '../domain/draw/compile-draw.js';
import { openedShare } from '../domain/draw/contributor.js';
import { drawForm } from '../domain/draw/draw-form.js';
import { formHash, type NumberedForm } from '../domain/draw/form-hash.js';
import { candidateSeed, sessionSeed } from '../domain/draw/seed.js';
import { contributionsOf, contributorOf, handedOver } from '../store/contribution-store.js';
import { drawMaterial, type DrawMaterial } from '../store/draw-store.js';

/** A draw of which all shares are there: forms come out of it. */
export interface ReadyDraw {
  readonly material: DrawMaterial;
  readonly compiled: CompiledDraw;
  readonly seed: Buffer;
}

// Shares and pool never change once they are there; a process serves few sessions at a time.
const CACHED_DRAWS = 8;
const FORMS_AT_A_STRETCH = 25;

/** Draws made ready for drawing, kept for the next form. */
@Injectable()
export class ReadyDraws {
  readonly #draws = new Map<string, ReadyDraw>();

  constructor(private readonly keys: KeyRing) {}

  /** @throws Error where there is no such draw, or a share of it is missing: its caller has seen to that. */
  async get(tx: Tx, drawId: string): Promise<ReadyDraw> {
    const known = this.#draws.get(drawId);
    if (known) return known;
    const material = await drawMaterial(tx, drawId);
    if (!material) throw new Error('There is no such draw.');
    const compiled = compileDraw({ ...material, blueprint: material.blueprint });
    if (!compiled.ok) throw new Error(`A committed draw cannot be made: ${compiled.refusal.code}.`);
    const ready = { material, compiled: compiled.value, seed: await this.#seed(tx, drawId) };
    if (this.#draws.size >= CACHED_DRAWS) this.#draws.delete(this.#draws.keys().next().value ?? '');
    this.#draws.set(drawId, ready);
    return ready;
  }

  async #seed(tx: Tx, drawId: string): Promise<Buffer> {
    const contributors = (await contributionsOf(tx, drawId)).map(contributorOf);
    const given = await handedOver(tx, this.keys, drawId);
    const shares = contributors.flatMap((contributor, index) => {
      const share = openedShare(contributor, given[index]?.share ?? '');
      return share === undefined ? [] : [share];
    });
    if (shares.length !== contributors.length) throw new Error('A share of this draw is missing.');
    return sessionSeed(shares);
  }
}

/** The forms of many numbers, by hash; other requests get their turn in between. Refusal: FORM.POOL_TOO_SMALL. */
export async function formsOf(ready: ReadyDraw, numbers: readonly string[]): Promise<Result<NumberedForm[]>> {
  const forms: NumberedForm[] = [];
  for (const number of numbers) {
    const drawn = drawForm(ready.compiled, candidateSeed(ready.seed, ready.material.sessionId, number));
    if (!drawn.ok) return drawn;
    forms.push({ number, form: formHash(drawn.value.items) });
    if (forms.length % FORMS_AT_A_STRETCH === 0) await setImmediate();
  }
  return ok(forms);
}
