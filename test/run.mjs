/**
 * What `npm test` runs: installs what npm cannot bring where it may, builds, runs every test, and ends with the line
 * `N passed, N failed`. Parameters go to Jest.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
process.chdir(root);
const env = { ...process.env };

const NEEDED = [
  {
    program: 'redis-server',
    package: 'redis-server',
    skip: 'OPENMERIT_SKIP_REDIS',
    what: 'the queue tests on Redis',
  },
  { program: 'chromium', package: 'chromium', skip: 'OPENMERIT_SKIP_BROWSER', what: 'the browser tests' },
  {
    program: 'python3',
    package: 'python3',
    skip: 'OPENMERIT_SKIP_PYTHON',
    what: 'the second implementations of the draw and of the log',
  },
];

const has = (program) => spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;

const missing = NEEDED.filter(({ program }) => !has(program));
if (missing.length > 0 && process.getuid?.() === 0 && has('apt-get')) {
  // A bare machine has no fonts either, and pages are looked at.
  const packages = missing.flatMap((one) =>
    one.package === 'chromium' ? ['chromium', 'fonts-liberation'] : [one.package],
  );
  process.stdout.write(`Installing ${packages.join(' and ')} …\n`);
  const apt = { stdio: 'ignore', env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update', '-qq'], apt);
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], apt);
}
for (const { program, package: name, skip, what } of NEEDED) {
  if (has(program)) continue;
  process.stdout.write(
    `Skipping ${what}: ${program} is missing; "apt-get install ${name}" as root brings it.\n`,
  );
  env[skip] = '1';
  // The pipeline skips nothing.
  if (env.CI === 'true') {
    process.stdout.write('0 passed, 1 failed\n');
    process.exit(1);
  }
}

execFileSync(process.execPath, ['build.mjs'], { stdio: 'inherit' });
const folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-result-'));
const file = path.join(folder, 'result.json');
const jest = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings',
    'node_modules/jest/bin/jest.js',
    '--maxWorkers=2',
    '--json',
    `--outputFile=${file}`,
    ...process.argv.slice(2),
  ],
  // The results go to the file; what people read goes to standard error.
  { stdio: ['ignore', 'ignore', 'inherit'], env },
);
let result = { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, numRuntimeErrorTestSuites: 0 };
try {
  result = JSON.parse(readFileSync(file, 'utf8'));
} catch {
  // Jest ended before it wrote: one failure.
}
rmSync(folder, { recursive: true, force: true });
const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
const skipped = result.numPendingTests > 0 ? `, ${result.numPendingTests} skipped` : '';
process.stdout.write(`${result.numPassedTests} passed, ${failed}${' '}failed${skipped}\n`);
process.exit(jest.status === 0 && failed === 0 ? 0 : 1);
