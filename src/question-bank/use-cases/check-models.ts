import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { BankFile, Fault, Located } from '../domain/bank-files.js';
import { firstDifference } from '../domain/models/first-difference.js';
import { GENERATED_MEDIA } from '../domain/models/generated-item.js';
import { generateItems, type ExpectedItem } from './generate-items.js';

interface NamedItem {
  readonly id: string;
  readonly model?: { readonly code: string };
}

/**
 * Generates a bank's modelled items again and holds the committed ones against them: an item whose answer does not
 * compute, that was changed by hand, or that no model makes any more, is a fault with file and line.
 *
 * @param folder the folder of all banks.
 * @param items all items of the bank, as the files have them.
 */
export function checkModels(folder: string, bank: BankFile, items: readonly Located<NamedItem>[]): Fault[] {
  const { items: expected, media, faults } = generateItems(folder, bank);
  const committed = new Map(items.map((item) => [item.value.id, item]));
  const wanted = new Map(expected.map((one) => [one.item.id, one]));
  return [
    ...faults,
    ...expected.flatMap((one) => checkItem(one, committed.get(one.item.id))),
    ...items
      .filter(({ value }) => value.model && !wanted.has(value.id))
      .map((item) => ({
        file: item.file,
        line: item.lineOf([]),
        message: `${item.value.id}: no seed of the model "${item.value.model?.code ?? ''}" makes it`,
      })),
    ...(faults.length === 0 ? checkMedia(folder, bank.code, media) : []),
  ];
}

const AGAIN = '"npm run banks:generate" writes it';

function checkItem({ item, file, line }: ExpectedItem, committed: Located<unknown> | undefined): Fault[] {
  if (!committed) return [{ file, line, message: `${item.id} is not among the items; ${AGAIN}` }];
  const place = firstDifference(committed.value, item);
  if (!place) return [];
  const message = `${item.id}: ${place.join('.')} is not what ${item.model.code} makes of seed ${String(item.model.seed)}; ${AGAIN}`;
  return [{ file: committed.file, line: committed.lineOf(place), message }];
}

function checkMedia(folder: string, bank: string, media: ReadonlyMap<string, string>): Fault[] {
  const place = path.join(bank, 'media');
  const fault = (file: string, message: string): Fault => ({
    file: path.join(place, file),
    line: 1,
    message,
  });
  const there = existsSync(path.join(folder, place)) ? readdirSync(path.join(folder, place)) : [];
  const wrong = [...media].filter(
    ([file, svg]) => !there.includes(file) || readFileSync(path.join(folder, place, file), 'utf8') !== svg,
  );
  return [
    ...wrong.map(([file]) => fault(file, `the picture is not what its model draws; ${AGAIN}`)),
    ...there
      .filter((file) => GENERATED_MEDIA.test(file) && !media.has(file))
      .map((file) => fault(file, 'no item shows this picture any more; "npm run banks:generate" removes it')),
  ];
}
