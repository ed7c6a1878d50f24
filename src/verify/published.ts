import { readBundle as readDrawBundle, verifyBundle } from '../form/domain/draw/verify-bundle.js';
import { canonicalJson, hashJson, leafHash, sameBytes, sha256, type Json } from '../kernel/index.js';
import type { Fact } from '../platform/index.js';
import { rank, type RankingRule } from '../ranking/domain/rank.js';
import { ENTRY_TYPES } from '../registry/domain/entry-types.js';
import { DoesNotHold, type LogReading, type ReadEntry } from './log-reading.js';
import { Missing, type PublicSource } from './public-source.js';

/** What later facts are checked against, of those that were read: kept from visit to visit. */
export interface Memory {
  /** By session: leaf hashes (hex) of the facts of its draws, until they are revealed. */
  readonly draws: Record<string, string[]>;
  /** By id: the keys of receipts that the log states, base64 of the raw 32 bytes. */
  readonly keys: Record<string, string>;
  /** Places of entries of which personal fields are not shown, and no tombstone says why. */
  readonly unexplained: number[];
  /** By competition: the result lists that its rankings rest on. */
  readonly results: Record<string, { readonly session: string; readonly listHash: string }[]>;
}

/** What is to be checked once the log itself holds. */
export interface Owed {
  readonly lists: { readonly seq: number; readonly type: string; readonly hash: string }[];
  readonly reveals: { readonly session: string; readonly facts: readonly string[] }[];
  readonly rankings: {
    readonly subject: string;
    readonly listHash: string;
    readonly results: readonly { readonly session: string; readonly listHash: string }[];
  }[];
  readonly sessions: string[];
}

interface Line {
  readonly candidateNumber: string;
  readonly points: number;
  readonly parts: readonly { readonly part: string; readonly points: number }[];
  readonly passed: boolean;
}

const DRAW = /^draw-/;

/** Sorts what an entry brings. Memory and owed grow by it. */
export function remember({ seq, leaf, fact, shown, personal }: ReadEntry, memory: Memory, owed: Owed): void {
  const { listHash } = shown as { listHash?: string | null };
  if (typeof listHash === 'string') owed.lists.push({ seq, type: fact.type, hash: listHash });
  // A tombstone comes later than what it is of.
  if (Object.keys(fact.commitments).some((field) => !(field in personal))) memory.unexplained.push(seq);
  if (fact.type === 'tombstone') {
    const place = memory.unexplained.indexOf((shown as { readonly seq: number }).seq);
    if (place !== -1) memory.unexplained.splice(place, 1);
  }
  if (fact.type === 'signing-key') {
    const { purpose, keyId, publicKey } = shown as Readonly<
      Record<'purpose' | 'keyId' | 'publicKey', string>
    >;
    // Another key under an id of before changes nothing of what the first one signed.
    if (purpose === 'receipts') memory.keys[keyId] ??= publicKey;
  }
  if (DRAW.test(fact.type)) {
    const facts = (memory.draws[fact.subject] ??= []);
    facts.push(leaf.toString('hex'));
    if (fact.type === 'draw-revealed') {
      owed.reveals.push({ session: fact.subject, facts });
      Reflect.deleteProperty(memory.draws, fact.subject);
    }
  }
  if (fact.type === 'result-list' && typeof listHash === 'string') {
    (memory.results[fact.cause] ??= []).push({ session: fact.subject, listHash });
    owed.sessions.push(fact.subject);
  }
  if (fact.type === 'ranking-approved' && typeof listHash === 'string')
    owed.rankings.push({
      subject: fact.subject,
      listHash,
      results: [...(memory.results[fact.cause] ?? [])],
    });
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

/** Each published list is there, under the hash that its entry names. @throws DoesNotHold. */
export async function checkLists(source: PublicSource, lists: Owed['lists']): Promise<void> {
  for (const { seq, type, hash } of lists) {
    const text = await source.text(`/log/chunks/${hash}`).catch((error: unknown) => {
      if (error instanceof Missing)
        throw new DoesNotHold('lists', `The list of entry ${String(seq)} (${type}) is missing.`);
      throw error;
    });
    if (sha256(text).toString('hex') !== hash)
      throw new DoesNotHold(
        'lists',
        `The list of entry ${String(seq)} (${type}) is not the one that was stated.`,
      );
  }
}

/** Each draw that was revealed is drawn again, and its facts are those of the log. @throws DoesNotHold. */
export async function checkDraws(source: PublicSource, reveals: Owed['reveals']): Promise<void> {
  for (const { session, facts } of reveals) {
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
    const inLog = new Set(facts);
    for (const { fact } of bundle.value.facts)
      if (!inLog.has(leafHash(canonicalJson(fact)).toString('hex')))
        throw wrong(`its fact ${fact.type} of ${fact.time} is not in the log.`);
  }
}

/** Each ranking follows from the result lists that were published before it, to the byte. @throws DoesNotHold. */
export async function checkRankings(source: PublicSource, rankings: Owed['rankings']): Promise<void> {
  for (const { subject, listHash, results } of rankings) {
    const list = (await source.json(`/log/chunks/${listHash}`)) as {
      readonly rule: RankingRule;
      readonly [key: string]: unknown;
    };
    const lines: Line[] = [];
    for (const { listHash: hash } of results)
      lines.push(...((await source.json(`/log/chunks/${hash}`)) as { lines: Line[] }).lines);
    const places = rank(
      lines.map(({ parts, ...line }) => ({
        ...line,
        parts: Object.fromEntries(parts.map(({ part, points }) => [part, points])),
      })),
      list.rule,
    ).map(({ candidateNumber, points, parts, place }) => ({ candidateNumber, points, parts, place }));
    if (hashJson({ ...list, places } as unknown as Json).toString('hex') !== listHash)
      throw new DoesNotHold(
        'rankings',
        `The ranking ${subject} does not follow from the results by its rule.`,
      );
  }
}

interface Listed {
  readonly items: readonly {
    readonly seq: string;
    readonly publicId: string;
    readonly fact: Fact;
    readonly shown: Json;
  }[];
  readonly nextCursor: string | null;
}

/**
 * All that the registry shows of the kinds that people look for is in the log. Receipts are not gone through: there are as
 * many as candidates, and their holders look for their own.
 *
 * @returns how many entries the registry showed. @throws DoesNotHold.
 */
export async function checkRegistry(
  source: PublicSource,
  reading: LogReading,
  size: number,
): Promise<number> {
  let shown = 0;
  for (const type of ENTRY_TYPES.filter((one) => one !== 'receipt')) {
    for (let cursor: string | null = ''; cursor !== null;) {
      const next: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = (await source.json(`/api/v1/registry/entries?limit=100&type=${type}${next}`)) as Listed;
      // Since the checkpoint more may have been published.
      const items = page.items.filter(({ seq }) => Number(seq) < size);
      const read = await reading.hashes(items.map(({ seq }) => ({ level: 0, index: Number(seq) })));
      for (const { seq, publicId, fact, shown: content } of items) {
        const isStated =
          sameBytes(
            leafHash(canonicalJson(fact as unknown as Json)),
            read({ level: 0, index: Number(seq) }),
          ) && hashJson(content).toString('hex') === fact.contentHash;
        if (!isStated)
          throw new DoesNotHold(
            'registry',
            `The registry’s entry ${publicId} (${type}) is not in the log as it is shown.`,
          );
        shown += 1;
      }
      cursor = page.nextCursor;
    }
  }
  return shown;
}
