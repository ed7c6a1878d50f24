import { Injectable } from '@nestjs/common';
import { canonicalJson, mentionsPart, ok, refuse, wordsOf, type Result } from '../../kernel/index.js';
import { Database, type Principal } from '../../platform/index.js';
import {
  correctableEntry,
  correctionFact,
  correctionOf,
  type Corrected,
  type CorrectionLine,
} from '../../registry/index.js';
import { actOnEntry, foundEntry } from '../entry-act.js';

/** What an official says is wrong, and why they may say so. */
export interface CorrectionWish {
  readonly lines: readonly CorrectionLine[];
  /** 10 to 500 characters, published for ever. */
  readonly ground: string;
}

/**
 * States that an entry is wrong at some places and what is right, by the official's name and on a ground. The entry stays;
 * of each place the newest correction holds. Refusals: REGISTRY.NOT_FOUND, REGISTRY.REMOVAL_STATED where a personal field
 * is corrected that is being removed, REGISTRY.GROUND_NAMES where the ground or a text has a part of a name, which could be
 * removed from nowhere, and those of {@link correctionOf}.
 */
@Injectable()
export class CorrectEntry {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    publicId: string,
    { lines, ground }: CorrectionWish,
  ): Promise<Result<Corrected>> {
    const act = { publicId, action: 'entry-corrected', ground };
    return actOnEntry(this.database, principal, act, async (tx, time) => {
      const entry = foundEntry(await correctableEntry(tx, publicId));
      const made = correctionOf(entry, lines);
      if (!made.ok) return made;
      if (entry.removed && Object.keys(made.value.personal).length > 0)
        return refuse('conflict', 'REGISTRY.REMOVAL_STATED', 'The removal is under way.');
      const words = wordsOf(
        [ground, ...made.value.fields.map(({ correct }) => canonicalJson(correct))].join(' '),
      );
      const names = [entry, ...entry.corrections, made.value].flatMap(({ personal }) =>
        Object.values(personal),
      );
      if (names.some((name) => mentionsPart(words, name)))
        return refuse('invalid', 'REGISTRY.GROUND_NAMES', 'The ground has a part of a name in it.', {
          fields: { ground: 'REGISTRY.GROUND_NAMES' },
        });
      const fact = correctionFact({
        publicId,
        seq: entry.seq,
        ...made.value,
        ground,
        official: principal.official,
        time,
        search: entry.search,
      });
      return ok({ facts: [fact], answer: made.value });
    });
  }
}
