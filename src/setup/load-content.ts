import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { LoadProgrammes } from '../form/index.js';
import { Database, orThrow, rows } from '../platform/index.js';
import { LoadBanks } from '../question-bank/index.js';

/** Raised where the loading itself changes, so that what was loaded before is loaded anew. */
const LOADING = 'openmerit-load-2';

/**
 * Loads the shipped banks and programmes, unless exactly these files were loaded before: reading and checking some
 * hundred items costs seconds, and most starts find nothing new.
 */
export async function loadContent(app: INestApplicationContext, folder: string): Promise<void> {
  const { tx } = app.get(Database);
  const fingerprint = fingerprintOf(folder);
  const [known] = await rows(tx, 'SELECT 1 FROM loaded_content WHERE fingerprint = $1', [fingerprint]);
  if (known) return;
  orThrow(await app.get(LoadBanks).run(folder));
  orThrow(await app.get(LoadProgrammes).run(folder));
  await tx.query('DELETE FROM loaded_content');
  await tx.query('INSERT INTO loaded_content (fingerprint) VALUES ($1) ON CONFLICT DO NOTHING', [
    fingerprint,
  ]);
}

/** SHA-256 over the name and content of every file of a folder, in the order of names. */
function fingerprintOf(folder: string): Buffer {
  const hash = createHash('sha256').update(LOADING);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of files.sort()) {
    const bytes = readFileSync(file);
    hash.update(`\n${path.relative(folder, file)} ${String(bytes.length)}\n`).update(bytes);
  }
  return hash.digest();
}
