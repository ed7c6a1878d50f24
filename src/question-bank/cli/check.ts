import path from 'node:path';
import { readBanks, type ReadFolder } from '../use-cases/read-banks.js';

/** `npm run banks:check [folder]`: every fault with file and line, then what there is; exit code 1 on any fault. */
function check(folder: string): number {
  const read = readBanks(folder);
  for (const { file, line, message } of read.faults) {
    process.stdout.write(`${path.join(path.relative('.', folder), file)}:${String(line)}: ${message}\n`);
  }
  process.stdout.write(summary(read));
  return read.faults.length > 0 ? 1 : 0;
}

function summary({ banks, practice, programmes, faults }: ReadFolder): string {
  const lines = [...banks, ...practice].flatMap(({ bank, items }) => [
    `${bank.code}: ${String(items.length)} items in ${bank.languages.join(', ')}`,
    ...Object.keys(bank.contentAreas).map(
      (area) => `  ${area}: ${String(items.filter((item) => item.contentArea === area).length)}`,
    ),
  ]);
  const total = banks.reduce((sum, { items }) => sum + items.length, 0);
  return [
    ...lines,
    `${String(banks.length)} banks, ${String(total)} items, ${String(practice.length)} practice banks, ${String(programmes.length)} programmes, ${String(faults.length)} faults`,
    '',
  ].join('\n');
}

process.exitCode = check(path.resolve(process.argv[2] ?? 'question-banks'));
