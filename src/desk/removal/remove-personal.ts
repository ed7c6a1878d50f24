import { Injectable } from '@nestjs/common';
import { mentionsPart, ok, refuse, wordsOf, type Result } from '../../kernel/index.js';
import { Database, type Principal } from '../../platform/index.js';
import {
  personalCorrections,
  personalCorrectionWaits,
  personalEntry,
  tombstoneFact,
  type PersonalEntry,
} from '../../registry/index.js';
import { actOnEntry } from '../entry-act.js';

/**
 * Has the personal fields of a registry entry destroyed, on a legal ground that is published with the official's name; and
 * those of its corrections, which say the same better. The worker does it in the transaction that puts the tombstones into
 * the log. Refusals: REGISTRY.NOT_FOUND, REGISTRY.NOTHING_PERSONAL where the entry has none or they are gone,
 * REGISTRY.REMOVAL_STATED where it is under way, REGISTRY.CORRECTION_WAITS where a name is corrected at this moment,
 * REGISTRY.GROUND_NAMES where the ground has what is removed or a part of it.
 */
@Injectable()
export class RemovePersonal {
  constructor(private readonly database: Database) {}

  /** @param ground 10 to 500 characters: it is published for ever. */
  async run(
    principal: Principal,
    publicId: string,
    ground: string,
  ): Promise<Result<{ readonly fields: readonly string[] }>> {
    const act = { publicId, action: 'personal-removed', ground };
    return actOnEntry(this.database, principal, act, async (tx, time) => {
      const entry = await personalEntry(tx, publicId);
      if (!entry || entry.fields.length === 0)
        return refuse('conflict', 'REGISTRY.NOTHING_PERSONAL', 'This entry shows no personal data.');
      if (entry.stated) return refuse('conflict', 'REGISTRY.REMOVAL_STATED', 'The removal is under way.');
      const words = wordsOf(ground);
      if (entry.values.some((value) => mentionsPart(words, value)))
        return refuse('invalid', 'REGISTRY.GROUND_NAMES', 'The ground has a part of what is removed in it.', {
          fields: { ground: 'REGISTRY.GROUND_NAMES' },
        });
      if (await personalCorrectionWaits(tx, publicId))
        return refuse('conflict', 'REGISTRY.CORRECTION_WAITS', 'A correction of the name waits for the log.');
      const all: PersonalEntry[] = [entry];
      for (const id of await personalCorrections(tx, entry.seq)) {
        const correction = await personalEntry(tx, id);
        if (correction && !correction.stated) all.push(correction);
      }
      const facts = all.map((one) => tombstoneFact({ ...one, ground, official: principal.official, time }));
      return ok({ facts, answer: { fields: entry.fields } });
    });
  }
}
