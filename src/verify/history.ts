import type { Json } from '../kernel/index.js';
import type { Fact, FactContent } from '../platform/index.js';
import { DoesNotHold, type ReadEntry } from './log-reading.js';
import {
  noPaths,
  noteAnnounced,
  noteConcluded,
  noteRanked,
  noteScale,
  type OwedStage,
  type PathMemory,
  type RankedPath,
  type Scales,
} from './paths.js';
import { programmeKey, type StatedCut } from './regrade.js';

/** A fact of a draw, as the log has it. */
interface DrawFact {
  /** Hex. */
  readonly leaf: string;
  readonly type: string;
  readonly draw: string;
}

type Results = readonly { readonly session: string; readonly listHash: string }[];

/** What later facts are checked against, of those that were read: kept from visit to visit. */
export interface Memory {
  /** By kind: how many entries there are. */
  readonly counts: Record<string, number>;
  /** By session: the facts of its draws. */
  readonly draws: Record<string, DrawFact[]>;
  /** By id: the keys of receipts that the log states, base64 of the raw 32 bytes. */
  readonly keys: Record<string, string>;
  /** The keys of checkpoints that the log states, base64 of the raw 32 bytes, in their order. */
  readonly logKeys: { readonly seq: number; readonly publicKey: string }[];
  /** Places of entries whose personal fields were removed, as tombstones say. */
  readonly removed: number[];
  /** Places of entries that do not show all that they commit to, while no tombstone says why. */
  readonly unexplained: number[];
  /** By competition: how much of its exam was promised to be public. */
  readonly levels: Record<string, string>;
  /** By session: of which competition its first draw said it is, and what can come no more. */
  readonly sessions: Record<string, SessionSeen>;
  /** By ranking: its list, and the places that were appointed from it without telling whose they are. */
  readonly rankings: Record<string, { readonly listHash: string; readonly appointed: number[] }>;
  /** By ranking and time: appointments without a place, until their places are told. */
  readonly untold: Record<string, number>;
  /** By session of such an exam: hashes of receipts that took the place of others. */
  readonly superseding: Record<string, string[]>;
  /** By session of an exam whose sheets are to be public: candidate number → hash of the newest receipt. Until they are. */
  readonly receipts: Record<string, Record<string, string>>;
  /** By competition: the result lists that its rankings rest on. */
  readonly results: Record<string, { readonly session: string; readonly listHash: string }[]>;
  /** By competition and stage: the version of the commission's composition, and whether it has concluded. */
  readonly commissions: Record<string, { readonly version: number; readonly concluded: boolean }>;
  /** Of competitions with stages. */
  readonly stages: PathMemory;
  /** By competition: the scales that hold. */
  readonly scales: Record<string, Scales>;
  /** By competition, then by programme and version: the cut score that holds. */
  readonly cuts: Record<string, Record<string, StatedCut>>;
}

export const nothingYet = (): Memory => ({
  counts: {},
  draws: {},
  keys: {},
  logKeys: [],
  removed: [],
  unexplained: [],
  levels: {},
  sessions: {},
  rankings: {},
  untold: {},
  superseding: {},
  receipts: {},
  results: {},
  commissions: {},
  stages: noPaths(),
  scales: {},
  cuts: {},
});

interface SessionSeen {
  readonly competition?: string;
  /** Somebody has handed in: nothing is drawn any more. */
  readonly begun?: boolean;
  /** Its results are published: nobody hands in any more. */
  readonly listed?: boolean;
  /** It was declared void. */
  readonly void?: boolean;
  /** Codes of items that were annulled, and of those that have another answer key. */
  readonly annulled?: readonly string[];
  readonly rekeyed?: readonly string[];
  /** The scoring version that the newest change named as the one after it. */
  readonly scoring?: NamedScoring;
  /** A change was stated after the results: they are owed another list, which follows from it. */
  readonly owesList?: boolean;
  /** Its answer sheets are public: its results stay. */
  readonly disclosed?: boolean;
  /** Sittings that appeals have given back, and that are not void yet. */
  readonly givenBack?: number;
  /** Of the newest list: its lines, and how many results were held back from it and have neither followed nor been void since. */
  readonly sat?: number;
  readonly held?: number;
  /** Hashes of receipts that a named official's ruling brought. */
  readonly ruled?: readonly string[];
}

/** What is to be checked once the log itself holds. */
export interface Owed {
  readonly reveals: string[];
  readonly stages: OwedStage[];
  readonly rankings: (RankedPath & {
    readonly subject: string;
    readonly shown: RankingShown;
    readonly results: Results;
  })[];
  readonly sessions: { readonly session: string; readonly level: string }[];
  readonly disclosed: {
    readonly session: string;
    readonly competition: string;
    readonly shown: DisclosedShown;
    /** Hash of the result list that was published. */
    readonly results: string | undefined;
    readonly receipts: Readonly<Record<string, string>>;
    readonly seen: SessionSeen;
    /** Of its competition, by programme and version. */
    readonly cuts: Readonly<Record<string, StatedCut>>;
  }[];
  /** Places that were appointed, of which ranking. */
  readonly appointed: { readonly ranking: string; readonly places: readonly number[] }[];
}

interface DisclosedShown {
  readonly sheets: number;
  readonly withheld: number;
  readonly listHash: string;
}

interface RankingShown {
  readonly version: number;
  readonly rule: Json;
  readonly ranked: number;
  readonly total: number;
  readonly listHash: string;
  /** Hash of the list of who moved since the ranking that was approved before. */
  readonly difference?: string;
}

const DRAW = /^draw-/;

/** Sorts what an entry brings. Memory and owed grow by it. @throws DoesNotHold for a tombstone that is of nothing. */
export function remember({ seq, leaf, fact, shown, personal }: ReadEntry, memory: Memory, owed: Owed): void {
  memory.counts[fact.type] = (memory.counts[fact.type] ?? 0) + 1;
  noteRemoval(seq, fact, personal, memory);
  if (fact.type === 'tombstone') {
    const { seq: of, entry } = shown as { readonly seq: number; readonly entry: string };
    if (fact.official === null || fact.cause !== String(of) || fact.subject !== entry || of >= seq)
      throw new DoesNotHold(
        'tombstones',
        `Entry ${String(seq)} removes something, and does not say of which entry and who decided.`,
      );
    memory.removed.push(of);
    const place = memory.unexplained.indexOf(of);
    if (place !== -1) memory.unexplained.splice(place, 1);
  }
  if (fact.type === 'signing-key') {
    const { purpose, keyId, publicKey } = shown as Readonly<
      Record<'purpose' | 'keyId' | 'publicKey', string>
    >;
    // Another key under an id of before changes nothing of what the first one signed.
    if (purpose === 'receipts') memory.keys[keyId] ??= publicKey;
    else if (fact.cause === 'in-use') memory.logKeys.push({ seq, publicKey });
  }
  noteOrder(seq, fact, shown, memory);
  if (fact.type === 'session-void')
    memory.sessions[fact.subject] = { ...own(memory.sessions, fact.subject), void: true };
  if (fact.type === 'cut-score-set') noteCut(seq, fact, shown, memory);
  if (fact.type === 'scaling-chosen') {
    if (!isBaseVoid(shown, fact, memory)) noteBeforeResults(seq, fact, memory);
    memory.scales[fact.cause] = noteScale(shown, scalesOf(memory, fact.cause));
  }
  noteAppointment(seq, fact, shown, memory, owed);
  noteCommission(seq, fact, shown, memory);
  if (fact.type === 'competition-announced') noteAnnounced(fact, shown, memory.stages);
  if (fact.type === 'competition-announced')
    memory.levels[fact.subject] ??= (shown as { readonly disclosure?: string }).disclosure ?? 'commitments';
  noteHandIn(fact, shown, memory);
  if (fact.type === 'session-disclosed') {
    const { [fact.subject]: receipts, ...others } = memory.receipts;
    // Not delete: those that are owed keep theirs.
    (memory as { receipts: Memory['receipts'] }).receipts = others;
    const results = memory.results[fact.cause]?.find(({ session }) => session === fact.subject);
    if (levelOf(memory, fact.cause) !== 'public' || !receipts)
      throw new DoesNotHold(
        'disclosure',
        `The sheets of session ${fact.subject} are public, and its exam was announced otherwise.`,
      );
    owed.disclosed.push({
      session: fact.subject,
      competition: fact.cause,
      shown: shown as unknown as DisclosedShown,
      results: results?.listHash,
      receipts,
      seen: memory.sessions[fact.subject] ?? {},
      cuts: own(memory.cuts, fact.cause) ?? {},
    });
  }
  if (DRAW.test(fact.type)) {
    if (fact.type === 'draw-committed' && levelOf(memory, fact.cause) === 'public')
      memory.receipts[fact.subject] ??= {};
    const { draw } = shown as { readonly draw: string };
    (memory.draws[fact.subject] ??= []).push({ leaf: leaf.toString('hex'), type: fact.type, draw });
    if (fact.type === 'draw-revealed') owed.reveals.push(fact.subject);
  }
  if (fact.type === 'result-list') {
    const { listHash } = shown as { readonly listHash: string };
    const lists = (memory.results[fact.cause] ??= []);
    const before = lists.findIndex(({ session }) => session === fact.subject);
    // After a change: rankings that come now follow from the newest list.
    if (before !== -1) lists[before] = { session: fact.subject, listHash };
    else {
      lists.push({ session: fact.subject, listHash });
      owed.sessions.push({ session: fact.subject, level: levelOf(memory, fact.cause) });
    }
  }
  if (fact.type === 'stage-concluded')
    owed.stages.push(
      noteConcluded(
        seq,
        fact,
        shown,
        memory.stages,
        memory.results[fact.cause] ?? [],
        scalesOf(memory, fact.cause),
      ),
    );
  if (fact.type === 'ranking-approved') {
    const ranked = noteRanked(seq, fact, shown, memory.stages, scalesOf(memory, fact.cause));
    const { listHash } = shown as { readonly listHash: string };
    memory.rankings[fact.subject] = { listHash, appointed: [] };
    owed.rankings.push({
      ...ranked,
      subject: fact.subject,
      shown: shown as unknown as RankingShown,
      results: [...(memory.results[fact.cause] ?? [])],
    });
  }
}

/**
 * What came when: an exam is announced once, drawn before anybody hands in, and nobody hands in or is left out once the
 * results are there. Whoever may choose afterwards has chosen. @throws DoesNotHold.
 */
function noteOrder(seq: number, fact: Fact, shown: FactContent['shown'], memory: Memory): void {
  const { type, subject, cause } = fact;
  const wrong = (what: string) => new DoesNotHold('order', `Entry ${String(seq)} (${type}): ${what}`);
  if (type === 'competition-announced' && Object.hasOwn(memory.levels, subject))
    throw wrong(`the competition ${subject} was announced before.`);
  const session = OF_SESSION.has(type) ? (shown['session'] as string) : subject;
  if (!OF_SESSION.has(type) && !ABOUT_SESSION.has(type)) {
    if (type === 'answer-key-changed') noteKeyChange(shown, memory, wrong);
    if (type === 'appeal-decided') noteAppeal(fact, shown, memory, wrong);
    if (type === 'ranking-approved') {
      const owing = memory.results[cause]?.find((one) => own(memory.sessions, one.session)?.owesList);
      if (owing) throw wrong(`the results of session ${owing.session} were to be published again first.`);
      const holding = memory.results[cause]?.find((one) => heldIn(own(memory.sessions, one.session)) > 0);
      if (holding) throw wrong(`results of session ${holding.session} are held, and were to follow first.`);
    }
    return;
  }
  const seen = own(memory.sessions, session) ?? {};
  const see = (more: SessionSeen): void => {
    memory.sessions[session] = { ...seen, ...more };
  };
  const isAllowedLate =
    (type === 'result-list' && (seen.owesList === true || followsHeld(seen, shown))) ||
    (type === 'sitting-void' && (seen.givenBack ?? 0) + heldIn(seen) > 0);
  const isOther = seen.competition !== undefined && seen.competition !== cause;
  if (isOther && (type === 'draw-committed' || type === 'result-list' || type === 'session-disclosed'))
    throw wrong(`the session ${session} is of the competition ${seen.competition ?? ''}.`);
  if (seen.begun && (type === 'draw-committed' || type === 'draw-cancelled'))
    throw wrong(`somebody had handed in already in session ${session}.`);
  if (seen.listed && COMES_BEFORE.has(type) && !isAllowedLate)
    throw wrong(`the results of session ${session} were published already.`);
  if (type === 'draw-committed') see({ competition: cause });
  if (type === 'receipt' && !seen.begun) see({ begun: true });
  if (type === 'result-list') {
    const { sat, held = 0 } = shown as { readonly sat: number; readonly held?: number };
    if (seen.listed && held > heldIn(seen))
      throw wrong(`it holds back results of session ${session} that were published before.`);
    see({ listed: true, owesList: false, sat, held });
  }
  if (type === 'session-disclosed') {
    if (seen.owesList) throw wrong(`the results of session ${session} were to be published again first.`);
    if (heldIn(seen) > 0) throw wrong(`results of session ${session} are held, and were to follow first.`);
    see({ disclosed: true });
  }
  if (type === 'sitting-void' && seen.listed)
    see((seen.givenBack ?? 0) > 0 ? { givenBack: (seen.givenBack ?? 0) - 1 } : { held: heldIn(seen) - 1 });
  if (type === 'late-ruling' && fact.official !== null) {
    const { receiptHash } = shown as { readonly receiptHash?: string };
    if (receiptHash !== undefined) see({ ruled: [...(seen.ruled ?? []), receiptHash] });
  }
}

const heldIn = (seen: SessionSeen | undefined): number => seen?.held ?? 0;

/** Whether a list brings what the one before held back, and no more than that. */
function followsHeld(seen: SessionSeen, shown: FactContent['shown']): boolean {
  const { sat, held = 0 } = shown as { readonly sat: number; readonly held?: number };
  const more = sat - (seen.sat ?? 0);
  return held < heldIn(seen) && more >= 0 && more <= heldIn(seen) - held;
}

/**
 * A cut score is adopted before any result of its competition is published: whoever knows the results chooses who passes.
 * @throws DoesNotHold.
 */
function noteCut(seq: number, fact: Fact, shown: FactContent['shown'], memory: Memory): void {
  noteBeforeResults(seq, fact, memory);
  const { programme, overall, eachPart, byPart } = shown as unknown as StatedCut['pass'] & {
    readonly programme: { readonly code: string; readonly version: number };
  };
  memory.cuts[fact.cause] = {
    ...own(memory.cuts, fact.cause),
    [programmeKey(programme)]: { adoption: fact.subject, pass: { overall, eachPart, byPart } },
  };
}

function noteBeforeResults(seq: number, fact: Fact, memory: Memory): void {
  if ((own(memory.results, fact.cause) ?? []).length > 0)
    throw new DoesNotHold(
      'order',
      `Entry ${String(seq)} (${fact.type}): results of the competition ${fact.cause} were published already.`,
    );
}

/** Whether the scale that a stage has so far rests on a session that was declared void: then another one has to be chosen. */
function isBaseVoid(shown: FactContent['shown'], fact: Fact, memory: Memory): boolean {
  const { stage } = shown as { readonly stage: string | null };
  const base = own(scalesOf(memory, fact.cause), stage ?? '')?.base;
  return typeof base === 'string' && own(memory.sessions, base)?.void === true;
}

/** Kinds that name their session, and those whose subject it is. */
const OF_SESSION = new Set(['receipt', 'sitting-void', 'late-ruling']);
const ABOUT_SESSION = new Set([
  'draw-committed',
  'draw-cancelled',
  'session-void',
  'result-list',
  'session-disclosed',
]);
const COMES_BEFORE = new Set(['receipt', 'sitting-void', 'late-ruling', 'session-void', 'result-list']);

/** A scoring version as a fact names it. */
interface NamedScoring {
  readonly id: string;
  readonly number: number;
  readonly hash: string;
}

/** Each change begins where the one before it ended: no version in between is passed over in silence. */
function noteKeyChange(
  shown: FactContent['shown'],
  memory: Memory,
  wrong: (what: string) => DoesNotHold,
): void {
  const { item, change, sessions } = shown as unknown as {
    readonly item: string;
    readonly change: string;
    readonly sessions: readonly {
      readonly id: string;
      readonly before: NamedScoring;
      readonly after: NamedScoring;
    }[];
  };
  for (const { id, before, after } of sessions) {
    const seen = own(memory.sessions, id) ?? {};
    const { scoring } = seen;
    const follows =
      !scoring ||
      (scoring.id === before.id && scoring.number === before.number && scoring.hash === before.hash);
    if (!follows || after.number !== before.number + 1 || after.id === before.id)
      throw wrong(`its scoring version of session ${id} does not follow the one before.`);
    if (seen.disclosed) throw wrong(`the answer sheets of session ${id} are public: its results stay.`);
    const list = change === 'annulled' ? 'annulled' : 'rekeyed';
    memory.sessions[id] = {
      ...seen,
      [list]: [...(seen[list] ?? []), item],
      scoring: { id: after.id, number: after.number, hash: after.hash },
      ...(seen.listed && { owesList: true }),
    };
  }
}

/** An appeal that was upheld may change a mark, or give a sitting back: the results are owed another list then. */
function noteAppeal(
  fact: Fact,
  shown: FactContent['shown'],
  memory: Memory,
  wrong: (what: string) => DoesNotHold,
): void {
  const { session, outcome, remedy } = shown as unknown as {
    readonly session: { readonly id: string };
    readonly outcome: string;
    readonly remedy: string;
  };
  if (fact.official === null) throw wrong('nobody has decided it.');
  if (remedy === 'none') return;
  if (outcome === 'rejected') throw wrong('it is rejected, and changes something.');
  const seen = own(memory.sessions, session.id) ?? {};
  if (seen.disclosed) throw wrong(`the answer sheets of session ${session.id} are public: its results stay.`);
  memory.sessions[session.id] = {
    ...seen,
    ...(seen.listed && { owesList: true }),
    ...(seen.listed && remedy === 'sat-again' && { givenBack: (seen.givenBack ?? 0) + 1 }),
  };
}

/**
 * Where answer sheets are to be public appointments have no places, and as many places are told of all together; elsewhere
 * each has its own. @throws DoesNotHold.
 */
function noteAppointment(
  seq: number,
  fact: Fact,
  shown: FactContent['shown'],
  memory: Memory,
  owed: Owed,
): void {
  if (fact.type !== 'appointment' && fact.type !== 'appointments-made') return;
  const wrong = (what: string) => new DoesNotHold('appointments', `Entry ${String(seq)}: ${what}`);
  const ranking = fact.type === 'appointment' ? fact.cause : fact.subject;
  const known = own(memory.rankings, ranking);
  if (!known) throw wrong(`it is from the ranking ${ranking}, which was never published.`);
  const group = `${ranking} ${fact.time}`;
  if (fact.type === 'appointment') {
    const { place } = shown as { readonly place: number | null };
    const isPublic = levelOf(memory, (shown['competition'] as { code: string }).code) === 'public';
    if (isPublic !== (place === null))
      throw wrong(isPublic ? 'it tells a place, and answer sheets are to be public.' : 'it tells no place.');
    if (place === null) memory.untold[group] = (memory.untold[group] ?? 0) + 1;
    else owed.appointed.push({ ranking, places: [place] });
    return;
  }
  const {
    appointed,
    places,
    reasons,
    declined = 0,
  } = shown as unknown as {
    readonly declined?: number;
    readonly appointed: number;
    readonly places: readonly number[];
    readonly reasons: readonly string[];
  };
  if (memory.untold[group] !== appointed || places.length !== appointed)
    throw wrong('it tells of more or fewer places than people were appointed.');
  Reflect.deleteProperty(memory.untold, group);
  known.appointed.push(...places);
  const best = Math.max(...places);
  const skipped = best - known.appointed.filter((place) => place <= best).length;
  // With a shared place the next ones are not there: that a reason is missing cannot be told then.
  const isShared = new Set(known.appointed).size < known.appointed.length;
  // Nobody passes over those who did not take what they were offered.
  if (skipped > declined && !isShared && reasons.length === 0)
    throw wrong('places were passed over, and it says no reason.');
  owed.appointed.push({ ranking, places });
}

/**
 * A commission is formed before it concludes, concludes once, and changes no more; its compositions are numbered without a
 * gap, and each but the first says why. @throws DoesNotHold.
 */
function noteCommission(seq: number, fact: Fact, shown: FactContent['shown'], memory: Memory): void {
  if (fact.type !== 'commission-formed' && fact.type !== 'commission-concluded') return;
  const wrong = (what: string) => new DoesNotHold('commissions', `Entry ${String(seq)}: ${what}`);
  const before = own(memory.commissions, fact.subject);
  if (before?.concluded) throw wrong(`the commission ${fact.subject} had concluded already.`);
  if (fact.official === null) throw wrong('it names nobody who answers for it.');
  if (fact.type === 'commission-formed') {
    const { version, reason } = shown as { readonly version: number; readonly reason: string | null };
    if (version !== (before?.version ?? 0) + 1)
      throw wrong(`the composition ${String(version)} of ${fact.subject} does not follow the one before.`);
    if (before && reason === null) throw wrong('it changes who sits, and does not say why.');
    memory.commissions[fact.subject] = { version, concluded: false };
    return;
  }
  if (!before) throw wrong(`the commission ${fact.subject} was never formed.`);
  memory.commissions[fact.subject] = { ...before, concluded: true };
}

/** What a record has of its own under a key that somebody else chose. */
const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

const scalesOf = ({ scales }: Memory, competition: string): Scales => own(scales, competition) ?? {};

const levelOf = ({ levels }: Memory, competition: string): string =>
  own(levels, competition) ?? 'commitments';

/** Who handed in, where it will have to be shown; whose sitting is void has not. */
function noteHandIn(fact: Fact, shown: FactContent['shown'], memory: Memory): void {
  const { receipts } = memory;
  if (fact.type === 'session-void') {
    if (Object.hasOwn(receipts, fact.subject)) receipts[fact.subject] = {};
    return;
  }
  if (fact.type !== 'receipt' && fact.type !== 'sitting-void') return;
  const { session, receiptHash } = shown as { readonly session: string; readonly receiptHash: string | null };
  const handedIn = own(receipts, session);
  if (!handedIn) return;
  if (fact.type !== 'receipt' || receiptHash === null) {
    Reflect.deleteProperty(handedIn, fact.subject);
    return;
  }
  const before = own(handedIn, fact.subject);
  if (before !== (shown as { readonly supersedes?: string }).supersedes)
    throw new DoesNotHold(
      'receipts',
      `The number ${fact.subject} has another receipt in session ${session}, which does not take the place of the first.`,
    );
  handedIn[fact.subject] = receiptHash;
  if (before !== undefined) (memory.superseding[session] ??= []).push(receiptHash);
}

/** A personal field that is committed to and not shown was removed, or is withheld. */
export function noteRemoval(
  seq: number,
  fact: Fact,
  personal: FactContent['personal'],
  memory: Memory,
): void {
  const isWhole = Object.keys(fact.commitments).every((field) => Object.hasOwn(personal, field));
  if (!isWhole && !memory.removed.includes(seq) && !memory.unexplained.includes(seq))
    memory.unexplained.push(seq);
  // Most entries are personal in nothing: they are not looked up.
  if (Object.keys(personal).length > 0 && memory.removed.includes(seq))
    throw new DoesNotHold(
      'tombstones',
      `What a tombstone says is removed from entry ${String(seq)} is still shown.`,
    );
}
