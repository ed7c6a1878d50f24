import { randomBytes } from 'node:crypto';
import { canonicalJson, hashJson, hmac, type Json } from '../../kernel/index.js';
import { writeOutbox } from './outbox.js';
import type { Tx } from '../database/database.js';

/** The envelope of a public statement (docs/adr/0006): at most 4 KiB of canonical JSON. */
export interface Fact {
  readonly v: 1;
  readonly type: string;
  /** Public id of what the statement is about. */
  readonly subject: string;
  /** What it follows from: a public id or a short code. */
  readonly cause: string;
  /** RFC 3339, UTC, of the event itself. */
  readonly time: string;
  /** Name and position of the person who answers for it; null only where nobody decided (a machine's promise). */
  readonly official: string | null;
  /** Hex SHA-256 of the content's canonical JSON. */
  readonly contentHash: string;
  /** Field → hex HMAC-SHA-256(salt, value) of each personal field that the content opens. */
  readonly commitments: Readonly<Record<string, string>>;
}

/** What the registry shows beside a fact. `personal` is kept outside the log and destroyed on removal. */
export interface FactContent {
  readonly shown: { readonly [key: string]: Json };
  readonly personal: Readonly<Record<string, { readonly value: string; readonly salt: string }>>;
  /** Search columns of the registry. */
  readonly search: {
    readonly personName?: string;
    readonly postTitle?: string;
    readonly agencyName?: string;
    readonly competitionCode?: string;
  };
}

export interface FactDraft {
  readonly type: string;
  readonly subject: string;
  readonly cause: string;
  readonly time: Date;
  readonly official: string | null;
  readonly shown: { readonly [key: string]: Json };
  readonly personal?: Readonly<Record<string, string>>;
  readonly search?: FactContent['search'];
}

export const MAX_FACT_BYTES = 4096;

/** Builds the envelope and its content; personal values are committed to with fresh salts of 256 bits. */
export function makeFact(draft: FactDraft): { fact: Fact; content: FactContent } {
  const personal = Object.fromEntries(
    Object.entries(draft.personal ?? {}).map(([field, value]) => [
      field,
      { value, salt: randomBytes(32).toString('hex') },
    ]),
  );
  const commitments = Object.fromEntries(
    Object.entries(personal).map(([field, { value, salt }]) => [
      field,
      hmac(Buffer.from(salt, 'hex'), value).toString('hex'),
    ]),
  );
  const fact: Fact = {
    v: 1,
    type: draft.type,
    subject: draft.subject,
    cause: draft.cause,
    time: draft.time.toISOString(),
    official: draft.official,
    contentHash: hashJson(draft.shown).toString('hex'),
    commitments,
  };
  if (Buffer.byteLength(canonicalJson(fact as unknown as Json)) > MAX_FACT_BYTES) {
    throw new RangeError(`A fact of type ${draft.type} is larger than ${String(MAX_FACT_BYTES)} bytes.`);
  }
  return { fact, content: { shown: draft.shown, personal, search: draft.search ?? {} } };
}

/** States a fact in the transaction of its cause; the registry publishes it from the outbox. */
export async function stateFact(tx: Tx, draft: FactDraft): Promise<Fact> {
  const [fact] = await stateFacts(tx, [draft]);
  return fact as Fact;
}

/** States facts in this order, in one statement. */
export async function stateFacts(tx: Tx, drafts: readonly FactDraft[]): Promise<Fact[]> {
  const made = drafts.map(makeFact);
  await writeOutbox(
    tx,
    made.map((one) => ({ type: one.fact.type, body: one as unknown as Json })),
  );
  return made.map(({ fact }) => fact);
}
