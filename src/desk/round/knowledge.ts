import { readBanks } from '../../question-bank/index.js';

/** What somebody knows who has read the shipped banks: each stem in each language, and its best option's text. */
export function bankKnowledge(folder: string): Map<string, string> {
  const knowledge = new Map<string, string>();
  for (const { items } of readBanks(folder).banks) {
    for (const item of items) {
      const best = Object.entries(item.answerKey.points).find(([, points]) => points === 100)?.[0] ?? '';
      for (const text of Object.values(item.text)) knowledge.set(text.stem, text.options?.[best] ?? '');
    }
  }
  return knowledge;
}
