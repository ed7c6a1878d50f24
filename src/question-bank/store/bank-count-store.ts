import { rows, type Tx } from '../../platform/index.js';

export interface LanguageCount {
  readonly language: string;
  readonly signed: number;
  readonly draft: number;
  readonly missing: number;
}

export interface BankCount {
  /** State of the newest version → items. */
  readonly states: Readonly<Record<string, number>>;
  /** Of the newest versions that are not retired. */
  readonly languages: readonly LanguageCount[];
}

interface Counted {
  readonly bankId: string;
  readonly name: string;
  readonly count: number;
}

/** How many items of some banks are in each state, and how far each of their languages is. */
export async function bankCounts(
  tx: Tx,
  banks: readonly { readonly id: string; readonly languages: readonly string[] }[],
): Promise<ReadonlyMap<string, BankCount>> {
  const ids = banks.map(({ id }) => id);
  const states = await rows<Counted>(
    tx,
    `SELECT bank_id AS "bankId", state AS name, count(*)::int AS count FROM item
     WHERE bank_id = ANY($1::uuid[]) GROUP BY bank_id, state`,
    [ids],
  );
  const languages = await rows<Counted & { readonly state: 'draft' | 'signed' }>(
    tx,
    `SELECT i.bank_id AS "bankId", t.language AS name, t.state, count(*)::int AS count
     FROM item i JOIN item_version v ON v.item_id = i.id AND v.version = i.current_version
       JOIN item_translation t ON t.item_version_id = v.id AND NOT EXISTS (SELECT 1 FROM item_translation n
         WHERE n.item_version_id = v.id AND n.language = t.language AND n.revision > t.revision)
     WHERE i.bank_id = ANY($1::uuid[]) AND i.state <> 'retired' GROUP BY i.bank_id, t.language, t.state`,
    [ids],
  );
  return new Map(
    banks.map((bank) => {
      const own = states.filter(({ bankId }) => bankId === bank.id);
      const current = own.reduce((sum, { name, count }) => sum + (name === 'retired' ? 0 : count), 0);
      return [
        bank.id,
        {
          states: Object.fromEntries(own.map(({ name, count }) => [name, count])),
          languages: bank.languages.map((language) => {
            const of = (state: string): number =>
              languages.find((one) => one.bankId === bank.id && one.name === language && one.state === state)
                ?.count ?? 0;
            const [signed, draft] = [of('signed'), of('draft')];
            return { language, signed, draft, missing: current - signed - draft };
          }),
        },
      ];
    }),
  );
}
