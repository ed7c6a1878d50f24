import { rows, type Tx } from '../../platform/index.js';
import type { Blueprint } from '../domain/blueprint/blueprint.js';
import type { PreassembledForm } from '../domain/draw/draw-blueprint.js';
import type { PoolLeaf } from '../domain/draw/draw-pool.js';
import type { DrawState } from '../domain/draw/draw-state.js';

export interface DrawView {
  readonly id: string;
  readonly sessionId: string;
  /** Which draw of its session it is, from 1. */
  readonly number: number;
  readonly algorithm: string;
  readonly state: DrawState;
  readonly committedAt: Date;
  readonly drawnAt: Date | null;
  readonly cancelledAt: Date | null;
  readonly revealedAt: Date | null;
}

const DRAW = `
  SELECT id, session_id AS "sessionId", number, algorithm, state, committed_at AS "committedAt",
    drawn_at AS "drawnAt", cancelled_at AS "cancelledAt", revealed_at AS "revealedAt"
  FROM draw`;

export async function drawById(tx: Tx, drawId: string): Promise<DrawView | undefined> {
  const [draw] = await rows<DrawView>(tx, `${DRAW} WHERE id = $1`, [drawId]);
  return draw;
}

/** The draws of a session, the newest first: all but that one were cancelled. */
export async function drawsOf(tx: Tx, sessionId: string): Promise<DrawView[]> {
  return rows<DrawView>(tx, `${DRAW} WHERE session_id = $1 ORDER BY number DESC`, [sessionId]);
}

export interface DrawMaterial {
  readonly algorithm: string;
  readonly sessionId: string;
  readonly blueprint: Blueprint;
  readonly pool: readonly PoolLeaf[];
  readonly preassembled: readonly PreassembledForm[] | null;
}

/** What a draw's forms come from, but for the seed. */
export async function drawMaterial(tx: Tx, drawId: string): Promise<DrawMaterial | undefined> {
  const [draw] = await rows<DrawMaterial>(
    tx,
    `SELECT d.algorithm, d.session_id AS "sessionId", p.body AS blueprint, d.pool, d.preassembled
     FROM draw d JOIN programme p ON p.id = d.programme_id WHERE d.id = $1`,
    [drawId],
  );
  return draw;
}

/** The published bundle of a revealed draw, gzipped; undefined before. */
export async function drawBundle(tx: Tx, drawId: string): Promise<Buffer | undefined> {
  const [draw] = await rows<{ bundle: Buffer | null }>(tx, 'SELECT bundle FROM draw WHERE id = $1', [drawId]);
  return draw?.bundle ?? undefined;
}
