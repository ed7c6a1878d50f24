import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  canonicalJson,
  leafHash,
  merkleRoot,
  newId,
  ok,
  refuse,
  sha256,
  type Json,
  type Result,
} from '../../kernel/index.js';
import { KeyRing, rows, type Tx } from '../../platform/index.js';
import { livePool, type PoolItem } from '../../question-bank/index.js';
import { drawForm, DRAW_ALGORITHM } from '../domain/draw-form.js';
import { sessionSeed, shareCommitment } from '../domain/seed.js';
import { drawCommittedFact, type DrawFactDraft } from '../facts.js';
import { programmeById } from '../store/programme-store.js';

/**
 * Freezes what forms will be drawn from and commits to it and to the seed's shares, in the caller's transaction.
 *
 * The pool's root is an RFC 6962 tree over its items in the order of their codes; each leaf is the canonical JSON of
 * the item's draw metadata with a salted hash of its content, so that the root tells nothing of an item.
 *
 * Refusals: FORM.NO_PROGRAMME, FORM.POOL_TOO_SMALL (found out now, before anybody sits).
 */
@Injectable()
export class CommitDraw {
  constructor(private readonly keys: KeyRing) {}

  /**
   * @param wish.officialShare 32 bytes in hex, thrown by the official; the platform throws them where it is left out.
   * @returns the draw's id and the fact that states the commitment; its caller names session and official.
   */
  async run(
    tx: Tx,
    wish: { readonly programmeId: string; readonly officialShare?: string | undefined },
  ): Promise<Result<{ drawId: string; fact: DrawFactDraft }>> {
    const programme = await programmeById(tx, wish.programmeId);
    if (!programme) return refuse('not-found', 'FORM.NO_PROGRAMME', 'There is no such exam programme.');
    const banks = [...new Set(programme.body.parts.map((part) => part.bank))];
    const pool = (await livePool(tx, banks, programme.body.languages)).map(salted);
    const shares = [
      { by: 'platform', share: randomBytes(32) },
      {
        by: 'official',
        share: wish.officialShare ? Buffer.from(wish.officialShare, 'hex') : randomBytes(32),
      },
    ];
    const seed = sessionSeed(shares.map(({ share }) => share));
    const trial = drawForm({ blueprint: programme.body, pool, seed });
    if (!trial.ok) return trial;
    const root = merkleRoot(pool.map((item) => leafHash(canonicalJson(poolLeaf(item)))));
    const commitments = shares.map(({ by, share }) => ({
      by,
      commitment: shareCommitment(share).toString('hex'),
    }));
    const { ciphertext, keyId } = this.keys.encrypt(
      'seed-shares',
      JSON.stringify(shares.map(({ by, share }) => ({ by, share: share.toString('hex') }))),
    );
    const drawId = newId();
    const [row] = await rows<{ committed_at: Date }>(
      tx,
      `INSERT INTO draw (id, programme_id, algorithm, pool, pool_root, share_commitments, shares_ciphertext, shares_key)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING committed_at`,
      [
        drawId,
        programme.id,
        DRAW_ALGORITHM,
        JSON.stringify(pool),
        root,
        JSON.stringify(commitments),
        ciphertext,
        keyId,
      ],
    );
    const fact = drawCommittedFact({
      algorithm: DRAW_ALGORITHM,
      programme: { code: programme.code, version: programme.version, contentHash: programme.contentHash },
      poolRoot: root.toString('hex'),
      poolSize: pool.length,
      shareCommitments: commitments,
      time: (row as { committed_at: Date }).committed_at,
    });
    return ok({ drawId, fact });
  }
}

/** A pool item with the salt that hides its content in the pool's root. */
export type SaltedPoolItem = PoolItem & { readonly salt: string };

const salted = (item: PoolItem): SaltedPoolItem => ({ ...item, salt: randomBytes(16).toString('hex') });

/** What a leaf of the pool's root says of an item. */
export function poolLeaf(item: SaltedPoolItem): Json {
  return {
    itemVersionId: item.itemVersionId,
    itemCode: item.itemCode,
    bank: item.bank,
    contentArea: item.contentArea,
    options: [...item.options],
    fixedOrder: item.fixedOrder,
    content: sha256(
      canonicalJson({
        salt: item.salt,
        version: item.contentHash,
        translations: item.translations.map(({ language, contentHash }) => ({ language, contentHash })),
      }),
    ).toString('hex'),
  };
}
