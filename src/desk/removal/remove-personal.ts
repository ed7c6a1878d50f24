import { Injectable } from '@nestjs/common';
import { mentionsPart, ok, refuse, wordsOf, type Result } from '../../kernel/index.js';
import { PLATFORM_SCOPE_ID, recordDecision } from '../../people/index.js';
import { Database, rows, stateFact, type Principal } from '../../platform/index.js';
import { lockedPersonal, tombstoneFact } from '../../registry/index.js';

/**
 * Has the personal fields of a registry entry destroyed, on a legal ground that is published with the official's name. The
 * worker does it in the transaction that puts the tombstone into the log. Refusals: REGISTRY.NOT_FOUND,
 * REGISTRY.NOTHING_PERSONAL where the entry has none or they are gone, REGISTRY.REMOVAL_STATED where it is under way,
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
    return this.database.transaction(async (tx) => {
      const entry = await lockedPersonal(tx, publicId);
      if (!entry) return refuse('not-found', 'REGISTRY.NOT_FOUND', 'The registry has no such entry.');
      if (entry.fields.length === 0)
        return refuse('conflict', 'REGISTRY.NOTHING_PERSONAL', 'This entry shows no personal data.');
      if (entry.stated) return refuse('conflict', 'REGISTRY.REMOVAL_STATED', 'The removal is under way.');
      const words = wordsOf(ground);
      if (entry.values.some((value) => mentionsPart(words, value)))
        return refuse('invalid', 'REGISTRY.GROUND_NAMES', 'The ground has a part of what is removed in it.', {
          fields: { ground: 'REGISTRY.GROUND_NAMES' },
        });
      const [clock] = await rows<{ now: Date }>(tx, 'SELECT clock_timestamp() AS now');
      await stateFact(
        tx,
        tombstoneFact({ ...entry, ground, official: principal.official, time: clock?.now ?? new Date(0) }),
      );
      await recordDecision(tx, principal, {
        action: 'personal-removed',
        subject: publicId,
        scopeId: PLATFORM_SCOPE_ID,
        reason: ground,
      });
      return ok({ fields: entry.fields });
    });
  }
}
