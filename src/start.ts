import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupError } from './platform/embedded/setup-error.js';
import { supervise } from './platform/supervisor/supervise.js';

// dist/src/start.js: the project is two folders up.
const projectDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

supervise(projectDir).catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof SetupError ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exit(1);
});
