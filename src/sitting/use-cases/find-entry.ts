import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { Database, type Principal, GroupCommit, GroupCommitFull } from '../../platform/index.js';
import { sessionById, type SessionView, noSession } from '../../session/index.js';
import { entriesOf, type EntryView } from '../store/entry-store.js';

/** A session, and whoever stands before it. */
interface Found {
  readonly session: SessionView;
  /** Undefined for who never applied. */
  readonly entry: EntryView | undefined;
}

interface Wish {
  readonly sessionId: string;
  readonly personId: string;
  readonly withPlaces: boolean;
}

const BATCH = 200;

/**
 * Looks somebody up before the door of a session. Thousands ask in the same seconds: who asks while a look is under way
 * shares the next one, so that it costs two queries for all of them. What it tells is never older than the question.
 */
@Injectable()
export class FindEntry {
  readonly #looks: GroupCommit<Wish, Found | undefined>;

  constructor(database: Database) {
    this.#looks = new GroupCommit<Wish, Found | undefined>(
      ({ sessionId, personId, withPlaces }) => `${sessionId} ${personId} ${String(withPlaces)}`,
      (wishes) => look(database, wishes),
      BATCH,
    );
  }

  /** Refusals: SITTING.NO_SESSION, SITTING.START_BUSY. */
  async run({ personId }: Principal, sessionId: string, withPlaces: boolean): Promise<Result<Found>> {
    try {
      const found = personId ? await this.#looks.add({ sessionId, personId, withPlaces }) : undefined;
      return found ? ok(found) : noSession();
    } catch (error) {
      if (error instanceof GroupCommitFull) return busy();
      throw error;
    }
  }
}

export const busy = () =>
  refuse('unavailable', 'SITTING.START_BUSY', 'Many people are beginning. Please try again in a moment.', {
    retryAfter: 2,
  });

async function look({ tx }: Database, wishes: readonly Wish[]): Promise<(Found | undefined)[]> {
  const sessions = new Map<string, SessionView>();
  for (const id of new Set(wishes.map(({ sessionId }) => sessionId))) {
    const session = await sessionById(tx, id);
    if (session) sessions.set(id, session);
  }
  const known = wishes.flatMap((wish, index) => {
    const session = sessions.get(wish.sessionId);
    return session ? [{ ...wish, session, index }] : [];
  });
  const entries = known.length === 0 ? [] : await entriesOf(tx, known);
  const found: (Found | undefined)[] = wishes.map(() => undefined);
  for (const [place, { index, session }] of known.entries()) {
    found[index] = { session, entry: entries[place] };
  }
  return found;
}
