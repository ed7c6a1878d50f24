import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { ContentKeys } from '../../src/form/index.js';
import type { Blueprint } from '../../src/form/domain/blueprint/blueprint.js';
import type { DrawnItem } from '../../src/form/domain/draw/draw-form.js';
import { seal, sealedAddress } from '../../src/form/domain/sealed/sealed-form.js';
import { FormTexts } from '../../src/form/store/form-texts.js';
import { canonicalJson, type Json } from '../../src/kernel/index.js';
import type { TestPlatform } from './platform.js';

/** Gives a sitting another form than the one that was drawn: these items in this order, sealed anew. */
export async function resealForm(
  platform: TestPlatform,
  sittingId: string,
  items: readonly DrawnItem[],
): Promise<void> {
  const { database } = platform.api.parts;
  const [form] = await database.query<{ drawId: string; candidateNumber: string; blueprint: Blueprint }>(
    `SELECT f.draw_id AS "drawId", s.candidate_number AS "candidateNumber", p.body AS blueprint
     FROM form f JOIN sitting s ON s.id = f.sitting_id JOIN draw d ON d.id = f.draw_id
       JOIN programme p ON p.id = d.programme_id WHERE f.sitting_id = $1`,
    [sittingId],
  );
  if (!form) throw new Error('There is no such sitting.');
  const texts = new FormTexts();
  await texts.load(database.tx, [items]);
  const plain = canonicalJson(texts.deliver(form.blueprint, items) as unknown as Json);
  const key = platform.api.app.get(ContentKeys).of(form);
  const file = seal(gzipSync(plain), key, randomBytes(12), form);
  await database.query('UPDATE form SET items = $2 WHERE sitting_id = $1', [
    sittingId,
    JSON.stringify(items),
  ]);
  await database.query(
    `UPDATE sealed_form SET address = decode($3, 'hex'), file = $4, bytes = length($4::bytea)
     WHERE draw_id = $1 AND number = $2`,
    [form.drawId, form.candidateNumber, sealedAddress(file), file],
  );
}
