import { openSealedForm, type DeliveredForm, type SealedFor } from '../../form/index.js';
import { sha256, type SeededGenerator } from '../../kernel/index.js';
import { inLanguage, itemType, type DeliveredItem } from '../../question-bank/item-types/index.js';
import { eventBytes, type ChainedEvent, type ResponseEvent } from '../../sitting/index.js';
import { NO_KNOWLEDGE, type Knowledge } from './knowledge.js';

/** What begins or continues a sitting, as the API answers it. */
export interface Leased extends SealedFor {
  readonly sittingId: string;
  readonly lease: number;
  readonly token: string;
  readonly rootHash: string;
  readonly sealed: { readonly address: string; readonly contentKey: string };
}

/** What a sitting asks of whoever speaks for a candidate. */
export interface Caller {
  post<T>(path: string, body?: unknown, bearer?: string): Promise<T>;
  file(path: string): Promise<Buffer>;
}

const BATCH = 5;

/** Fetches the sealed form of a sitting and opens it, as the player does. */
export async function formOf(client: Caller, { sealed, ...owner }: Leased): Promise<DeliveredForm> {
  return openSealedForm(await client.file(sealed.address), sealed.contentKey, owner);
}

/**
 * Sits an exam as the player does: the form opened, chained events in small batches, and the hand-in.
 *
 * @returns the positions of questions with one right answer that was not given.
 */
export async function sitExam(
  client: Caller,
  leased: Leased,
  generator: SeededGenerator,
  knowledge: Knowledge = NO_KNOWLEDGE,
  // How many of a hundred questions this candidate knows; the rest is guessed.
  ability = 20 + generator.below(75),
): Promise<number[]> {
  const { sittingId } = leased;
  const form = await formOf(client, leased);
  let previous = leased.rootHash;
  let seq = 0;
  let batch: ChainedEvent[] = [];
  let batchRoot = previous;
  const missed: number[] = [];
  const send = async (): Promise<void> => {
    if (batch.length === 0) return;
    await client.post('/api/v1/responses', { previous: batchRoot, events: batch }, leased.token);
    batchRoot = previous;
    batch = [];
  };
  for (const item of form.parts.flatMap((part) => part.items)) {
    seq += 1;
    const { value, isMissed } = answerOf(item, generator, knowledge, generator.below(100) < ability);
    if (isMissed) missed.push(item.position);
    const event = chained(leased, previous, { seq, position: item.position, value });
    batch.push(event);
    previous = event.hash;
    if (batch.length === BATCH) await send();
  }
  await send();
  await client.post(`/api/v1/sittings/${sittingId}/submission`, { head: { lease: leased.lease, seq } });
  return missed;
}

/** The event of an answer, with its hash after the one before. */
export function chained(
  { sittingId, lease }: Pick<Leased, 'sittingId' | 'lease'>,
  previous: string,
  { seq, position, value }: Pick<ResponseEvent, 'seq' | 'position' | 'value'>,
): ChainedEvent {
  const event: ResponseEvent = { seq, type: 'answer', position, value, offset: seq * 1000 };
  return { ...event, hash: sha256(eventBytes(sittingId, lease, event, previous)).toString('hex') };
}

/** What is known, or a guess. */
export function answerOf(
  item: DeliveredItem,
  generator: SeededGenerator,
  knowledge: Knowledge,
  isKnown: boolean,
): { readonly value: string | null; readonly isMissed: boolean } {
  const seen = inLanguage(item, Object.keys(item.texts)[0] ?? '');
  const full = knowledge.answerTo({ type: item.type, ...seen });
  if (isKnown && full !== undefined) return { value: full, isMissed: false };
  const value = itemType(item.type)?.guess(seen, (bound) => generator.below(bound)) ?? null;
  return { value, isMissed: item.type === 'single-choice' && full !== undefined && value !== full };
}
