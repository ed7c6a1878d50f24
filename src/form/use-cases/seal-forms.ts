import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import { canonicalJson, sha256, type Json } from '../../kernel/index.js';
import { Database, orThrow, type Tx } from '../../platform/index.js';
import { seal, sealedAddress } from '../domain/sealed/sealed-form.js';
import { FormTexts } from '../store/form-texts.js';
import { SealedFiles } from '../store/sealed-files.js';
import {
  insertSealed,
  markSealed,
  owedNumbers,
  sealedOf,
  sealingProgress,
  type NewSealed,
  type SealedRow,
  type SealingProgress,
} from '../store/sealed-store.js';
import { ContentKeys } from './content-keys.js';
import { DrawnForms, type DrawnFrom } from './drawn-forms.js';

const BATCH = 100;
// Measured (docs/adr/0017): each level above costs more time than the line it saves.
const LEVEL = 5;

const compress = promisify(gzip);

export interface NumberToSeal {
  readonly number: string;
  /** Hex: stated for this number when the draw was made; null for a draw by openmerit-draw-1. */
  readonly formHash: string | null;
}

/**
 * Seals the forms of a draw that is made: each number's form is encrypted with a key of its own and kept, so that
 * candidates can fetch it before they may open it.
 */
@Injectable()
export class SealForms {
  #stopped = false;

  constructor(
    private readonly database: Database,
    private readonly drawn: DrawnForms,
    private readonly keys: ContentKeys,
    private readonly files: SealedFiles,
  ) {}

  /**
   * Seals all that a draw owes, the roster first, batch by batch: each is committed, so that whoever begins again goes
   * on where this ended. Several may do it at once; of two for the same number the first stays.
   *
   * @param most stops after about so many. @returns how many were sealed.
   * @throws Error where a form is not the one that was stated for its number.
   */
  async run(drawId: string, most = Infinity): Promise<number> {
    const { tx } = this.database;
    const from = await this.drawn.of(tx, drawId);
    // Cancelled or revealed meanwhile: nobody will begin with it.
    if (!from.ok) return 0;
    const texts = new FormTexts();
    let after = { list: -1, position: 0 };
    let sealed = 0;
    let kept = Promise.resolve();
    while (!this.#stopped && sealed < most) {
      const owed = await owedNumbers(tx, drawId, this.keys.id, after, Math.min(BATCH, most - sealed));
      const last = owed.at(-1);
      if (!last) {
        await kept;
        await this.database.transaction((own) => markSealed(own, drawId, this.keys.id));
        break;
      }
      const forms = await this.#seal(tx, drawId, from.value, texts, owed);
      await kept;
      // While a batch is written, the next one is packed.
      kept = this.#keep(drawId, forms);
      kept.catch(() => undefined);
      sealed += forms.length;
      after = last;
    }
    await kept;
    return sealed;
  }

  /** The sealed form of one number: where it has none yet, it is sealed now, in the caller's transaction. */
  async one(tx: Tx, drawId: string, wish: NumberToSeal): Promise<SealedRow> {
    const known = await sealedOf(tx, drawId, wish.number);
    if (known?.keyId === this.keys.id) return known;
    const forms = await this.#seal(tx, drawId, orThrow(await this.drawn.of(tx, drawId)), new FormTexts(), [
      wish,
    ]);
    await insertSealed(tx, drawId, this.keys.id, forms);
    // Another process may have been first: its form is the one that counts.
    const made = await sealedOf(tx, drawId, wish.number);
    if (!made) throw new Error('A sealed form is kept.');
    return made;
  }

  /** How far the sealing of a draw is. */
  async progress(drawId: string, tx: Tx = this.database.tx): Promise<SealingProgress> {
    return sealingProgress(tx, drawId, this.keys.id);
  }

  /** Lets the batch under way finish and begins no other. */
  stop(): void {
    this.#stopped = true;
  }

  async #keep(drawId: string, forms: readonly NewSealed[]): Promise<void> {
    await insertSealed(this.database.tx, drawId, this.keys.id, forms);
    for (const { address, file } of forms) await this.files.keep(address, file);
  }

  async #seal(
    tx: Tx,
    drawId: string,
    from: DrawnFrom,
    texts: FormTexts,
    numbers: readonly NumberToSeal[],
  ): Promise<NewSealed[]> {
    const forms = numbers.map(({ number, formHash: stated }) => {
      const items = orThrow(from.form(number));
      const places = canonicalJson(items as unknown as Json);
      const hash = sha256(places).toString('hex');
      if (stated !== null && stated !== hash) throw new Error('A form differs from the one that was drawn.');
      return { number, items, places, hash };
    });
    await texts.load(
      tx,
      forms.map(({ items }) => items),
    );
    return Promise.all(
      forms.map(async ({ number, items, places, hash }) => {
        const owner = { drawId, candidateNumber: number };
        const form = canonicalJson(texts.deliver(from.blueprint, items) as unknown as Json);
        const packed = await Promise.all([compress(form, { level: LEVEL }), compress(places, { level: 1 })]);
        const file = seal(packed[0], this.keys.of(owner), randomBytes(12), owner);
        return {
          number,
          address: sealedAddress(file),
          file,
          places: this.keys.sealPlaces(packed[1], randomBytes(12), owner),
          formHash: hash,
        };
      }),
    );
  }
}
