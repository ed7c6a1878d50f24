import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { ChainedEvent } from '../../src/sitting/index.js';

/** What a candidate was told, in the order in which it was told. */
export type Entry =
  | {
      readonly what: 'leased';
      readonly sittingId: string;
      readonly lease: number;
      readonly candidateNumber: string;
      readonly rootHash: string;
    }
  | {
      readonly what: 'acknowledged';
      readonly sittingId: string;
      readonly lease: number;
      readonly events: readonly ChainedEvent[];
    }
  | { readonly what: 'handed-in'; readonly sittingId: string; readonly receipt: JournalReceipt }
  | { readonly what: 'refused'; readonly sittingId: string; readonly step: string; readonly code: string };

export interface JournalReceipt {
  readonly body: Readonly<Record<string, unknown>> & { readonly closedBy: string };
  readonly signature: string;
}

/** Kept outside all that is killed: what is noted is on disk before the candidate goes on. */
export class Journal {
  readonly #file: number;

  constructor(file: string) {
    this.#file = openSync(file, 'a');
  }

  note(entry: Entry): void {
    writeSync(this.#file, `${JSON.stringify(entry)}\n`);
    fsyncSync(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }
}

export const readJournal = (file: string): Entry[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Entry);
