import { Inject, Injectable } from '@nestjs/common';
import {
  Database,
  formatLanguage,
  TRANSLATOR,
  type Principal,
  type Translator,
} from '../../platform/index.js';
import { COGNITIVE_LEVELS } from '../domain/check-draft.js';
import { differences } from '../domain/differences.js';
import type { ItemContent } from '../domain/item-content.js';
import { storedText } from '../domain/stored-item.js';
import { itemType, type Fields } from '../item-types/index.js';
import { text } from '../item-types/shared/fields.js';
import { picturesOf } from '../store/item-delivery.js';
import { casesOf } from '../store/item-place-store.js';
import { AddMedia } from '../use-cases/add-media.js';
import { editBase } from '../use-cases/write-item.js';
import type { BankPage } from './bank-page.js';
import { candidateView } from './candidate-view.js';
import { differenceGroups } from './difference-groups.js';
import { draftOfFields, fieldsOfItem, SOURCE_ROWS } from './editor-fields.js';
import type { OpenedItem } from './item-page.js';

/** What the editor's page shows beside its form. */
@Injectable()
export class ItemEditor {
  constructor(
    private readonly database: Database,
    private readonly addMedia: AddMedia,
    @Inject(TRANSLATOR) private readonly translator: Translator,
  ) {}

  /** The form filled with an item as it is, and what it was begun from. */
  begin({ bank, item, words }: OpenedItem): Fields {
    const source = words.find(({ language }) => language === bank.sourceLanguage);
    const empty = { stem: '', options: {}, labels: {}, rationale: '' };
    return { ...fieldsOfItem(item, source ?? empty), baseHash: editBase(item.contentHash, words) };
  }

  /** Everything for the template. The preview is made of the form's fields, whether they would be saved or not. */
  async model(
    page: BankPage,
    type: string,
    fields: Fields,
    pageLanguage: string,
  ): Promise<Record<string, unknown>> {
    const { tx } = this.database;
    const { bank } = page;
    const { content, words } = draftOfFields(type, fields);
    const clean = storedText(words);
    const pictures = await picturesOf(tx, [
      clean.stem,
      clean.rationale,
      ...Object.values(clean.options),
      ...Object.values(clean.labels),
    ]);
    const tableName = this.translator.t(pageLanguage, 'question-bank:item.table');
    return {
      ...page,
      type,
      fields,
      partial: itemType(type)?.editor.template,
      hasOptions: Boolean(itemType(type)?.options),
      // The types' own parts ask for names: what a template sets is not seen by what it includes.
      bankLanguages: bank.languages.map((code) => ({ code, name: formatLanguage(code, pageLanguage) })),
      levels: COGNITIVE_LEVELS,
      cases: type === 'case' ? [] : await casesOf(tx, bank.id),
      sourceRows: SOURCE_ROWS,
      view: candidateView(content, clean, {
        language: bank.sourceLanguage,
        words: this.translator.bundle(bank.sourceLanguage, 'player'),
        pictures,
        tableName,
      }),
    };
  }

  /**
   * Keeps the form's picture and puts it at the end of the stem.
   * @returns the fields with the picture in them, or with what is wrong.
   */
  async addPicture(
    principal: Principal,
    bankId: string,
    fields: Fields,
    file: Buffer | null,
  ): Promise<{ fields: Fields; faults: Record<string, string> }> {
    const words = text(fields, 'pictureText');
    const faults = {
      ...(file === null && { picture: 'ITEM.NO_PICTURE' }),
      ...(words === '' && { pictureText: 'ITEM.NO_PICTURE_TEXT' }),
    };
    if (file === null || words === '') return { fields, faults };
    const added = await this.addMedia.run(principal, bankId, file);
    if (!added.ok) return { fields, faults: { picture: 'ITEM.MEDIA' } };
    const image = `<img src="media:${added.value.hash}" alt="${escaped(words)}">`;
    const stem = text(fields, 'stem');
    return {
      fields: { ...fields, stem: stem === '' ? image : `${stem}\n${image}`, pictureText: '' },
      faults: {},
    };
  }

  /** What somebody else saved meanwhile: who, and how it differs from what stands in the form. */
  meanwhile(opened: OpenedItem, fields: Fields): Record<string, unknown> {
    const { bank, item, words } = opened;
    const source = words.find(({ language }) => language === bank.sourceLanguage);
    const draft = draftOfFields(item.type, fields);
    const theirs = source ? { [bank.sourceLanguage]: wordsAlone(source) } : {};
    return {
      version: item.version,
      by: source?.translator ?? item.author,
      groups: differenceGroups(
        differences(
          { content: contentAlone(item), words: theirs },
          {
            content: contentAlone({ ...item, ...draft.content }),
            words: { [bank.sourceLanguage]: draft.words },
          },
        ),
      ),
    };
  }
}

const wordsAlone = ({ stem, options, labels, rationale }: OpenedItem['words'][number]) => ({
  stem,
  options,
  labels,
  rationale,
});

const contentAlone = (item: ItemContent): ItemContent => ({
  type: item.type,
  contentArea: item.contentArea,
  competency: item.competency,
  cognitiveLevel: item.cognitiveLevel,
  difficulty: item.difficulty,
  structure: item.structure,
  answerKey: item.answerKey,
  sources: item.sources,
  caseCode: item.caseCode,
  model: null,
});

const escaped = (words: string): string =>
  words.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
