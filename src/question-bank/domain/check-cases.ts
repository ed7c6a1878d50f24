import type { Fault, ItemFile, Located } from './bank-files.js';

/** A case is one stimulus with two questions or more, in one file and one content area, so that they stay together. */
export function checkCases(items: readonly Located<ItemFile>[]): Fault[] {
  const cases = new Map(
    items.filter(({ value }) => value.type === 'case').map((item) => [item.value.id, item]),
  );
  const members = new Map<string, number>();
  const faults = items.flatMap((item): Fault[] => {
    const { value, file } = item;
    if (value.case === undefined) return [];
    const path = ['case'];
    const say = (message: string): Fault => ({
      file,
      line: item.lineOf(path),
      message: `${value.id}: ${message}`,
    });
    members.set(value.case, (members.get(value.case) ?? 0) + 1);
    if (value.type === 'case') return [say('a case does not belong to another case')];
    const stimulus = cases.get(value.case);
    if (!stimulus) return [say(`the bank has no case "${value.case}"`)];
    return [
      ...(stimulus.file === file ? [] : [say(`its case stands in ${stimulus.file}, not in this file`)]),
      ...(stimulus.value.contentArea === value.contentArea
        ? []
        : [say(`its case has the content area "${stimulus.value.contentArea}"`)]),
    ];
  });
  const lonely = [...cases.values()].filter(({ value }) => (members.get(value.id) ?? 0) < 2);
  return [
    ...faults,
    ...lonely.map((item) => ({
      file: item.file,
      line: item.lineOf(['id']),
      message: `${item.value.id}: a case needs two items or more that name it`,
    })),
  ];
}
