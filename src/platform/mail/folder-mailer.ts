import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createDurably } from '../files/durable-file.js';
import { compose } from './compose.js';
import { Mailer, type Post } from './mailer.js';

/** Puts each letter into a folder as `<id>.eml`, once: what a newcomer looks at, and what tests read. */
export class FolderMailer extends Mailer {
  constructor(
    private readonly folder: string,
    private readonly from: string,
  ) {
    super();
  }

  open(): Post {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    return {
      send: async (letter) => {
        const bytes = await compose(letter, this.from);
        try {
          createDurably(path.join(this.folder, `${letter.id}.eml`), bytes);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return { outcome: 'later', code: 'FOLDER' };
        }
        return { outcome: 'sent' };
      },
      close: () => undefined,
    };
  }
}
