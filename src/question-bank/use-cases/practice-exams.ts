import type { Json } from '../../kernel/index.js';
import type { Aids } from '../domain/programme-file.js';
import type { ItemFile, Texts } from '../domain/bank-files.js';
import { storedStructure, storedText } from '../domain/stored-item.js';
import { deliverItem, type DeliveredItem, type ItemShape } from '../item-types/index.js';
import { readPractice, type ReadPractice } from './read-banks.js';

/** A question of a practice exam, with everything that is open about it. */
export interface PracticeItem extends DeliveredItem {
  readonly position: number;
  /** For members of a case: which of the exam's stimuli it belongs to. */
  readonly stimulus?: string;
  readonly shape: ItemShape;
  readonly optionOrder: readonly string[];
  readonly answerKey: Json;
  /** Language → why the answer key is right: clean HTML. */
  readonly rationale: Texts;
}

export interface PracticeExam {
  readonly code: string;
  readonly title: Texts;
  readonly description: Texts;
  readonly languages: readonly string[];
  readonly minutes: number;
  readonly aids: Aids;
  readonly parts: readonly {
    readonly code: string;
    readonly title: Texts;
    readonly items: readonly PracticeItem[];
  }[];
  readonly stimuli: Readonly<Record<string, Texts>>;
  readonly images: Texts;
}

/**
 * The practice exams of a folder of banks, each with its answers: for anybody to see.
 * They come from the files of practice banks alone, never from the database, where the banks of exams are: no other
 * bank's answer key can be among them.
 */
export const practiceExams = (folder: string): readonly PracticeExam[] =>
  readPractice(folder).flatMap((practice) => practice.exams.map((exam) => examOf(practice, exam)));

function examOf(practice: ReadPractice, exam: ReadPractice['exams'][number]): PracticeExam {
  const { bank, items, media } = practice;
  const byId = new Map(items.map((item) => [item.id, item]));
  const wordsOf = (item: ItemFile) =>
    Object.fromEntries(
      Object.entries(item.text).map(([language, text]) => [
        language,
        storedText(text, (file) => media.get(file)?.hash ?? ''),
      ]),
    );
  let position = 0;
  const place = (id: string): PracticeItem[] => {
    const item = byId.get(id);
    if (!item) return [];
    position += 1;
    const texts = wordsOf(item);
    const { options = [], structure = {}, answerKey = {} } = item;
    const rule = answerKey['rule'];
    return [
      {
        position,
        ...(item.case !== undefined && { stimulus: item.case }),
        ...deliverItem({
          type: item.type,
          stored: storedStructure(item),
          rule: typeof rule === 'string' ? rule : undefined,
          optionOrder: options,
          texts,
        }),
        shape: { options, structure },
        optionOrder: options,
        answerKey: { ...answerKey },
        rationale: Object.fromEntries(
          Object.entries(texts).map(([language, one]) => [language, one.rationale]),
        ),
      },
    ];
  };
  const parts = exam.parts.map(({ title, items: ids }, index) => ({
    code: `p${String(index + 1)}`,
    title,
    items: ids.flatMap(place),
  }));
  const refs = new Set(parts.flatMap((part) => part.items.flatMap(({ stimulus }) => stimulus ?? [])));
  return {
    code: exam.code,
    title: exam.title,
    description: exam.description,
    languages: bank.languages,
    minutes: exam.minutes,
    aids: { calculator: exam.aids?.calculator ?? 'none' },
    parts,
    stimuli: Object.fromEntries(
      [...refs].flatMap((ref) => {
        const stimulus = byId.get(ref);
        return stimulus
          ? [
              [
                ref,
                Object.fromEntries(
                  Object.entries(wordsOf(stimulus)).map(([language, { stem }]) => [language, stem]),
                ),
              ],
            ]
          : [];
      }),
    ),
    images: Object.fromEntries(
      [...media.values()].map(({ hash, mediaType, bytes }) => [
        hash,
        `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`,
      ]),
    ),
  };
}
