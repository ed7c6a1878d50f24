import type { BankFile, Fault, ItemFile, Located, PracticeFile } from './bank-files.js';

/**
 * A practice bank and its exams: whose answers are open is told by the bank, and its exams show items of it alone.
 *
 * @param exams practice.yaml; null where there is none.
 */
export function checkPractice(
  bank: Located<BankFile>,
  items: readonly ItemFile[],
  exams: Located<readonly PracticeFile[]> | null,
): Fault[] {
  const faults: Fault[] = [];
  if (!exams) {
    if (bank.value.practice)
      faults.push(faultOf(bank, ['practice'], 'a practice bank needs its practice.yaml'));
    return faults;
  }
  if (!bank.value.practice) {
    return [
      faultOf(exams, [], 'the answers of this bank are not open: bank.yaml does not say "practice: true"'),
    ];
  }
  const questions = new Set(items.filter(({ type }) => type !== 'case').map(({ id }) => id));
  for (const [index, exam] of exams.value.entries()) {
    if (exams.value.findIndex(({ code }) => code === exam.code) < index)
      faults.push(faultOf(exams, [index, 'code'], `another practice exam has the code "${exam.code}"`));
    const seen = new Set<string>();
    for (const [part, { title, items: ids }] of exam.parts.entries()) {
      for (const [place, id] of ids.entries()) {
        const at = [index, 'parts', part, 'items', place];
        if (!questions.has(id)) faults.push(faultOf(exams, at, `the bank has no question ${id}`));
        else if (seen.has(id)) faults.push(faultOf(exams, at, `${id} stands in this exam already`));
        seen.add(id);
      }
      for (const texts of [exam.title, exam.description, title]) {
        if (bank.value.languages.some((language) => !texts[language]))
          faults.push(
            faultOf(exams, [index], 'a title or the description is missing in a language of the bank'),
          );
      }
    }
  }
  return faults;
}

const faultOf = (found: Located<unknown>, at: readonly (string | number)[], message: string): Fault => ({
  file: found.file,
  line: found.lineOf(at),
  message,
});
