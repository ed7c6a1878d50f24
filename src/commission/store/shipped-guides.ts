import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { orThrow } from '../../platform/index.js';
import { checkGuide, type Guide } from '../domain/guide.js';

let read: readonly Guide[] | undefined;

/** The guides that ship, by the order of their files' names. Read once: they change with the program alone. */
export function shippedGuides(projectDir: string): readonly Guide[] {
  const folder = path.join(projectDir, 'src', 'commission', 'guides');
  read ??= readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => orThrow(checkGuide(JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Guide)));
  return read;
}
