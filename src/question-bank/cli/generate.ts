import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { writeGenerated } from '../use-cases/write-generated.js';

/** `npm run banks:generate [bank]`: writes the items of a bank's models, or of every bank's; exit code 1 on any fault. */
function run(folder: string, only: string | undefined): number {
  const banks = readdirSync(folder)
    .filter((name) => existsSync(path.join(folder, name, 'models')))
    .filter((name) => only === undefined || name === only);
  if (banks.length === 0) {
    process.stdout.write(`${only ?? folder} has no models.\n`);
    return 1;
  }
  const reports = banks.sort().map((bank) => writeGenerated(folder, bank));
  for (const { bank, models, items, pictures, faults } of reports) {
    for (const { file, line, message } of faults) {
      process.stdout.write(`${path.join(path.relative('.', folder), file)}:${String(line)}: ${message}\n`);
    }
    const outcome = faults.length > 0 ? `${String(faults.length)} faults, nothing written` : 'written';
    process.stdout.write(
      `${bank}: ${String(models)} models, ${String(items)} items, ${String(pictures)} pictures: ${outcome}\n`,
    );
  }
  return reports.some(({ faults }) => faults.length > 0) ? 1 : 0;
}

process.exitCode = run(path.resolve('question-banks'), process.argv[2]);
