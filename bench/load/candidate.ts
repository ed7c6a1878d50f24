import { sha256, type SeededGenerator } from '../../src/kernel/index.js';
import { eventBytes, type ChainedEvent, type ResponseEvent } from '../../src/sitting/index.js';
import type { Answer, HttpClient } from './http.js';

/** Somebody who has signed in and applied. */
export interface Seat {
  readonly sessionId: string;
  readonly cookie: string;
  readonly csrfToken: string;
}

/** How somebody sits. */
export interface SittingPlan {
  /** Events to make in all. */
  readonly events: number;
  /** Places in the form. */
  readonly items: number;
  /** Milliseconds between two turns at most; each turn waits a random part of it. */
  readonly thinking: number;
  /** Events in one turn at most. */
  readonly atOnce: number;
  /** Takes the right to answer anew half-way, with events that the device before has not sent. */
  readonly changesDevice: boolean;
  /** Leaves without handing in: the clock closes the sitting. */
  readonly goesAway: boolean;
  /** Hands in once more: the receipt must be the same. */
  readonly handsInTwice: boolean;
}

/** Is told what happened, and has it noted down before the candidate goes on. */
export interface Witness {
  leased(lease: { sittingId: string; lease: number; candidateNumber: string; rootHash: string }): void;
  acknowledged(sittingId: string, lease: number, events: readonly ChainedEvent[]): void;
  handedIn(sittingId: string, receipt: unknown): void;
  /** No answer, or one that asks to try again. `why` is a status or the name of an error. */
  failed(step: Step, why: string): void;
  /** The server will never take it. */
  refused(sittingId: string, step: Step, code: string): void;
  took(step: Step, milliseconds: number): void;
  /** Has made all events; goes on when this resolves. */
  ready(): Promise<void>;
}

export type Step = 'start' | 'save' | 'hand-in';

interface Started {
  readonly sittingId: string;
  readonly token?: string;
}

interface Leased {
  readonly sittingId: string;
  readonly lease: number;
  readonly token: string;
  readonly rootHash: string;
  readonly candidateNumber: string;
}

const MOST_AT_ONCE = 100;
// A head that the server does not know yet; after so many tries it never will.
const PATIENT_TRIES = 20;

/**
 * Sits an exam by the player's protocol: starts, takes the lease, chains its events, sends what waits in order and
 * again until it is acknowledged, and hands in naming the last event.
 */
export class SimulatedCandidate {
  #sittingId = 'none';
  #lease: Leased | undefined;
  #seq = 0;
  #last = '';
  #previous = '';
  #pending: ChainedEvent[] = [];
  #failures = 0;
  #ended = false;
  readonly #began = performance.now();

  /** @param haste divides the player's pauses between tries. */
  constructor(
    private readonly http: HttpClient,
    private readonly seat: Seat,
    private readonly plan: SittingPlan,
    private readonly generator: SeededGenerator,
    private readonly witness: Witness,
    private readonly haste = 1,
  ) {}

  async sit(): Promise<void> {
    const { plan } = this;
    await this.#start();
    let moves = plan.changesDevice;
    for (let made = 0; made < plan.events && !this.#ended;) {
      if (moves && made * 2 >= plan.events) {
        moves = false;
        await this.#changeDevice();
      }
      await pause(plan.thinking * this.#chance());
      const turn = Math.min(1 + this.generator.below(plan.atOnce), plan.events - made);
      for (let i = 0; i < turn; i += 1) this.#record();
      made += turn;
      await this.#send();
    }
    while (this.#pending.length > 0 && !this.#ended) await this.#send();
    await this.witness.ready();
    if (this.#ended || plan.goesAway) return;
    await this.#handIn();
    if (plan.handsInTwice) await this.#handIn();
  }

  async #start(): Promise<void> {
    const started = await this.#insist<Started & Partial<Leased>>(
      'start',
      `/api/v1/sessions/${this.seat.sessionId}/sittings`,
    );
    if (!started) return;
    this.#sittingId = started.sittingId;
    if (started.token === undefined) await this.#takeLease(started.sittingId);
    else this.#begin(started as Leased);
  }

  async #takeLease(sittingId: string): Promise<void> {
    const leased = await this.#insist<Leased>('start', `/api/v1/sittings/${sittingId}/leases`);
    if (leased) this.#begin(leased);
  }

  #begin({ sittingId, lease, token, rootHash, candidateNumber }: Leased): void {
    this.#lease = { sittingId, lease, token, rootHash, candidateNumber };
    this.#seq = 0;
    this.#last = rootHash;
    this.#previous = rootHash;
    this.#pending = [];
    this.witness.leased({ sittingId, lease, candidateNumber, rootHash });
  }

  /** What the device before still holds is sent afterwards: the server keeps it aside and says so. */
  async #changeDevice(): Promise<void> {
    const left = this.#lease;
    if (!left) return;
    this.#record();
    this.#record();
    const [previous, events] = [this.#previous, this.#pending];
    await this.#takeLease(left.sittingId);
    while (!this.#ended) {
      const answer = await this.#post('save', '/api/v1/responses', { previous, events }, bearer(left.token));
      if (!answer) continue;
      const code = codeOf(answer);
      if (answer.status === 200) this.witness.acknowledged(left.sittingId, left.lease, events);
      else if (code !== 'SITTING.LEASE_REVOKED') this.#end('save', code);
      return;
    }
  }

  #record(): void {
    const lease = this.#lease;
    if (!lease) return;
    const position = 1 + this.generator.below(this.plan.items);
    const event = {
      seq: this.#seq + 1,
      position,
      offset: Math.round(performance.now() - this.#began),
      ...anyAct(this.generator),
    };
    const hash = sha256(eventBytes(lease.sittingId, lease.lease, event, this.#last)).toString('hex');
    this.#seq = event.seq;
    this.#last = hash;
    this.#pending.push({ ...event, hash });
  }

  /** One try with the oldest events that wait; after a failure with half as many. */
  async #send(): Promise<void> {
    const lease = this.#lease;
    if (!lease || this.#pending.length === 0) return;
    const events = this.#pending.slice(0, Math.max(1, MOST_AT_ONCE >> Math.min(this.#failures, 5)));
    const answer = await this.#post(
      'save',
      '/api/v1/responses',
      { previous: this.#previous, events },
      bearer(lease.token),
    );
    if (!answer) return;
    if (answer.status !== 200) {
      this.#end('save', codeOf(answer));
      return;
    }
    this.witness.acknowledged(lease.sittingId, lease.lease, events);
    this.#previous = events.at(-1)?.hash ?? this.#previous;
    this.#pending = this.#pending.slice(events.length);
  }

  async #handIn(): Promise<void> {
    const lease = this.#lease;
    if (!lease || this.#ended) return;
    const head = { lease: lease.lease, seq: this.#seq };
    const receipt = await this.#insist<object>('hand-in', `/api/v1/sittings/${lease.sittingId}/submission`, {
      head,
    });
    if (receipt) this.witness.handedIn(lease.sittingId, receipt);
  }

  /** Asks again until there is an answer that counts. */
  async #insist<T>(step: Step, path: string, body: unknown = {}): Promise<T | undefined> {
    for (let tries = 1; !this.#ended; tries += 1) {
      const answer = await this.#post(step, path, body, {
        cookie: this.seat.cookie,
        'x-csrf-token': this.seat.csrfToken,
      });
      if (!answer) continue;
      if (answer.status < 300) return answer.body as T;
      const code = codeOf(answer);
      if (code !== 'SITTING.HEAD_BEHIND' || tries > PATIENT_TRIES) this.#end(step, code);
      else await this.#rest(step, code);
    }
    return undefined;
  }

  /** One request. @returns undefined where it has to be tried again, after the player's pause. */
  async #post(
    step: Step,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Answer | undefined> {
    const began = performance.now();
    let why: string;
    try {
      const answer = await this.http.post(path, body, headers);
      this.witness.took(step, performance.now() - began);
      if (answer.status < 500 && answer.status !== 429) {
        this.#failures = 0;
        return answer;
      }
      why = String(answer.status);
    } catch (error) {
      why = (error as { code?: string }).code ?? 'NO_ANSWER';
    }
    await this.#rest(step, why);
    return undefined;
  }

  async #rest(step: Step, why: string): Promise<void> {
    this.#failures += 1;
    this.witness.failed(step, why);
    const wait = Math.min(15_000, 500 * 2 ** Math.min(this.#failures, 5)) * (0.75 + this.#chance() / 2);
    await pause(wait / this.haste);
  }

  #end(step: Step, code: string): void {
    this.#ended = true;
    this.witness.refused(this.#sittingId, step, code);
  }

  #chance(): number {
    return this.generator.below(1_000_000) / 1_000_000;
  }
}

/** Mostly answers; some are taken back; now and then a flag or a look. */
function anyAct(generator: SeededGenerator): Pick<ResponseEvent, 'type' | 'value'> {
  const chance = generator.below(100);
  if (chance < 80) return { type: 'answer', value: String(1 + generator.below(4)) };
  if (chance < 86) return { type: 'answer', value: null };
  if (chance < 94) return { type: 'flag', value: generator.below(2) === 0 ? '0' : '1' };
  return { type: 'visit', value: null };
}

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

const codeOf = (answer: Answer): string =>
  (answer.body as { code?: string } | null)?.code ?? `STATUS ${String(answer.status)}`;

const pause = (milliseconds: number): Promise<void> =>
  milliseconds > 0 ? new Promise((resolve) => setTimeout(resolve, milliseconds)) : Promise.resolve();
