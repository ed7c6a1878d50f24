import { sameBytes } from '../kernel/index.js';
import { readVerifierKey, writeVerifierKey, type VerifierKey } from '../registry/domain/log/signed-note.js';
import { CompactTree, type TreeState } from './compact-tree.js';
import { DoesNotHold, LogReading, readCheckpoint } from './log-reading.js';
import {
  checkDraws,
  checkKeys,
  checkLists,
  checkRankings,
  checkRegistry,
  remember,
  type Memory,
  type Owed,
} from './published.js';
import { checkKept, type Kept } from './kept.js';
import { Missing, type PublicSource } from './public-source.js';

/** What a verifier keeps from one visit to the next: a few hundred bytes, and some for each session that goes on. */
export interface VisitState {
  readonly v: 1;
  /** The verifier key under which the log was checked. */
  readonly key: string;
  readonly tree: TreeState;
  readonly memory: Memory;
  /** RFC 3339. */
  readonly visitedAt: string;
}

/** A check that was made: `says` where it holds; `open` where nothing could be said, and that is no fault. */
export interface Outcome {
  readonly check: string;
  readonly outcome: 'holds' | 'open';
  readonly says: string;
}

export interface VisitPlan {
  readonly source: PublicSource;
  /** The log's verifier key, if it came another way than from the platform itself. */
  readonly key: string | undefined;
  readonly before: VisitState | undefined;
  readonly kept: Kept;
  /** How many of the new entries have been read. */
  readonly onProgress: (read: number, all: number) => void;
}

/**
 * Checks a platform from outside, by what it publishes alone, one check after the other: each rests on those before it.
 *
 * @returns what the next visit goes on from. @throws DoesNotHold for the first thing that does not hold; Unreadable where
 * the platform cannot be reached.
 */
export async function* visit({
  source,
  key: given,
  before,
  kept,
  onProgress,
}: VisitPlan): AsyncGenerator<Outcome, VisitState> {
  const holds = (check: string, says: string): Outcome => ({ check, outcome: 'holds', says });
  const open = (check: string, says: string): Outcome => ({ check, outcome: 'open', says });
  const now = Date.now();

  const key = await keyOf(source, given ?? before?.key);
  if (given !== undefined || before)
    yield holds('key', `The log is judged by the key ${writeVerifierKey(key)}.`);
  else
    yield open(
      'key',
      `The key ${writeVerifierKey(key)} came from the platform itself: compare it with one from elsewhere.`,
    );

  const checkpoint = await readCheckpoint(source, key);
  yield holds('checkpoint', `The newest state is signed. Entries: ${String(checkpoint.size)}.`);
  const tree = before ? CompactTree.from(before.tree) : new CompactTree();
  const start = tree.size;
  if (checkpoint.size < start)
    throw new DoesNotHold(
      'since the last visit',
      `The log was cut short: it had ${String(start)} entries at the last visit and has ${String(checkpoint.size)}.`,
    );
  if (checkpoint.size === start && start > 0 && !sameBytes(tree.root(), checkpoint.root))
    throw new DoesNotHold(
      'since the last visit',
      `The log has forked: ${String(start)} entries have another root than at the last visit.`,
    );

  const memory: Memory = structuredClone(
    before?.memory ?? { keys: {}, draws: {}, unexplained: [], results: {} },
  );
  const unexplained = [...memory.unexplained];
  const owed: Owed = { lists: [], reveals: [], rankings: [], sessions: [] };
  const reading = new LogReading(source, tree, checkpoint, now);
  for await (const entry of reading.entries()) {
    remember(entry, memory, owed);
    onProgress(entry.seq + 1 - start, checkpoint.size - start);
  }
  const fresh = checkpoint.size - start;
  if (before)
    yield holds(
      'since the last visit',
      `The ${String(start)} entries of the last visit are the beginning of what is there now.`,
    );
  yield holds(
    'entries',
    `New entries: ${String(fresh)}. Their tiles and the root agree, and each says what is shown of it.`,
  );
  // What was open at the last visit has had its time: a removal and its tombstone are published together.
  const still = unexplained.find((seq) => memory.unexplained.includes(seq));
  if (still !== undefined)
    throw new DoesNotHold(
      'tombstones',
      `Entry ${String(still)} does not show all that it commits to, and no tombstone says why.`,
    );
  if (memory.unexplained.length > 0)
    yield open(
      'tombstones',
      `Entry ${String(memory.unexplained[0])} does not show all that it commits to: its tombstone must be there at the next visit.`,
    );
  for (const [type, many] of reading.unknown)
    yield open('facts', `Entries of the kind ${type}, which this program does not know: ${String(many)}.`);

  yield holds(
    'signing keys',
    `Keys for receipts that the log states: ${String(await checkKeys(source, memory))}.`,
  );
  await checkLists(source, owed.lists);
  yield holds('lists', `Lists that are as they were stated: ${String(owed.lists.length)}.`);
  await checkDraws(source, owed.reveals);
  yield holds(
    'draws',
    `Draws that were drawn again and gave the same forms: ${String(owed.reveals.length)}.`,
  );
  await checkRankings(source, owed.rankings);
  yield holds(
    'rankings',
    `Rankings that follow from the results by their rule: ${String(owed.rankings.length)}.`,
  );
  const shown = await checkRegistry(source, reading, checkpoint.size);
  yield holds('registry', `Entries that the registry shows, all of them in the log: ${String(shown)}.`);
  for (const session of owed.sessions)
    yield open(
      'regrading',
      `Session ${session} is not publicly regradable: its exam publishes no answer sheets.`,
    );
  for (const says of await checkKept(source, reading, checkpoint, key, memory.keys, kept))
    yield holds('what you hold', says);

  return {
    v: 1,
    key: writeVerifierKey(key),
    tree: tree.state(),
    memory,
    visitedAt: new Date(now).toISOString(),
  };
}

async function keyOf(source: PublicSource, given: string | undefined): Promise<VerifierKey> {
  const own = (): Promise<string> =>
    source.text('/log/key').catch((error: unknown) => {
      if (error instanceof Missing) throw new DoesNotHold('key', 'The platform names no verifier key.');
      throw error;
    });
  const key = readVerifierKey((given ?? (await own())).trim());
  if (!key) throw new DoesNotHold('key', 'This is no verifier key.');
  return key;
}
