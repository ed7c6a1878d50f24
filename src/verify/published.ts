import { readBundle as readDrawBundle, verifyBundle } from '../form/domain/draw/verify-bundle.js';
import type { ResultLine } from '../grading/facts.js';
import { canonicalJson, hashJson, leafHash, sameBytes, sha256, type Json } from '../kernel/index.js';
import type { Fact, FactContent } from '../platform/index.js';
import { rank, type RankingRule } from '../ranking/domain/rank.js';
import { ENTRY_TYPES } from '../registry/domain/entry-types.js';
import { checkOpened, DoesNotHold, type LogReading, type ReadEntry } from './log-reading.js';
import { Missing, type PublicSource } from './public-source.js';
import { regrade } from './regrade.js';

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
  /** By session of an exam whose sheets are to be public: candidate number → hash of the newest receipt. Until they are. */
  readonly receipts: Record<string, Record<string, string>>;
  /** By competition: the result lists that its rankings rest on. */
  readonly results: Record<string, { readonly session: string; readonly listHash: string }[]>;
}

export const nothingYet = (): Memory => ({
  counts: {},
  draws: {},
  keys: {},
  logKeys: [],
  removed: [],
  unexplained: [],
  levels: {},
  receipts: {},
  results: {},
});

/** What is to be checked once the log itself holds. */
export interface Owed {
  readonly reveals: string[];
  readonly rankings: { readonly subject: string; readonly shown: RankingShown; readonly results: Results }[];
  readonly sessions: { readonly session: string; readonly level: string }[];
  readonly disclosed: {
    readonly session: string;
    readonly shown: DisclosedShown;
    /** Hash of the result list that was published. */
    readonly results: string | undefined;
    readonly receipts: Readonly<Record<string, string>>;
  }[];
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
      shown: shown as unknown as DisclosedShown,
      results: results?.listHash,
      receipts,
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
    (memory.results[fact.cause] ??= []).push({ session: fact.subject, listHash });
    owed.sessions.push({ session: fact.subject, level: levelOf(memory, fact.cause) });
  }
  if (fact.type === 'ranking-approved')
    owed.rankings.push({
      subject: fact.subject,
      shown: shown as unknown as RankingShown,
      results: [...(memory.results[fact.cause] ?? [])],
    });
}

const levelOf = ({ levels }: Memory, competition: string): string =>
  (Object.hasOwn(levels, competition) ? levels[competition] : undefined) ?? 'commitments';

/** Who handed in, where it will have to be shown; whose sitting is void has not. */
function noteHandIn(fact: Fact, shown: FactContent['shown'], { receipts }: Memory): void {
  if (fact.type === 'session-void') {
    if (Object.hasOwn(receipts, fact.subject)) receipts[fact.subject] = {};
    return;
  }
  if (fact.type !== 'receipt' && fact.type !== 'sitting-void') return;
  const { session, receiptHash } = shown as { readonly session: string; readonly receiptHash: string | null };
  const own = Object.hasOwn(receipts, session) ? receipts[session] : undefined;
  if (!own) return;
  if (fact.type === 'receipt' && receiptHash !== null) own[fact.subject] = receiptHash;
  else Reflect.deleteProperty(own, fact.subject);
}

/** A personal field that is committed to and not shown was removed, or is withheld. */
function noteRemoval(seq: number, fact: Fact, personal: FactContent['personal'], memory: Memory): void {
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

/** Each key by which the platform lets others check is stated in its log. @returns how many. @throws DoesNotHold. */
export async function checkKeys(source: PublicSource, { keys }: Memory): Promise<number> {
  const { items } = (await source.json('/api/v1/signing-keys')) as {
    readonly items: readonly { readonly keyId: string; readonly publicKey: string }[];
  };
  for (const { keyId, publicKey } of items)
    if (keys[keyId] !== publicKey)
      throw new DoesNotHold(
        'signing keys',
        `The platform lists the key ${keyId}, and its log states another one or none.`,
      );
  return items.length;
}

/** A list under the hash that an entry names. @throws DoesNotHold. */
async function listOf(source: PublicSource, hash: string, what: string): Promise<Json> {
  const text = await source.text(`/log/chunks/${hash}`).catch((error: unknown) => {
    if (error instanceof Missing) throw new DoesNotHold('lists', `The list of ${what} is missing.`);
    throw error;
  });
  if (sha256(text).toString('hex') !== hash)
    throw new DoesNotHold('lists', `The list of ${what} is not the one that was stated.`);
  return JSON.parse(text) as Json;
}

/**
 * Each draw that was revealed is drawn again. Its facts are those of the log, all of them and no others, and every other
 * draw of its session was cancelled in public: nobody drew until it suited. @throws DoesNotHold.
 */
export async function checkDraws(
  source: PublicSource,
  reveals: readonly string[],
  draws: Memory['draws'],
): Promise<void> {
  for (const session of reveals) {
    const wrong = (what: string) => new DoesNotHold('draws', `The draw of session ${session}: ${what}`);
    const bundle = readDrawBundle(
      await source.text(`/api/v1/sessions/${session}/draw-bundle`).catch((error: unknown) => {
        if (error instanceof Missing) throw wrong('it was revealed, and is not published.');
        throw error;
      }),
    );
    if (!bundle.ok) throw wrong(bundle.refusal.detail);
    for (const outcome of verifyBundle(bundle.value))
      if (outcome.wrong !== undefined) throw wrong(outcome.wrong);
    const stated = draws[session] ?? [];
    const inLog = new Set(stated.map(({ leaf }) => leaf));
    const inBundle = new Set<string>();
    for (const { fact } of bundle.value.facts) {
      const leaf = leafHash(canonicalJson(fact)).toString('hex');
      inBundle.add(leaf);
      if (!inLog.has(leaf)) throw wrong(`its fact ${fact.type} of ${fact.time} is not in the log.`);
    }
    const { draw } = bundle.value;
    const own = stated.filter((one) => one.draw === draw);
    if (own.some(({ leaf }) => !inBundle.has(leaf)))
      throw wrong('the log states more of it than its file has.');
    const others = new Set(stated.map((one) => one.draw).filter((one) => one !== draw));
    for (const other of others)
      if (!stated.some((one) => one.draw === other && one.type === 'draw-cancelled'))
        throw wrong(`another one, ${other}, was committed to and never cancelled.`);
    if (stated.filter(({ type }) => type === 'draw-revealed').length > 1)
      throw wrong('it was revealed more than once.');
  }
}

/**
 * Each session whose sheets are public is graded again: its list comes out to the byte, from the sheets of exactly those who
 * handed in, by answer keys that were fixed before. Rankings follow from the lists. @throws DoesNotHold.
 *
 * @returns how many sheets are withheld, by session.
 */
export async function checkRegrading(
  source: PublicSource,
  disclosed: Owed['disclosed'],
  /** The entry at a place, proved by the tiles. */
  entryAt: (
    seq: number,
  ) => Promise<{ readonly fact: { readonly type: string }; readonly shown: FactContent['shown'] }>,
  { removed: tombstones }: Pick<Memory, 'removed'>,
): Promise<ReadonlyMap<string, number>> {
  const withheld = new Map<string, number>();
  for (const { session, shown, results, receipts } of disclosed) {
    const wrong = (what: string) => new DoesNotHold('regrading', `Session ${session}: ${what}`);
    if (results === undefined) throw wrong('its sheets are public, and its results were never.');
    const text = await source.text(`/api/v1/sessions/${session}/session-file`).catch((error: unknown) => {
      if (error instanceof Missing)
        throw wrong('its sheets were stated to be public, and are not published.');
      throw error;
    });
    const head = text.slice(0, text.indexOf('\n'));
    if (sha256(head).toString('hex') !== shown.listHash)
      throw wrong('its rules and answer keys are not those that were stated.');
    const draw = readDrawBundle(await source.text(`/api/v1/sessions/${session}/draw-bundle`));
    if (!draw.ok) throw wrong(draw.refusal.detail);
    const { lines } = (await listOf(source, results, `session ${session}`)) as unknown as {
      lines: ResultLine[];
    };
    const regraded = regrade(text, { draw: draw.value, receipts, published: lines });
    if (regraded.listHash !== results) throw wrong('its list is another one than was published.');
    const { removed } = regraded;
    for (const [number, seq] of removed) {
      const { fact, shown: stated } = await entryAt(seq);
      const isItsOwn = fact.type === 'receipt' && stated['receiptHash'] === receipts[number];
      if (!isItsOwn || !tombstones.includes(seq))
        throw wrong(`the sheet of ${number} is said to be removed, and no tombstone says why.`);
    }
    // One that was withheld from the start may be removed as well.
    const fewest = shown.withheld - removed.size;
    const isAsStated = regraded.withheld.length >= fewest && regraded.withheld.length <= shown.withheld;
    if (regraded.lines.length !== shown.sheets || !isAsStated)
      throw wrong('more or fewer of its sheets are public than were stated.');
    withheld.set(session, regraded.withheld.length + removed.size);
  }
  return withheld;
}

/** Each ranking follows from the result lists that were published before it, to the byte. @throws DoesNotHold. */
export async function checkRankings(source: PublicSource, rankings: Owed['rankings']): Promise<void> {
  for (const { subject, shown, results } of rankings) {
    const list = (await listOf(source, shown.listHash, `the ranking ${subject}`)) as {
      readonly rule: Json;
      readonly [key: string]: Json;
    };
    const lines: ResultLine[] = [];
    for (const { listHash, session } of results)
      lines.push(
        ...((await listOf(source, listHash, `session ${session}`)) as unknown as { lines: ResultLine[] })
          .lines,
      );
    const places = rank(
      lines.map(({ parts, ...line }) => ({
        ...line,
        parts: Object.fromEntries(parts.map(({ part, points }) => [part, points])),
      })),
      shown.rule as unknown as RankingRule,
    ).map(({ candidateNumber, points, parts, place }) => ({ candidateNumber, points, parts, place }));
    const rebuilt = { ...list, version: shown.version, rule: shown.rule, places } as unknown as Json;
    const isAsStated =
      hashJson(rebuilt).toString('hex') === shown.listHash &&
      shown.total === places.length &&
      shown.ranked === places.filter(({ place }) => place !== null).length;
    if (!isAsStated)
      throw new DoesNotHold(
        'rankings',
        `The ranking ${subject} does not follow from the results by its rule.`,
      );
  }
}

/** An entry as the registry’s pages have it. */
export interface Item {
  readonly seq: string;
  readonly publicId: string;
  readonly type: string;
  readonly official: string | null;
  readonly personName: string | null;
  readonly fact: Fact;
  readonly shown: FactContent['shown'];
}

interface Listed {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/**
 * All that the registry shows of the kinds that people look for is in the log as it is shown, with its list, and nothing of
 * the log is left out. Receipts are not gone through: there are as many as candidates, and their holders look for their own.
 *
 * @param onEntry told of each.
 * @returns how many entries the registry showed, and the highest place that it names. @throws DoesNotHold.
 */
export async function checkRegistry(
  source: PublicSource,
  reading: LogReading,
  size: number,
  memory: Memory,
  onEntry: (seq: number, fact: Fact) => void,
): Promise<{ readonly shown: number; readonly beyond: number }> {
  let [all, beyond] = [0, -1];
  for (const type of ENTRY_TYPES.filter((one) => one !== 'receipt')) {
    let [shown, last] = [0, Infinity];
    for (let cursor: string | null = ''; cursor !== null;) {
      const next: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = (await source.json(`/api/v1/registry/entries?limit=100&type=${type}${next}`)) as Listed;
      if (page.items.length === 0 && page.nextCursor !== null)
        throw new DoesNotHold('registry', `The registry’s pages of the kind ${type} have no end.`);
      for (const item of page.items) {
        const seq = /^(?:0|[1-9]\d{0,14})$/.test(item.seq) ? Number(item.seq) : NaN;
        if (!(seq < last) || item.type !== type || item.fact.type !== type)
          throw new DoesNotHold(
            'registry',
            `The registry’s entry ${item.publicId} (${type}) is not where it belongs.`,
          );
        last = seq;
        beyond = Math.max(beyond, seq);
        // Published since the checkpoint: the next one has it.
        if (seq >= size) continue;
        await checkItem(source, reading, seq, item, memory);
        onEntry(seq, item.fact);
        shown += 1;
      }
      cursor = page.nextCursor;
    }
    const stated = memory.counts[type] ?? 0;
    if (shown !== stated)
      throw new DoesNotHold(
        'registry',
        `The registry shows ${String(shown)} of the ${String(stated)} entries of the kind ${type}.`,
      );
    all += shown;
  }
  return { shown: all, beyond };
}

/** An entry that the registry shows is in the log as it is shown, with its list. @throws DoesNotHold. */
export async function checkItem(
  source: PublicSource,
  reading: LogReading,
  seq: number,
  item: Item,
  memory: Memory,
): Promise<void> {
  const { publicId, fact, shown } = item;
  const leaf = leafHash(canonicalJson(fact as unknown as Json));
  const content = await reading.contentAt(seq);
  const isAsStated =
    sameBytes(leaf, await reading.leafAt(seq)) &&
    hashJson(shown).toString('hex') === fact.contentHash &&
    item.official === fact.official &&
    canonicalJson(content.shown) === canonicalJson(shown) &&
    content.publicId === publicId &&
    item.personName === (content.personal['personName']?.value ?? null);
  if (!isAsStated)
    throw new DoesNotHold(
      'registry',
      `The registry’s entry ${publicId} (${fact.type}) is not in the log as it is shown.`,
    );
  checkOpened(seq, fact, content.personal);
  noteRemoval(seq, fact, content.personal, memory);
  const { listHash, sat, passed } = shown as { listHash?: string | null; sat?: number; passed?: number };
  if (typeof listHash !== 'string') return;
  const list = (await listOf(source, listHash, `entry ${String(seq)} (${fact.type})`)) as {
    lines?: ResultLine[];
  };
  const isCounted =
    !list.lines || (list.lines.length === sat && list.lines.filter((line) => line.passed).length === passed);
  if (!isCounted) throw new DoesNotHold('lists', `Entry ${String(seq)} counts otherwise than its list.`);
}
