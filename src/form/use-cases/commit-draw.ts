import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { byCodePoints, newId, ok, publicId, refuse, sha256, type Result } from '../../kernel/index.js';
import { recordDecision } from '../../people/index.js';
import { KeyRing, rows, type Tx } from '../../platform/index.js';
import { livePool } from '../../question-bank/index.js';
import { CANDIDATE_NUMBER_LENGTH, defaultSpareCount, numbersRoot } from '../domain/draw/candidate-numbers.js';
import { compileDraw } from '../domain/draw/compile-draw.js';
import type { DrawBlueprint, PreassembledForm } from '../domain/draw/draw-blueprint.js';
import { DRAW_ALGORITHM, drawForm } from '../domain/draw/draw-form.js';
import { drawablePool, poolLeaf, poolRoot } from '../domain/draw/draw-pool.js';
import { preassembledRoot } from '../domain/draw/preassembled.js';
import { shareCommitment } from '../domain/draw/seed.js';
import { drawCommittedFact, drawRepeatedFact, type Committed } from '../facts.js';
import { approvedForms, markFormsUsed } from '../store/assembly-store.js';
import {
  contributionsOf,
  contributorOf,
  insertContribution,
  keepShare,
  offersOf,
} from '../store/contribution-store.js';
import { stateDrawFact, type DrawOccasion } from '../store/draw-fact-store.js';
import { drawsOf } from '../store/draw-store.js';
import { insertNumbers, ROSTER } from '../store/number-store.js';
import { programmeById, type ProgrammeView } from '../store/programme-store.js';

export interface CommitWish {
  readonly programmeId: string;
  /** Who has a place already, by the id of their application: each gets a number. */
  readonly roster: readonly string[];
  /** Numbers for those who come later. */
  readonly spareNumbers?: number | undefined;
  /** Why a session is drawn for again. */
  readonly reason?: string | undefined;
  /** The forms of a blueprint that has them assembled beforehand; left out: those that an officer approved. */
  readonly preassembled?: readonly PreassembledForm[] | undefined;
}

/**
 * Commits to a draw in public, in the caller's transaction: to the items, the numbers, the assembled forms, and the
 * shares of the seed of all who offered one, the platform always among them.
 *
 * Refusals: FORM.NO_PROGRAMME, FORM.POOL_TOO_SMALL and DRAW.INCLUDE (found out now, before anybody sits),
 * DRAW.PREASSEMBLED, DRAW.NOT_ASSEMBLED, DRAW.TOO_FEW_CONTRIBUTORS, DRAW.ROUND_OUT, DRAW.REASON.
 */
@Injectable()
export class CommitDraw {
  constructor(private readonly keys: KeyRing) {}

  /** The session has no draw that counts, and its row is locked. */
  async run(tx: Tx, occasion: DrawOccasion, wish: CommitWish): Promise<Result<{ drawId: string }>> {
    const { sessionId, principal } = occasion;
    const programme = await programmeById(tx, wish.programmeId);
    if (!programme) return refuse('not-found', 'FORM.NO_PROGRAMME', 'There is no such exam programme.');
    const blueprint: DrawBlueprint = programme.body;
    const assembled = wish.preassembled ?? (await approvedForms(tx, programme.id)) ?? [];
    const frozen = await this.#freeze(tx, blueprint, assembled);
    if (!frozen.ok) return frozen;
    const [before] = await drawsOf(tx, sessionId);
    const reason = wish.reason?.trim() ?? '';
    if (before && reason === '') {
      return refuse('invalid', 'DRAW.REASON', 'Say why there is another draw.', {
        fields: { reason: 'DRAW.REASON' },
      });
    }
    const { leaves, salts, preassembled } = frozen.value;
    const root = poolRoot(leaves);
    const drawId = newId();
    const number = (before?.number ?? 0) + 1;
    const [row] = await rows<{ committedAt: Date }>(
      tx,
      `INSERT INTO draw (id, session_id, number, programme_id, algorithm, pool, pool_salts, pool_root, preassembled)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING committed_at AS "committedAt"`,
      [
        drawId,
        sessionId,
        number,
        programme.id,
        DRAW_ALGORITHM,
        JSON.stringify(leaves),
        JSON.stringify(salts),
        root,
        preassembled && JSON.stringify(preassembled),
      ],
    );
    if (preassembled && !wish.preassembled) await markFormsUsed(tx, programme.id);
    const time = (row as { committedAt: Date }).committedAt;
    const bound = await this.#bindContributors(tx, sessionId, drawId);
    if (!bound.ok) return bound;
    const numbers = await makeNumbers(tx, drawId, wish);
    if (before) {
      const content = { draw: drawId, number, repeats: before.id, reason };
      await stateDrawFact(tx, occasion, drawId, drawRepeatedFact(content, time));
    }
    const content = {
      draw: drawId,
      number,
      algorithm: DRAW_ALGORITHM,
      programme: programmeContent(programme),
      pool: committed(root, leaves.length),
      ...numbers,
      contributors: (await contributionsOf(tx, drawId)).map(contributorOf),
      preassembled: preassembled && committed(preassembledRoot(preassembled), preassembled.length),
    };
    await stateDrawFact(tx, occasion, drawId, drawCommittedFact(content, time));
    await recordDecision(tx, principal, {
      action: before ? 'draw-repeated' : 'draw-committed',
      subject: sessionId,
      scopeId: sessionId,
      ...(before && { reason }),
    });
    return ok({ drawId });
  }

  /** The items and assembled forms as they are now, once it is sure that forms come out of them. */
  async #freeze(tx: Tx, blueprint: DrawBlueprint, assembled: readonly PreassembledForm[]) {
    const isAssembled = (blueprint.assembly ?? 'per-candidate') !== 'per-candidate';
    if (isAssembled && assembled.length === 0) {
      return refuse('conflict', 'DRAW.NOT_ASSEMBLED', 'The forms of this exam are not assembled yet.');
    }
    const banks = [...new Set(blueprint.parts.map((part) => part.bank))];
    const items = drawablePool(blueprint, await livePool(tx, banks, blueprint.languages));
    const salts = items.map(() => randomBytes(16).toString('hex'));
    const leaves = items.map((item, index) => poolLeaf(item, salts[index] ?? ''));
    const preassembled = isAssembled ? assembled : null;
    const compiled = compileDraw({ blueprint, pool: leaves, preassembled });
    if (!compiled.ok) return compiled;
    const trial = drawForm(compiled.value, sha256('a trial'));
    return trial.ok ? ok({ leaves, salts, preassembled }) : trial;
  }

  /** Takes the offers into the draw, behind a share that the platform throws now. */
  async #bindContributors(tx: Tx, sessionId: string, drawId: string): Promise<Result<undefined>> {
    const offers = await offersOf(tx, sessionId);
    if (offers.length === 0) {
      return refuse(
        'conflict',
        'DRAW.TOO_FEW_CONTRIBUTORS',
        'Somebody besides the platform must offer a share.',
      );
    }
    const out = offers.find(({ isBeaconDue }) => isBeaconDue);
    if (out) {
      return refuse(
        'conflict',
        'DRAW.ROUND_OUT',
        'A beacon’s round is out already: take one that is still to come.',
      );
    }
    const share = randomBytes(32).toString('hex');
    const id = newId();
    await insertContribution(tx, {
      id,
      sessionId,
      contributor: { role: 'platform', name: 'OpenMerit', commitment: shareCommitment(share) },
      accountId: null,
      offeredBy: 'OpenMerit',
    });
    await tx.query(
      `UPDATE draw_contribution c SET draw_id = $1, position = o.position
       FROM unnest($2::uuid[]) WITH ORDINALITY AS o (id, position) WHERE c.id = o.id`,
      [drawId, [id, ...offers.map((offer) => offer.id)]],
    );
    await keepShare(tx, this.keys, id, share, 'OpenMerit');
    return ok(undefined);
  }
}

/** A random number for each holder, published by code points, and the first list of spare ones. */
async function makeNumbers(
  tx: Tx,
  drawId: string,
  wish: CommitWish,
): Promise<{ roster: Committed; spares: Committed }> {
  const fresh = () => publicId(CANDIDATE_NUMBER_LENGTH);
  const roster = wish.roster
    .map((holder) => ({ holder, number: fresh() }))
    .sort((a, b) => byCodePoints(a.number, b.number));
  const numbers = roster.map(({ number }) => number);
  const spares = Array.from({ length: wish.spareNumbers ?? defaultSpareCount(roster.length) }, fresh);
  await insertNumbers(
    tx,
    drawId,
    ROSTER,
    numbers,
    roster.map(({ holder }) => holder),
  );
  await insertNumbers(tx, drawId, ROSTER + 1, spares, null);
  return {
    roster: committed(numbersRoot(numbers), numbers.length),
    spares: committed(numbersRoot(spares), spares.length),
  };
}

const committed = (root: Buffer, size: number): Committed => ({ root: root.toString('hex'), size });

const programmeContent = ({ code, version, contentHash }: ProgrammeView) => ({ code, version, contentHash });
