import { drawForm } from '../src/form/index.js';
import { sha256 } from '../src/kernel/index.js';
import { readBanks } from '../src/question-bank/index.js';
import { rate, type Figure } from './report.js';

/** Forms drawn a second from the shipped banks, against a plain Fisher–Yates shuffle of the same pool. */
export async function draw(seconds: number): Promise<Figure[]> {
  const { banks, programmes } = readBanks('question-banks');
  const [blueprint] = programmes;
  if (!blueprint) throw new Error('No exam programme is shipped.');
  const pool = banks.flatMap(({ bank, items }) =>
    items.map((item) => ({
      itemVersionId: item.id,
      itemCode: item.id,
      bank: bank.code,
      contentArea: item.contentArea,
      options: item.options ?? [],
      fixedOrder: item.fixedOrder ?? false,
      translations: bank.languages.map((language) => ({
        language,
        translationId: `${item.id}-${language}`,
        contentHash: '',
      })),
    })),
  );
  let counter = 0;
  const drawn = await rate(seconds, () => drawForm({ blueprint, pool, seed: sha256(String(counter++)) }));
  const shuffled = await rate(seconds, () => {
    const copy = [...pool];
    for (let i = copy.length - 1; i > 0; i -= 1) {
      const j = Math.floor(Math.random() * (i + 1));
      [copy[i], copy[j]] = [copy[j] as (typeof pool)[number], copy[i] as (typeof pool)[number]];
    }
    return copy;
  });
  return [
    {
      bench: 'draw',
      figure: `forms of 55 from ${String(pool.length)} items`,
      value: drawn,
      unit: '/s',
      reference: 'Fisher–Yates of the pool',
      referenceValue: shuffled,
    },
  ];
}
