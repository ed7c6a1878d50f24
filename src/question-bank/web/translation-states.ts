import type { Tx } from '../../platform/index.js';
import { differences } from '../domain/differences.js';
import type { ItemWords } from '../domain/item-content.js';
import type { WordsView } from '../store/item-detail-store.js';
import type { BankSummary } from '../store/item-list-store.js';
import { sourceOfTranslation } from '../store/translation-age-store.js';

export interface TranslationState {
  readonly language: string;
  readonly isSource: boolean;
  readonly state: 'missing' | 'draft' | 'signed';
  readonly revision: number;
  readonly signedBy: string | null;
  readonly signedAt: Date | null;
  readonly translator: string | null;
  /** Whether the source says something else than when this was translated or signed. */
  readonly stale: boolean;
}

/** How far each of the bank's languages is, for one version. */
export async function translationStates(
  tx: Tx,
  bank: BankSummary,
  words: readonly WordsView[],
): Promise<TranslationState[]> {
  const source = words.find(({ language }) => language === bank.sourceLanguage);
  return Promise.all(
    bank.languages.map(async (language): Promise<TranslationState> => {
      const own = words.find((one) => one.language === language);
      const isSource = language === bank.sourceLanguage;
      const began =
        own && source && !isSource && (await sourceOfTranslation(tx, own.translationId, source.language));
      return {
        language,
        isSource,
        state: own?.state ?? 'missing',
        revision: own?.revision ?? 0,
        signedBy: own?.signedBy ?? null,
        signedAt: own?.signedAt ?? null,
        translator: own?.translator ?? null,
        stale: Boolean(began && wordDifferences(began, source, source.language).length > 0),
      };
    }),
  );
}

/** What differs between two wordings of one language, place by place. */
export function wordDifferences(
  before: ItemWords,
  after: ItemWords,
  language: string,
): ReturnType<typeof differences> {
  // Both have the same content: only words differ.
  const content = NO_CONTENT;
  return differences({ content, words: { [language]: before } }, { content, words: { [language]: after } });
}

const NO_CONTENT = {
  type: '',
  contentArea: '',
  competency: '',
  cognitiveLevel: '',
  difficulty: 0,
  structure: { options: [], fixedOrder: false },
  answerKey: {},
  sources: [],
  caseCode: null,
  model: null,
};
