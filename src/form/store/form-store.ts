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
  const forms = await rows<{ sittingId: string; toGrade: string }>(
    tx,
    'SELECT sitting_id AS "sittingId", to_grade AS "toGrade" FROM form WHERE sitting_id = ANY($1::uuid[])',
    [sittingIds],
  );
  return new Map(
    forms.map(({ sittingId, toGrade }) => [
      sittingId,
      (JSON.parse(toGrade) as [number, string, string, string[]][]).map(
        ([position, part, itemVersionId, optionOrder]) => ({ position, part, itemVersionId, optionOrder }),
      ),
    ]),
  );
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
