import { sha256, type SeededGenerator } from '../../kernel/index.js';
import { eventBytes, type ChainedEvent, type ResponseEvent } from '../../sitting/index.js';
import type { ApiClient } from './api-client.js';

interface Text {
  readonly stem: string;
  readonly options: readonly { readonly ref: string; readonly text: string }[];
}

interface Leased {
  readonly lease: number;
  readonly token: string;
  readonly rootHash: string;
  readonly form: {
    readonly parts: readonly {
      readonly items: readonly {
        readonly position: number;
        readonly texts: Readonly<Record<string, Text>>;
      }[];
    }[];
  };
}

const BATCH = 5;

/** Sits an exam as the player does: a lease, chained events in small batches, and the hand-in. */
export async function sitExam(
  client: ApiClient,
  sittingId: string,
  generator: SeededGenerator,
  knowledge: ReadonlyMap<string, string>,
  // How many of a hundred questions this candidate knows; the rest is guessed.
  ability = 20 + generator.below(75),
): Promise<void> {
  const leased = await client.post<Leased>(`/api/v1/sittings/${sittingId}/leases`);
  let previous = leased.rootHash;
  let seq = 0;
  let batch: ChainedEvent[] = [];
  let batchRoot = previous;
  const send = async (): Promise<void> => {
    if (batch.length === 0) return;
    await client.post('/api/v1/responses', { previous: batchRoot, events: batch }, leased.token);
    batchRoot = previous;
    batch = [];
  };
  for (const item of leased.form.parts.flatMap((part) => part.items)) {
    const text = Object.values(item.texts)[0];
    const options = text?.options ?? [];
    const known = generator.below(100) < ability ? knowledge.get(text?.stem ?? '') : undefined;
    const chosen =
      options.find((option) => option.text === known) ?? options[generator.below(options.length)];
    seq += 1;
    const event: ResponseEvent = {
      seq,
      type: 'answer',
      position: item.position,
      value: chosen?.ref ?? null,
      offset: seq * 1000,
    };
    const hash = sha256(eventBytes(sittingId, leased.lease, event, previous)).toString('hex');
    batch.push({ ...event, hash });
    previous = hash;
    if (batch.length === BATCH) await send();
  }
  await send();
  await client.post(`/api/v1/sittings/${sittingId}/submission`, { head: { lease: leased.lease, seq } });
}
