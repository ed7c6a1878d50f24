import { sameBytes } from '../kernel/index.js';
import { readVerifierKey, writeVerifierKey, type VerifierKey } from '../registry/domain/log/signed-note.js';
import { CompactTree, type TreeState } from './compact-tree.js';
import { LogKeys } from './log-keys.js';
import { DoesNotHold, LogReading } from './log-reading.js';
import { checkCorrections, readCorrection, type ReadCorrection } from './corrections.js';
import {
  checkAppointments,
  checkDraws,
  checkKeys,
  checkRankings,
  checkRegrading,
  checkRegistry,
  listsOf,
} from './published.js';
import { checkStages, lotSessions } from './path-checks.js';
import { Tenures } from './tenures.js';
import { nothingYet, remember, type Memory, type Owed } from './history.js';
import { checkKept, entryAt, type Kept } from './kept.js';
import { Missing, Unreadable, type PublicSource } from './public-source.js';

/** A platform that publishes faster than this many times in a row is left to the next visit. */
const ROUNDS = 20;

/** What a verifier keeps from one visit to the next: a few hundred bytes, and some for each session that goes on. */
export interface VisitState {
  readonly v: 2;
  /** The verifier key under which the log was checked. */
  readonly key: string;
  readonly tree: TreeState;
  readonly memory: Memory;
  /** When the newest entry that was read was published, milliseconds since 1970. */
  readonly publishedAt: number;
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
  const logKeys = new LogKeys(source, key);
  if (given !== undefined || before)
    yield holds('key', `The log is judged by the key ${writeVerifierKey(key)}.`);
  else
    yield open(
      'key',
      `The key ${writeVerifierKey(key)} came from the platform itself: compare it with one from elsewhere.`,
    );

  let checkpoint = await logKeys.newest();
  if (logKeys.current !== key)
    yield holds(
      'handover',
      `The key has handed over; the one that signs now is ${writeVerifierKey(logKeys.current)}.`,
    );
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

  const memory: Memory = structuredClone({ ...nothingYet(), ...before?.memory });
  const owed: Owed = { reveals: [], stages: [], rankings: [], sessions: [], disclosed: [], appointed: [] };
  const reading = new LogReading(source, tree, now, before?.publishedAt ?? 0);
  const corrections: ReadCorrection[] = [];
  let shown = 0;
  let ended = 0;
  for (let round = 1; ; round += 1) {
    const until = checkpoint;
    await within('entries', async () => {
      for await (const entry of reading.entries(until)) {
        remember(entry, memory, owed);
        const correction = readCorrection(entry);
        if (correction) corrections.push(correction);
        onProgress(entry.seq + 1 - start, until.size - start);
      }
    });
    const tenures = new Tenures();
    const registry = await within('registry', () =>
      checkRegistry(source, reading, until.size, memory, (seq, fact) => {
        tenures.note(seq, fact);
      }),
    );
    ({ shown } = registry);
    ended = tenures.check();
    if (registry.beyond < until.size && memory.unexplained.length === 0) break;
    if (round >= ROUNDS) break;
    // An entry and its checkpoint are published together, and so are a removal and its tombstone.
    checkpoint = await logKeys.newest();
    if (registry.beyond >= checkpoint.size)
      throw new DoesNotHold(
        'registry',
        `The registry shows entry ${String(registry.beyond)}, which the log does not have.`,
      );
    if (checkpoint.size <= until.size)
      throw new DoesNotHold(
        'tombstones',
        `Entry ${String(memory.unexplained[0])} does not show all that it commits to, and no tombstone says why.`,
      );
  }
  const fresh = tree.size - start;
  if (before)
    yield holds(
      'since the last visit',
      `The ${String(start)} entries of the last visit are the beginning of what is there now.`,
    );
  yield holds(
    'entries',
    `New entries: ${String(fresh)}. Their tiles and the root agree, and each says what is shown of it.`,
  );
  for (const [type, many] of reading.unknown)
    yield open('facts', `Entries of the kind ${type}, which this program does not know: ${String(many)}.`);
  if (reading.stepsBack) {
    const { count, first } = reading.stepsBack;
    yield open(
      'clock',
      `Times of publishing go back (${String(count)} in all), first by ${String(first.minutes)} minutes at entry ` +
        `${String(first.seq)}, ${first.publishedAt}: the platform’s clock was set there, or these times are not true.`,
    );
  }
  const last = checkpoint;
  // What was signed at the last visit was signed by the key that was kept.
  const seen = before?.key === writeVerifierKey(key) ? start : 0;
  const handovers = await within('handover', () => logKeys.checkStated(reading, last, memory.logKeys, seen));
  if (handovers > 0)
    yield holds(
      'handover',
      `Keys of the log that handed over to the next as it states: ${String(handovers)}.`,
    );
  yield holds(
    'registry',
    `Entries that the registry shows, all of them in the log, with their lists: ${String(shown)}.`,
  );
  await within('corrections', () => checkCorrections(source, reading, corrections, memory));
  yield holds(
    'corrections',
    `New corrections, each of what an earlier entry says: ${String(corrections.length)}.`,
  );
  yield holds('tenures', `Appointments that ended, each once and after it was made: ${String(ended)}.`);
  const keys = await within('signing keys', () => checkKeys(source, memory));
  yield holds('signing keys', `Keys for receipts that the log states: ${String(keys)}.`);
  // What a session is graded by rests on its draw: it is drawn again, also where that was done at an earlier visit.
  const lots = await within('rankings', () => lotSessions(listsOf(source), owed.rankings));
  const needed = [...lots, ...owed.disclosed.map(({ session }) => session)];
  const toDraw = [...new Set([...owed.reveals, ...needed])];
  const isNeeded = (session: string): boolean => needed.includes(session);
  const draws = await within('draws', () => checkDraws(source, toDraw, memory.draws, isNeeded));
  yield holds('draws', `Draws that were drawn again and gave the same forms: ${String(toDraw.length)}.`);
  await within('stages', () => checkStages(listsOf(source), owed.stages));
  yield holds(
    'stages',
    `Stages whose lists follow from those before by their rule: ${String(owed.stages.length)}.`,
  );
  await within('rankings', () => checkRankings(source, owed.rankings, draws));
  yield holds(
    'rankings',
    `Rankings that follow from the results by their rule: ${String(owed.rankings.length)}.`,
  );
  const unrevealed = Object.entries(memory.draws).filter(([, facts]) => !isOver(facts));
  for (const [session] of unrevealed)
    yield open('draws', `Session ${session} has a draw that is committed to and not revealed yet.`);
  const appointed = await within('appointments', () =>
    checkAppointments(source, owed.appointed, memory.rankings),
  );
  yield holds('appointments', `New appointments, each to a place of its ranking: ${String(appointed)}.`);
  for (const [group, many] of Object.entries(memory.untold))
    yield open(
      'appointments',
      `Appointed from ${group} without their places, which are not told yet: ${String(many)}.`,
    );
  const regraded = await within('regrading', () =>
    checkRegrading(source, owed.disclosed, (seq) => entryAt(source, reading, last, seq), draws, memory),
  );
  for (const [session, { graded, withheld }] of regraded) {
    const says = `Session ${session}: ${String(graded)} of ${String(graded + withheld)} sheets graded again`;
    if (graded > 0) yield holds('regrading', `${says}, and the list comes out to the byte.`);
    if (withheld > 0)
      yield open('regrading', `${says}; the others are withheld, their results taken as published.`);
  }
  for (const { session, level } of owed.sessions)
    if (!regraded.has(session))
      yield open(
        'regrading',
        `Session ${session} is not publicly regradable: ${NOT_REGRADABLE[level] ?? NOT_REGRADABLE['commitments'] ?? ''}`,
      );
  const held = await within('what you hold', () =>
    checkKept(source, reading, last, logKeys, memory.keys, kept),
  );
  for (const says of held) yield holds('what you hold', says);

  return {
    v: 2,
    key: writeVerifierKey(logKeys.current),
    tree: tree.state(),
    memory,
    publishedAt: reading.newest,
    visitedAt: new Date(now).toISOString(),
  };
}

const NOT_REGRADABLE: Readonly<Record<string, string>> = {
  commitments: 'its exam publishes no answer sheets.',
  auditor: 'its exam gives its answer sheets to auditors alone.',
  public: 'its answer sheets are to be public once nobody is appointed any more, and are not yet.',
};

/** Whatever goes wrong within a check is said in its name: an answer that cannot be understood holds nothing. */
async function within<T>(check: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DoesNotHold || error instanceof Unreadable) throw error;
    if (error instanceof Missing) throw new DoesNotHold(check, `${error.message} is missing.`);
    throw new DoesNotHold(check, 'The platform publishes something that cannot be understood.');
  }
}

/** Each draw that was committed to was revealed or cancelled. */
const isOver = (facts: Memory['draws'][string]): boolean =>
  facts.every(({ draw }) =>
    facts.some((one) => one.draw === draw && (one.type === 'draw-revealed' || one.type === 'draw-cancelled')),
  );

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
