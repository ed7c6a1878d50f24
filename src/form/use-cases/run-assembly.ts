import { Injectable } from '@nestjs/common';
import { seededGenerator, sha256, transition, type Refusal } from '../../kernel/index.js';
import { Database, rows, type Tx } from '../../platform/index.js';
import { assembleForms, type Assembled } from '../domain/assembly/assemble-forms.js';
import type { AssemblyItem } from '../domain/assembly/assembly-item.js';
import {
  ASSEMBLY_STATES,
  type AssemblyEvent,
  type AssemblyState,
} from '../domain/assembly/assembly-state.js';
import { recheckForms } from '../domain/assembly/recheck-form.js';
import {
  assemblyById,
  codesOf,
  type AssemblyFailure,
  type AssemblyResult,
  type AssemblyView,
} from '../store/assembly-store.js';
import { blueprintById, poolFor, type BlueprintView } from '../store/blueprint-store.js';
import { Solver, SolverStopped } from '../worker/solver.js';
import { simulateForms } from './simulate-forms.js';

/** A worker that dies each time it tries must not try for ever. */
const ATTEMPTS = 5;
const LOOK_AGAIN = 500;

/**
 * Assembles the forms of one assembly, rechecks them against every rule, lets simulated examinees sit them, and keeps
 * it all in one transaction. Running it again, or twice at once, keeps the first result. It ends within half a second
 * of an officer's cancelling, or of this process being told to stop: the record then still owes it.
 */
@Injectable()
export class RunAssembly {
  readonly #solvers = new Set<Solver>();
  #stopped = false;

  constructor(private readonly database: Database) {}

  async run(assemblyId: string): Promise<void> {
    const begun = this.#stopped ? undefined : await this.#begin(assemblyId);
    if (!begun) return;
    const solver = new Solver();
    this.#solvers.add(solver);
    const watch = setInterval(() => void this.#look(assemblyId, solver), LOOK_AGAIN);
    try {
      await this.#assemble(begun.assembly, begun.programme, solver);
    } catch (error) {
      // Cancelled, or this process ends: nothing is to be kept.
      if (!(error instanceof SolverStopped)) throw error;
    } finally {
      clearInterval(watch);
      this.#solvers.delete(solver);
      await solver.stop();
    }
  }

  /** Ends what runs here, for another worker to begin again. Nothing begins here any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#solvers].map((solver) => solver.stop()));
  }

  async #assemble(assembly: AssemblyView, programme: BlueprintView, solver: Solver): Promise<void> {
    const began = performance.now();
    const seconds = (): number => (performance.now() - began) / 1000;
    const pool = await poolFor(this.database.tx, programme.body);
    const made = await assembleForms({
      blueprint: programme.body,
      pool,
      solve: solver.solve,
      // Which of many equally good forms it becomes: random to whoever does not know this id, the same after a crash.
      generator: seededGenerator(sha256(`assembly ${assembly.id}`)),
      secondsLeft: () => assembly.timeLimitSeconds - seconds(),
      onProgress: (done) => this.#progress(assembly.id, done),
    });
    if (!made.ok) {
      await this.#fail(assembly.id, failureOf(made.refusal));
      return;
    }
    const broken = recheckForms(programme.body, pool, made.value.forms.map(codesOf));
    if (broken.length > 0) {
      await this.#fail(assembly.id, {
        code: 'FORM.BROKEN_RULES',
        detail: 'The forms that were assembled break rules of the blueprint.',
        data: { count: broken.length, violations: broken.slice(0, 50) },
      });
      return;
    }
    const took = seconds();
    const simulation = await simulateForms(made.value.forms, sha256(`simulation ${assembly.id}`));
    await this.#keep(assembly.id, made.value, pool, { simulation, seconds: Math.round(took * 10) / 10 });
  }

  async #begin(
    assemblyId: string,
  ): Promise<{ assembly: AssemblyView; programme: BlueprintView } | undefined> {
    return this.database.transaction(async (tx) => {
      const [row] = await rows<{ attempts: number }>(
        tx,
        `UPDATE assembly SET state = 'running', attempts = attempts + 1, forms_done = 0,
           started_at = coalesce(started_at, clock_timestamp())
         WHERE id = $1 AND state IN ('requested', 'running') RETURNING attempts`,
        [assemblyId],
      );
      if (!row) return undefined;
      if (row.attempts > ATTEMPTS) {
        await move(tx, assemblyId, 'fail', {
          failure: { code: 'FORM.GAVE_UP', detail: 'It was begun again and again and never came to an end.' },
        });
        return undefined;
      }
      const assembly = await assemblyById(tx, assemblyId);
      const programme = assembly && (await blueprintById(tx, assembly.programmeId));
      if (!assembly || !programme) throw new Error('An assembly has a programme.');
      return { assembly, programme };
    });
  }

  async #look(assemblyId: string, solver: Solver): Promise<void> {
    const [row] = await this.database
      .query<{ state: AssemblyState }>('SELECT state FROM assembly WHERE id = $1', [assemblyId])
      .catch(() => [{ state: 'running' as const }]);
    if (row?.state !== 'running') await solver.stop();
  }

  async #progress(assemblyId: string, done: number): Promise<void> {
    await this.database.query(`UPDATE assembly SET forms_done = $2 WHERE id = $1 AND state = 'running'`, [
      assemblyId,
      done,
    ]);
  }

  async #fail(assemblyId: string, failure: AssemblyFailure): Promise<void> {
    await this.database.transaction((tx) => move(tx, assemblyId, 'fail', { failure }));
  }

  async #keep(
    assemblyId: string,
    { forms, measures, target }: Assembled,
    pool: readonly AssemblyItem[],
    more: Pick<AssemblyResult, 'simulation' | 'seconds'>,
  ): Promise<void> {
    const result: AssemblyResult = { ...more, measures, target, pool: pool.length };
    await this.database.transaction(async (tx) => {
      if (!(await move(tx, assemblyId, 'finish', { result }))) return;
      for (const [place, { name, parts, profile }] of forms.entries()) {
        await tx.query(
          'INSERT INTO assembled_form (assembly_id, place, name, items, profile) VALUES ($1, $2, $3, $4, $5)',
          [assemblyId, place, name, JSON.stringify(parts), JSON.stringify(profile)],
        );
      }
    });
  }
}

const failureOf = ({ code, detail, data }: Refusal): AssemblyFailure => ({
  code,
  detail,
  ...(data && { data }),
});

/** One step of an assembly that a worker takes. @returns false where it is over already. */
async function move(
  tx: Tx,
  assemblyId: string,
  event: AssemblyEvent,
  more: { readonly result?: AssemblyResult; readonly failure?: AssemblyFailure },
): Promise<boolean> {
  const [row] = await rows<{ state: AssemblyState }>(
    tx,
    'SELECT state FROM assembly WHERE id = $1 FOR UPDATE',
    [assemblyId],
  );
  const next = row && transition(ASSEMBLY_STATES, row.state, event, 'FORM.ASSEMBLY_STATE');
  if (!next?.ok) return false;
  await tx.query(
    `UPDATE assembly SET state = $2, result = $3, failure = $4, ended_at = clock_timestamp() WHERE id = $1`,
    [
      assemblyId,
      next.value,
      more.result ? JSON.stringify(more.result) : null,
      more.failure ? JSON.stringify(more.failure) : null,
    ],
  );
  return true;
}
