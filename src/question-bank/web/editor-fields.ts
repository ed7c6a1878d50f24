import type { DraftWish } from '../domain/check-draft.js';
import type { ItemContent, ItemWords } from '../domain/item-content.js';
import { itemType, shapeOf, type Fields } from '../item-types/index.js';
import { text } from '../item-types/shared/fields.js';

export const SOURCE_ROWS = [1, 2, 3, 4] as const;

/** What an editor's form says, as a draft. Never throws: what is missing or wrong is found by the draft's check. */
export function draftOfFields(type: string, fields: Fields): DraftWish {
  const edited = itemType(type)?.editor.fromForm(fields);
  const percent = text(fields, 'difficulty').replace(',', '.');
  return {
    content: {
      type,
      contentArea: text(fields, 'contentArea'),
      competency: text(fields, 'competency'),
      cognitiveLevel: text(fields, 'cognitiveLevel'),
      difficulty: /^\d{1,2}(\.\d)?$/.test(percent) ? Math.round(Number(percent) * 10) : -1,
      structure: {
        ...edited?.structure,
        options: [...(edited?.options ?? [])],
        fixedOrder: text(fields, 'fixedOrder') === 'yes',
      },
      answerKey: edited?.answerKey ?? {},
      sources: SOURCE_ROWS.map((row) => ({
        instrument: text(fields, `source_instrument_${String(row)}`),
        article: text(fields, `source_article_${String(row)}`),
        url: text(fields, `source_url_${String(row)}`),
      }))
        .filter(({ instrument, article, url }) => instrument + article + url !== '')
        .map(({ url, ...source }) => ({ ...source, ...(url !== '' && { url }) })),
      caseCode: text(fields, 'caseCode') || null,
      model: null,
    },
    words: {
      stem: text(fields, 'stem'),
      options: edited?.text.options ?? {},
      labels: edited?.text.labels ?? {},
      rationale: text(fields, 'rationale'),
    },
  };
}

/** The fields of an editor's form for an item that is there. */
export function fieldsOfItem(item: ItemContent, words: ItemWords): Fields {
  const sources = item.sources.map(({ instrument, article, url }, index): Fields => ({
    [`source_instrument_${String(index + 1)}`]: instrument,
    [`source_article_${String(index + 1)}`]: article,
    [`source_url_${String(index + 1)}`]: url ?? '',
  }));
  const { options, structure } = shapeOf(item.structure);
  return {
    contentArea: item.contentArea,
    competency: item.competency,
    cognitiveLevel: item.cognitiveLevel,
    difficulty: String(item.difficulty / 10),
    caseCode: item.caseCode ?? '',
    fixedOrder: item.structure.fixedOrder ? 'yes' : '',
    stem: words.stem,
    rationale: words.rationale,
    ...(Object.assign({}, ...sources) as Fields),
    ...itemType(item.type)?.editor.toForm({
      options,
      structure,
      answerKey: item.answerKey,
      text: { options: words.options, labels: words.labels },
    }),
  };
}

/** What is wrong with fields that only the form has: their name → a code. */
export function formFaults(fields: Fields): Record<string, string> {
  const faults: Record<string, string> = {};
  const code = text(fields, 'code');
  if (code !== '' && !/^[A-Z]{2,6}-[A-Z]{2,6}-\d{3,6}$/.test(code)) faults['code'] = 'ITEM.CODE';
  for (const row of SOURCE_ROWS) {
    const part = (name: string): string => text(fields, `source_${name}_${String(row)}`);
    const [instrument, article, url] = [part('instrument'), part('article'), part('url')];
    if (url !== '' && !isHttps(url)) faults[`source_url_${String(row)}`] = 'ITEM.URL';
    if (instrument + article + url === '') continue;
    if (instrument === '') faults[`source_instrument_${String(row)}`] = 'ITEM.NO_INSTRUMENT';
    if (article === '') faults[`source_article_${String(row)}`] = 'ITEM.NO_ARTICLE';
  }
  return faults;
}

const isHttps = (url: string): boolean => URL.canParse(url) && new URL(url).protocol === 'https:';
