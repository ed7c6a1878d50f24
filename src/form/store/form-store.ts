import { rows, type Tx } from '../../platform/index.js';
import type { DrawnItem } from '../domain/draw/draw-form.js';

/** What grading needs of a form's place. */
export interface FormItem {
  readonly position: number;
  readonly part: string;
  readonly itemVersionId: string;
  /** The authored ids in the order shown: a ref is a place in it. */
  readonly optionOrder: readonly string[];
}

/** The forms of some sittings, by sitting. */
export async function formItems(
  tx: Tx,
  sittingIds: readonly string[],
): Promise<Map<string, readonly FormItem[]>> {
  const forms = await rows<{ sitting_id: string; items: DrawnItem[] }>(
    tx,
    'SELECT sitting_id, items FROM form WHERE sitting_id = ANY($1::uuid[])',
    [sittingIds],
  );
  return new Map(
    forms.map(({ sitting_id, items }) => [
      sitting_id,
      items.map(({ position, part, itemVersionId, optionOrder }) => ({
        position,
        part,
        itemVersionId,
        optionOrder,
      })),
    ]),
  );
}
