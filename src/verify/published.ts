import { readBundle as readDrawBundle, verifyBundle } from '../form/domain/draw/verify-bundle.js';
import type { ResultLine } from '../grading/facts.js';
import { canonicalJson, hashJson, leafHash, sameBytes, sha256, type Json } from '../kernel/index.js';
import type { Fact, FactContent } from '../platform/index.js';
import { putOnScale } from '../measurement/domain/scaling.js';
import { publishedPlaces } from '../ranking/domain/published-places.js';
import { rankingMoves } from '../ranking/domain/ranking-moves.js';
import { rank, type RankingRule } from '../ranking/domain/rank.js';
import { ENTRY_TYPES } from '../registry/domain/entry-types.js';
import { noteRemoval, type Memory, type Owed } from './history.js';
import { checkOpened, DoesNotHold, type LogReading } from './log-reading.js';
import { rankedAnew, type ListOf } from './path-checks.js';
import { Missing, type PublicSource } from './public-source.js';
import type { DrawBundle } from '../form/domain/draw/draw-bundle.js';
import { regrade } from './regrade.js';

/** Each place that was appointed is one of its ranking, and none more often than people share it. @throws DoesNotHold. */
export async function checkAppointments(
  source: PublicSource,
  appointed: Owed['appointed'],
  rankings: Memory['rankings'],
): Promise<number> {
  const lists = new Map<string, Map<number, number>>();
  let all = 0;
  for (const { ranking, places } of appointed) {
    let left = lists.get(ranking);
    if (!left) {
      const list = (await listOf(source, rankings[ranking]?.listHash ?? '', `the ranking ${ranking}`)) as {
        readonly places: readonly { readonly place: number | null }[];
      };
      left = new Map();
      for (const { place } of list.places) if (place !== null) left.set(place, (left.get(place) ?? 0) + 1);
      lists.set(ranking, left);
    }
    for (const place of places) {
      const many = left.get(place) ?? 0;
      if (many === 0)
        throw new DoesNotHold(
          'appointments',
          `Place ${String(place)} of the ranking ${ranking} was appointed more often than somebody has it.`,
        );
      left.set(place, many - 1);
      all += 1;
    }
  }
  return all;
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
 *
 * @returns the draws that were checked of those sessions that are wanted.
 */
export async function checkDraws(
  source: PublicSource,
  reveals: readonly string[],
  draws: Memory['draws'],
  isWanted: (session: string) => boolean,
): Promise<ReadonlyMap<string, DrawBundle>> {
  const wanted = new Map<string, DrawBundle>();
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
    if (isWanted(session)) wanted.set(session, bundle.value);
  }
  return wanted;
}

/**
 * Each session whose sheets are public is graded again: its list comes out to the byte, from the sheets of exactly those who
 * handed in, by answer keys that were fixed before. Rankings follow from the lists. @throws DoesNotHold.
 *
 * @returns by session how many sheets were graded, and how many are withheld.
 */
export async function checkRegrading(
  source: PublicSource,
  disclosed: Owed['disclosed'],
  /** The entry at a place, proved by the tiles. */
  entryAt: (
    seq: number,
  ) => Promise<{ readonly fact: { readonly type: string }; readonly shown: FactContent['shown'] }>,
  draws: ReadonlyMap<string, DrawBundle>,
  { removed: tombstones, superseding }: Pick<Memory, 'removed' | 'superseding'>,
): Promise<ReadonlyMap<string, { readonly graded: number; readonly withheld: number }>> {
  const withheld = new Map<string, { readonly graded: number; readonly withheld: number }>();
  for (const { session, competition, shown, results, receipts, seen, cuts } of disclosed) {
    const wrong = (what: string) => new DoesNotHold('regrading', `Session ${session}: ${what}`);
    if (results === undefined) throw wrong('its sheets are public, and its results were never.');
    const text = await source.text(`/api/v1/sessions/${session}/session-file`).catch((error: unknown) => {
      if (error instanceof Missing)
        throw wrong('its sheets were stated to be public, and are not published.');
      throw error;
    });
    const first = text.slice(0, text.indexOf('\n'));
    if (sha256(first).toString('hex') !== shown.listHash)
      throw wrong('its rules and answer keys are not those that were stated.');
    const draw = draws.get(session);
    if (!draw) throw wrong('its draw was never revealed.');
    const unruled = superseding[session]?.find((hash) => seen.ruled?.includes(hash) !== true);
    if (unruled !== undefined)
      throw wrong(`the receipt ${unruled} took the place of another, and no official has ruled so.`);
    const { lines } = (await listOf(source, results, `session ${session}`)) as unknown as {
      lines: ResultLine[];
    };
    const regraded = regrade(text, { draw, receipts, published: lines, cuts });
    const { head } = regraded;
    if (head.session !== session || head.competition !== competition)
      throw wrong('its file is of another session.');
    const codes = new Map(draw.pool.map((leaf) => [leaf.itemVersionId, leaf.itemCode]));
    const silent = head.rules.annulled.find((id) => seen.annulled?.includes(codes.get(id) ?? '') !== true);
    if (silent !== undefined)
      throw wrong(`the item ${codes.get(silent) ?? silent} is annulled, and nobody has said so.`);
    const unsaid = Object.keys(head.rules.rekeyed ?? {}).find(
      (id) => seen.rekeyed?.includes(codes.get(id) ?? '') !== true,
    );
    if (unsaid !== undefined)
      throw wrong(`the item ${codes.get(unsaid) ?? unsaid} has another answer key, and nobody has said so.`);
    if (seen.scoring && hashJson(head.rules as unknown as Json).toString('hex') !== seen.scoring.hash)
      throw wrong('its rules are not those that the newest change of an answer key named.');
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
    const kept = regraded.withheld.length + removed.size;
    withheld.set(session, { graded: regraded.lines.length - kept, withheld: kept });
  }
  return withheld;
}

/** Lists of a source, each under its hash. */
export const listsOf =
  (source: PublicSource): ListOf =>
  (hash, what) =>
    listOf(source, hash, what);

/**
 * Each ranking follows from the result lists that were published before it, or from the lists of its stages, to the byte; and
 * says rightly who moved. @throws DoesNotHold.
 */
export async function checkRankings(
  source: PublicSource,
  rankings: Owed['rankings'],
  draws: ReadonlyMap<string, DrawBundle> = new Map(),
): Promise<void> {
  for (const { subject, shown, results, path, lists, scale, previous } of rankings) {
    const list = (await listOf(source, shown.listHash, `the ranking ${subject}`)) as {
      readonly rule: Json;
      readonly [key: string]: Json;
    };
    await checkMoves(source, subject, shown, list, previous);
    if (path) {
      const anew = await rankedAnew(subject, path, lists, results, listsOf(source), draws);
      const { count, ...made } = anew;
      const whole = { ...list, ...made, version: shown.version } as Json;
      const isAsStated =
        hashJson(whole).toString('hex') === shown.listHash &&
        canonicalJson(shown.rule) === canonicalJson(made.rule) &&
        shown.total === count &&
        shown.ranked === count;
      if (!isAsStated)
        throw new DoesNotHold(
          'rankings',
          `The ranking ${subject} does not follow from its stages by its rule.`,
        );
      continue;
    }
    const lines: (ResultLine & { readonly session: string })[] = [];
    for (const { listHash, session } of results) {
      const results = (await listOf(source, listHash, `session ${session}`)) as unknown as {
        session: string;
        lines: ResultLine[];
      };
      if (results.session !== session)
        throw new DoesNotHold('lists', `The result list of session ${session} is of another one.`);
      lines.push(...results.lines.map((line) => ({ ...line, session })));
    }
    if (new Set(lines.map((line) => line.candidateNumber)).size !== lines.length)
      throw new DoesNotHold('rankings', `A number stands twice in the results of the ranking ${subject}.`);
    const sat = lines.map(({ parts, ...line }) => ({
      ...line,
      parts: Object.fromEntries(parts.map(({ part, points }) => [part, points])),
    }));
    const scaled = scale && putOnScale(scale, sat);
    if (scale && !scaled)
      throw new DoesNotHold(
        'rankings',
        `The ranking ${subject} is on the scale of a session that has no results.`,
      );
    const rule = shown.rule as unknown as RankingRule;
    const ranked = rank(
      sat.map((line, index) => ({ ...line, ...scaled?.[index] })),
      rule,
    );
    const places = publishedPlaces(
      rule,
      ranked.map((one) => ({ ...one, lot: null })),
    );
    const rebuilt = { ...list, version: shown.version, rule: shown.rule, places } as unknown as Json;
    const isAsStated =
      hashJson(rebuilt).toString('hex') === shown.listHash &&
      shown.total === ranked.length &&
      shown.ranked === ranked.filter(({ place }) => place !== null).length;
    if (!isAsStated)
      throw new DoesNotHold(
        'rankings',
        `The ranking ${subject} does not follow from the results by its rule.`,
      );
  }
}

/** What another version says of who moved is what the two lists say. @throws DoesNotHold. */
async function checkMoves(
  source: PublicSource,
  subject: string,
  shown: Owed['rankings'][number]['shown'],
  list: Json,
  previous: Owed['rankings'][number]['previous'],
): Promise<void> {
  if (shown.difference === undefined || !previous) return;
  type Places = { readonly competition: string; readonly places: Parameters<typeof rankingMoves>[0] };
  const now = list as unknown as Places;
  const before = (await listOf(
    source,
    previous.listHash,
    `the ranking before ${subject}`,
  )) as unknown as Places;
  const difference = {
    competition: now.competition,
    from: previous.version,
    to: shown.version,
    moves: rankingMoves(before.places, now.places),
  };
  if (hashJson(difference as unknown as Json).toString('hex') !== shown.difference)
    throw new DoesNotHold('rankings', `The ranking ${subject} does not say rightly who moved.`);
  await listOf(source, shown.difference, `the difference of the ranking ${subject}`);
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
