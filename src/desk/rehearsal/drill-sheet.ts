import type { DeliveredForm } from '../../form/index.js';
import type { SeededGenerator } from '../../kernel/index.js';
import type { ChainedEvent } from '../../sitting/index.js';
import { NO_KNOWLEDGE } from '../round/knowledge.js';
import { answerOf, chained, type Leased } from '../round/sit-exam.js';

/** What a made-up candidate has answered so far, chained as the player does; it goes on under another lease. */
export class DrillSheet {
  readonly #items;
  #at = 0;
  #leased: Leased;
  #head: string;
  #seq = 0;
  #unsaved: readonly ChainedEvent[] = [];

  constructor(
    form: DeliveredForm,
    leased: Leased,
    private readonly generator: SeededGenerator,
  ) {
    this.#items = form.parts.flatMap((part) => part.items);
    this.#leased = leased;
    this.#head = leased.rootHash;
  }

  /** The number of the last event that is on disk. */
  get seq(): number {
    return this.#seq;
  }

  /** Another device goes on: its chain begins anew, with what is on disk. */
  goOn(leased: Leased): void {
    this.#leased = leased;
    this.#head = leased.rootHash;
    this.#seq = 0;
    this.#unsaved = [];
  }

  /** Answers some more questions, if there are any, and saves them: what is not on disk is saved with the next ones. */
  async answer(
    count: number,
    save: (previous: string, events: readonly ChainedEvent[]) => Promise<void>,
  ): Promise<void> {
    for (const item of this.#items.slice(this.#at, this.#at + count)) {
      const { value } = answerOf(item, this.generator, NO_KNOWLEDGE, false);
      const last = this.#unsaved.at(-1);
      const event = chained(this.#leased, last?.hash ?? this.#head, {
        seq: (last?.seq ?? this.#seq) + 1,
        position: item.position,
        value,
      });
      this.#unsaved = [...this.#unsaved, event];
      this.#at += 1;
    }
    const last = this.#unsaved.at(-1);
    if (!last) return;
    await save(this.#head, this.#unsaved);
    this.#head = last.hash;
    this.#seq = last.seq;
    this.#unsaved = [];
  }

  /** How many questions there are. */
  get length(): number {
    return this.#items.length;
  }
}
