import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sha256 } from '../../kernel/index.js';
import type { Fault } from '../domain/bank-files.js';
import { mediaFault, mediaType, type Media } from '../domain/media.js';

/** The pictures in a bank's `media/` folder by file name, each checked by its content. */
export function readMedia(
  folder: string,
  bank: string,
): { media: ReadonlyMap<string, Media>; faults: Fault[] } {
  const media = new Map<string, Media>();
  const faults: Fault[] = [];
  const at = path.join(folder, bank, 'media');
  for (const file of existsSync(at) ? readdirSync(at).sort() : []) {
    const bytes = readFileSync(path.join(at, file));
    const message = mediaFault(bytes);
    const type = mediaType(bytes);
    if (message || !type) {
      faults.push({ file: path.join(bank, 'media', file), line: 1, message: message ?? 'is no picture' });
      continue;
    }
    media.set(file, { hash: sha256(bytes).toString('hex'), mediaType: type, bytes });
  }
  return { media, faults };
}
