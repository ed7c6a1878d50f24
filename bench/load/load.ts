import { seededGenerator, sha256 } from '../../src/kernel/index.js';
import { SimulatedCandidate, type Seat, type SittingPlan, type Step, type Witness } from './candidate.js';
import { HttpClient } from './http.js';
import { Journal } from './journal.js';

/** What the load is asked to do. */
export interface LoadPlan {
  readonly base: string;
  readonly seats: readonly Seat[];
  readonly items: number;
  /** How many sit at the same time; who is done makes room for the next. */
  readonly desks: number;
  readonly seed: string;
  /** Events of a sitting: from, to. */
  readonly events: readonly [number, number];
  readonly atOnce: number;
  readonly thinking: number;
  /** Of a hundred candidates, how many do it. */
  readonly changeDevice: number;
  readonly goAway: number;
  readonly handInTwice: number;
  readonly haste: number;
  readonly patience: number;
  /** Nobody hands in before everybody is ready to: the bell at the end of an exam. */
  readonly bell: boolean;
  /** File in which every answer to a candidate is noted; none: only counted. */
  readonly journal?: string;
}

export type ToLoad = { readonly begin: LoadPlan } | { readonly last: true } | { readonly jump: number };

export interface Timing {
  readonly count: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
  /** From the first to be asked to the last to be answered. */
  readonly perSecond: number;
}

export interface LoadSummary {
  readonly candidates: number;
  readonly handedIn: number;
  readonly acknowledged: number;
  readonly seconds: number;
  /** What was tried again, by step and reason: how often. */
  readonly failures: Readonly<Record<string, number>>;
  readonly refusals: Readonly<Record<string, number>>;
  readonly timings: Readonly<Record<Step, Timing>>;
  /** Seconds of processor time of the load itself. */
  readonly processor: number;
}

export type FromLoad =
  | { readonly progress: { readonly acknowledged: number; readonly failed: number } }
  | { readonly bell: true }
  | { readonly ended: LoadSummary };

/** A process of its own: what is measured or killed is elsewhere. */
class Load {
  #acknowledged = 0;
  #failed = 0;
  #candidates = 0;
  #handedIn = 0;
  #last = false;
  readonly #failures: Record<string, number> = {};
  readonly #refusals: Record<string, number> = {};
  readonly #took: Record<Step, Took> = { start: new Took(), save: new Took(), 'hand-in': new Took() };

  async run(plan: LoadPlan): Promise<LoadSummary> {
    const began = performance.now();
    const http = new HttpClient(plan.base, plan.patience);
    const journal = plan.journal === undefined ? undefined : new Journal(plan.journal);
    const witness = this.#witness(journal, plan.bell ? new Bell(plan.desks) : undefined);
    let next = 0;
    const desk = async (): Promise<void> => {
      while (!this.#last && next < plan.seats.length) {
        const index = next;
        next += 1;
        const seat = plan.seats[index];
        if (!seat) return;
        const generator = seededGenerator(sha256(`${plan.seed} ${String(index)}`));
        const of100 = (share: number) => generator.below(100) < share;
        const [from, to] = plan.events;
        const how: SittingPlan = {
          events: from + generator.below(to - from + 1),
          items: plan.items,
          thinking: plan.thinking,
          atOnce: plan.atOnce,
          changesDevice: of100(plan.changeDevice),
          goesAway: of100(plan.goAway),
          handsInTwice: of100(plan.handInTwice),
        };
        await new SimulatedCandidate(http, seat, how, generator, witness, plan.haste).sit();
        this.#candidates += 1;
      }
    };
    await Promise.all(Array.from({ length: plan.desks }, desk));
    http.close();
    journal?.close();
    const { user, system } = process.cpuUsage();
    return {
      candidates: this.#candidates,
      handedIn: this.#handedIn,
      acknowledged: this.#acknowledged,
      seconds: (performance.now() - began) / 1000,
      failures: this.#failures,
      refusals: this.#refusals,
      timings: {
        start: this.#took.start.timing(),
        save: this.#took.save.timing(),
        'hand-in': this.#took['hand-in'].timing(),
      },
      processor: (user + system) / 1e6,
    };
  }

  /** Nobody sits down any more. */
  last(): void {
    this.#last = true;
  }

  #witness(journal: Journal | undefined, bell: Bell | undefined): Witness {
    return {
      leased: (lease) => {
        journal?.note({ what: 'leased', ...lease });
      },
      acknowledged: (sittingId, lease, events) => {
        journal?.note({ what: 'acknowledged', sittingId, lease, events });
        this.#acknowledged += events.length;
        this.#tell(journal);
      },
      handedIn: (sittingId, receipt) => {
        journal?.note({ what: 'handed-in', sittingId, receipt: receipt as never });
        this.#handedIn += 1;
      },
      failed: (step, why) => {
        const name = `${step} ${why}`;
        this.#failures[name] = (this.#failures[name] ?? 0) + 1;
        this.#failed += 1;
        this.#tell(journal);
      },
      refused: (sittingId, step, code) => {
        journal?.note({ what: 'refused', sittingId, step, code });
        const name = `${step} ${code}`;
        this.#refusals[name] = (this.#refusals[name] ?? 0) + 1;
      },
      took: (step, milliseconds) => {
        this.#took[step].add(milliseconds);
      },
      ready: () => bell?.wait() ?? Promise.resolve(),
    };
  }

  #tell(journal: Journal | undefined): void {
    if (journal) send({ progress: { acknowledged: this.#acknowledged, failed: this.#failed } });
  }
}

class Took {
  readonly #all: number[] = [];
  #first = Infinity;
  #last = 0;

  /** What has just ended. */
  add(milliseconds: number): void {
    this.#all.push(milliseconds);
    this.#last = performance.now();
    this.#first = Math.min(this.#first, this.#last - milliseconds);
  }

  timing(): Timing {
    const sorted = [...this.#all].sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    const seconds = (this.#last - this.#first) / 1000;
    return {
      count: sorted.length,
      p50: at(0.5),
      p99: at(0.99),
      most: at(1),
      perSecond: sorted.length / seconds,
    };
  }
}

/** Holds everybody until the last one is there. */
class Bell {
  #waiting: (() => void)[] = [];

  constructor(private readonly all: number) {}

  wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length < this.all) return;
      send({ bell: true });
      for (const go of this.#waiting) go();
    });
  }
}

/** The device's wall clock goes wrong, its monotonic clock does not. */
function jump(milliseconds: number): void {
  const right = Date.now.bind(Date);
  Date.now = () => right() + milliseconds;
}

const send = (message: FromLoad): void => {
  process.send?.(message);
};

const load = new Load();
process.on('message', (message: ToLoad) => {
  if ('jump' in message) jump(message.jump);
  else if ('last' in message) load.last();
  else {
    load.run(message.begin).then(
      (ended) => {
        send({ ended });
      },
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : String(error)}\n`);
        process.exit(1);
      },
    );
  }
});
process.on('disconnect', () => process.exit(0));
