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

/** Forms of some sittings. Each is read anew where it is asked for: all at once they are many small things in memory. */
export class Forms {
  readonly #kept: ReadonlyMap<string, string>;

  constructor(kept: readonly { readonly sittingId: string; readonly toGrade: string }[]) {
    this.#kept = new Map(kept.map(({ sittingId, toGrade }) => [sittingId, toGrade]));
  }

  /** The places of a sitting's form, in its order; undefined where it has none. */
  of(sittingId: string): FormItem[] | undefined {
    const kept = this.#kept.get(sittingId);
    if (kept === undefined) return undefined;
    const [positions, parts, versions, orders] = JSON.parse(kept) as [
      number[],
      (string | null)[],
      string[],
      string[],
    ];
    let part = '';
    return positions.map((position, index) => {
      part = parts[index] ?? part;
      const itemVersionId = versions[index] ?? '';
      return { position, part, itemVersionId, optionOrder: optionOrder(orders[index] ?? '') };
    });
  }
}

export async function formsOf(tx: Tx, sittingIds: readonly string[]): Promise<Forms> {
  return new Forms(
    await rows(
      tx,
      'SELECT sitting_id AS "sittingId", to_grade AS "toGrade" FROM form WHERE sitting_id = ANY($1::uuid[])',
      [sittingIds],
    ),
  );
}

// Four options have 24 orders, and most items have the same ids: one list for all of them.
const knownOrders = new Map<string, readonly string[]>();
const MOST_ORDERS = 10_000;

function optionOrder(kept: string): readonly string[] {
  const known = knownOrders.get(kept);
  if (known) return known;
  const order = kept === '' ? [] : kept.split(' ');
  if (knownOrders.size >= MOST_ORDERS) knownOrders.clear();
  knownOrders.set(kept, order);
  return order;
}

/** One place of a sitting's form as it was drawn, with the translations it was shown in; or undefined. */
export async function drawnPlace(
  tx: Tx,
  sittingId: string,
  position: number,
): Promise<DrawnItem | undefined> {
  const [form] = await rows<{ items: DrawnItem[] }>(tx, 'SELECT items FROM form WHERE sitting_id = $1', [
    sittingId,
  ]);
  return form?.items.find((item) => item.position === position);
}
