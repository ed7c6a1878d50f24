import { rows, type Tx } from '../../platform/index.js';
import type { Blueprint } from '../domain/blueprint/blueprint.js';
import type { DeliveredForm } from '../domain/delivered-form.js';
import type { DrawnItem } from '../domain/draw/draw-form.js';
import { FormTexts } from './form-texts.js';

/** The form of a sitting as its candidate saw it, with the places it was drawn into; undefined where none was opened. */
export async function deliveredFormOf(
  tx: Tx,
  sittingId: string,
): Promise<{ readonly form: DeliveredForm; readonly items: readonly DrawnItem[] } | undefined> {
  const [found] = await rows<{ items: DrawnItem[]; body: Blueprint }>(
    tx,
    `SELECT f.items, p.body FROM form f JOIN draw d ON d.id = f.draw_id JOIN programme p ON p.id = d.programme_id
     WHERE f.sitting_id = $1`,
    [sittingId],
  );
  if (!found) return undefined;
  const texts = new FormTexts();
  await texts.load(tx, [found.items]);
  return { form: texts.deliver(found.body, found.items), items: found.items };
}
