import { Inject, Injectable } from '@nestjs/common';
import { Database, TRANSLATOR, type Principal, type Translator } from '../../platform/index.js';
import { versionById, wordsOfVersion } from '../store/item-detail-store.js';
import { picturesOf } from '../store/item-delivery.js';
import { recordSight } from '../store/item-history-store.js';
import { candidateView, type CandidateView } from './candidate-view.js';

/** An item as a candidate sees it: no answer key, no rationale. */
export interface SeenItem {
  readonly itemVersionId: string;
  readonly code: string;
  readonly type: string;
  readonly view: CandidateView | null;
}

/** Items for officials of other stages who have to read them; that they did is written down. */
@Injectable()
export class SeenItems {
  constructor(
    private readonly database: Database,
    @Inject(TRANSLATOR) private readonly translator: Translator,
  ) {}

  /** @param language in which they are shown where they have it. @returns in the order of the ids. */
  async of(
    principal: Principal,
    itemVersionIds: readonly string[],
    language: string,
    purpose: 'judge' | 'analyse',
  ): Promise<SeenItem[]> {
    const { tx } = this.database;
    await recordSight(tx, principal, itemVersionIds, purpose);
    const seen: SeenItem[] = [];
    for (const id of itemVersionIds) {
      const version = await versionById(tx, id);
      const words = await wordsOfVersion(tx, id);
      const shown = words.find((one) => one.language === language) ?? words[0];
      if (!version || !shown) continue;
      const pictures = await picturesOf(tx, [
        shown.stem,
        ...Object.values(shown.options),
        ...Object.values(shown.labels),
      ]);
      seen.push({
        itemVersionId: id,
        code: version.code,
        type: version.type,
        view: candidateView(version, shown, {
          language: shown.language,
          words: this.translator.bundle(shown.language, 'player'),
          pictures,
          tableName: this.translator.t(language, 'question-bank:item.table'),
        }),
      });
    }
    return seen;
  }
}
