import { rows, type Tx } from '../../platform/index.js';
import { newestCheckpoint } from './log-store.js';

/** The largest state of the log that a witness has cosigned. It covers all entries below its size. */
export interface LastCosigned {
  readonly witness: string;
  readonly size: number;
  readonly cosignedAt: Date;
}

/**
 * What each witness cosigned last, by their names. A cosignature says that the state continues all that the witness had
 * seen, so the last one stands for the earlier ones.
 */
export async function lastCosignedStates(tx: Tx): Promise<LastCosigned[]> {
  // From name to name through the index: a GROUP BY would read a row for each state there ever was.
  return rows<LastCosigned>(
    tx,
    `WITH RECURSIVE named AS (
       SELECT min(witness) AS witness FROM log_cosignature
       UNION ALL
       SELECT (SELECT min(c.witness) FROM log_cosignature c WHERE c.witness > n.witness) FROM named n
       WHERE n.witness IS NOT NULL
     )
     SELECT n.witness, last.size::float8 AS size, last.cosigned_at AS "cosignedAt"
     FROM named n CROSS JOIN LATERAL (
       SELECT c.size, c.cosigned_at FROM log_cosignature c WHERE c.witness = n.witness ORDER BY c.size DESC LIMIT 1
     ) last
     ORDER BY n.witness COLLATE "C"`,
  );
}

/** What a page says of an entry's place in the log, beside its proof. */
export interface LogPlace {
  readonly seq: string;
  /** The newest state; undefined where none covers the entry yet. It is published with one, so that is rare. */
  readonly signed: { readonly size: number; readonly madeAt: Date } | undefined;
  /** Who has cosigned a state that covers it. */
  readonly witnesses: readonly string[];
}

/** How the log stands to the entry at a place. */
export async function placeInLog(tx: Tx, seq: string): Promise<LogPlace> {
  const newest = await newestCheckpoint(tx);
  const covers = ({ size }: { readonly size: number }): boolean => size > Number(seq);
  return {
    seq,
    signed: newest && covers(newest) ? newest : undefined,
    witnesses: (await lastCosignedStates(tx)).filter(covers).map(({ witness }) => witness),
  };
}
