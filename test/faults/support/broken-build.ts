import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PROJECT_DIR } from '../../../src/app.js';

/** One place of a built file that is made wrong. */
export interface Break {
  /** In `dist/src`. */
  readonly file: string;
  /** Stands there once. */
  readonly place: string | RegExp;
  readonly by: string;
  /** Added to the end of the file. */
  readonly more?: string;
}

/** A copy of the build with faults in it. @throws where a place is not there: the copy would not be broken at all. */
export function brokenBuild(breaks: readonly Break[]): { readonly projectDir: string; remove(): void } {
  const projectDir = mkdtempSync(path.join(os.tmpdir(), 'openmerit-broken-'));
  cpSync(path.join(PROJECT_DIR, 'dist'), path.join(projectDir, 'dist'), { recursive: true });
  for (const name of ['node_modules', 'question-banks', 'src', 'package.json'])
    symlinkSync(path.join(PROJECT_DIR, name), path.join(projectDir, name));
  const remove = (): void => {
    rmSync(projectDir, { recursive: true, force: true });
  };
  for (const { file, place, by, more = '' } of breaks) {
    const built = path.join(projectDir, 'dist', 'src', file);
    const [before, after, ...others] = readFileSync(built, 'utf8').split(place);
    if (before === undefined || after === undefined || others.length > 0) {
      remove();
      throw new Error(`${file} does not have "${String(place)}" once: this test has to follow the code.`);
    }
    writeFileSync(built, `${before}${by}${after}\n${more}`);
  }
  return { projectDir, remove };
}
