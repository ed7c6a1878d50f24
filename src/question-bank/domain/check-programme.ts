import type { BankFile, Fault, ItemFile, Located } from './bank-files.js';
import type { ItemFilter, ProgrammeFile } from './programme-file.js';

interface Bank {
  readonly bank: BankFile;
  readonly items: readonly ItemFile[];
}

/**
 * The rules for a programme that go beyond its schema; every fault, with its line.
 *
 * @param practice codes of the banks whose answers are open: no exam draws from them.
 */
export function checkProgramme(
  found: Located<ProgrammeFile>,
  banks: readonly Bank[],
  fileName: string,
  practice: readonly string[] = [],
): Fault[] {
  const programme = found.value;
  const faults: Fault[] = [];
  const fault = (at: readonly (string | number)[], message: string): void => {
    faults.push({ file: found.file, line: found.lineOf(at), message });
  };
  if (programme.code !== fileName)
    fault(['code'], `the code is "${programme.code}" and the file "${fileName}"`);
  if (!programme.languages.includes(programme.governingLanguage)) {
    fault(['governingLanguage'], 'the governing language is none of the programme’s languages');
  }
  const used = banks.filter(({ bank }) => programme.parts.some((part) => part.bank === bank.code));
  for (const [partIndex, part] of programme.parts.entries()) {
    const bank = banks.find((one) => one.bank.code === part.bank);
    if (!bank) {
      fault(
        ['parts', partIndex, 'bank'],
        practice.includes(part.bank)
          ? `"${part.bank}" is for practice: everybody may see its answers, and no exam draws from it`
          : `there is no bank "${part.bank}"`,
      );
      continue;
    }
    if (programme.parts.findIndex(({ code }) => code === part.code) !== partIndex)
      fault(['parts', partIndex, 'code'], `another part has the code "${part.code}"`);
    for (const [index, stratum] of part.draw.entries()) {
      const at = ['parts', partIndex, 'draw', index];
      for (const message of unknownWords(stratum, [bank])) fault(at, message);
      const available = bank.items.filter((item) => isMeant(stratum, item)).length;
      if (available < stratum.count) {
        fault(
          at,
          `"${part.bank}" has ${String(available)} items in "${described(stratum)}", the programme draws ${String(stratum.count)}`,
        );
      }
    }
  }
  for (const [index, constraint] of (programme.constraints ?? []).entries()) {
    const at = ['constraints', index];
    const { part, minimum, maximum } = constraint;
    if (part !== undefined && !programme.parts.some(({ code }) => code === part))
      fault(at, `there is no part "${part}"`);
    if (minimum !== undefined && maximum !== undefined && minimum > maximum)
      fault(at, 'the minimum is larger than the maximum');
    for (const message of unknownWords(constraint, used)) fault(at, message);
  }
  if ((programme.constraints ?? []).length > 0 && (programme.assembly ?? 'per-candidate') === 'per-candidate')
    fault(
      ['constraints'],
      'one form a candidate is drawn by strata alone: constraints need another assembly',
    );
  const known = new Set(used.flatMap(({ items }) => items.map(({ id }) => id)));
  for (const list of ['include', 'exclude'] as const) {
    for (const [index, code] of (programme[list] ?? []).entries()) {
      if (!known.has(code)) fault([list, index], `no bank of the programme has the item "${code}"`);
      if (list === 'include' && programme.exclude?.includes(code))
        fault([list, index], `"${code}" is both included and excluded`);
    }
  }
  const items = programme.parts.map((part) => part.draw.reduce((sum, { count }) => sum + count, 0));
  if (programme.pass.overall > items.reduce((sum, count) => sum + count, 0))
    fault(['pass', 'overall'], 'nobody can reach the overall pass mark');
  if (programme.pass.eachPart > Math.min(...items))
    fault(['pass', 'eachPart'], 'nobody can reach the pass mark of the smallest part');
  return faults;
}

const thousandths = (proportion: number): number => Math.round(proportion * 1000);

function isMeant(filter: ItemFilter, item: ItemFile): boolean {
  const same = (wanted: string | undefined, has: string): boolean => wanted === undefined || wanted === has;
  const difficulty = thousandths(item.difficulty);
  return (
    same(filter.contentArea, item.contentArea) &&
    same(filter.competency, item.competency) &&
    same(filter.cognitiveLevel, item.cognitiveLevel) &&
    same(filter.type, item.type) &&
    (!filter.difficulty || (filter.difficulty.from <= difficulty && difficulty <= filter.difficulty.to))
  );
}

const described = ({ contentArea, competency, cognitiveLevel, type, difficulty }: ItemFilter): string =>
  [
    contentArea,
    competency,
    cognitiveLevel,
    type,
    difficulty && `${String(difficulty.from)}–${String(difficulty.to)}`,
  ]
    .filter((word) => word !== undefined)
    .join(' · ') || 'any';

function unknownWords(filter: ItemFilter, banks: readonly Bank[]): string[] {
  const { contentArea, competency, difficulty } = filter;
  const messages: string[] = [];
  if (contentArea !== undefined && !banks.some(({ bank }) => contentArea in bank.contentAreas))
    messages.push(`no bank of the programme has the content area "${contentArea}"`);
  if (competency !== undefined && !banks.some(({ bank }) => competency in bank.competencies))
    messages.push(`no bank of the programme has the competency "${competency}"`);
  if (difficulty && difficulty.from > difficulty.to) messages.push('the difficulty ends before it begins');
  return messages;
}
