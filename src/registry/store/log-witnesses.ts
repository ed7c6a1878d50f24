import { rows, type Tx } from '../../platform/index.js';

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
