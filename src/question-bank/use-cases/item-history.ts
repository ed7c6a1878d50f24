import { Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { Database, type Principal, type Tx } from '../../platform/index.js';
import { differences, type Compared, type Difference } from '../domain/differences.js';
import { versionOf, versionsOf, wordsOfVersion, type VersionView } from '../store/item-detail-store.js';
import {
  commentsOf,
  enemiesOfItem,
  nearDuplicates,
  recordSight,
  reviewsOf,
  sightsOf,
  type CommentView,
  type EnemyView,
  type LikeItem,
  type ReviewView,
  type SightView,
} from '../store/item-history-store.js';

export interface History {
  readonly versions: Pick<
    VersionView,
    'version' | 'state' | 'author' | 'approvedBy' | 'approvedAt' | 'createdAt'
  >[];
  readonly reviews: ReviewView[];
  readonly comments: CommentView[];
  readonly sights: SightView[];
  readonly enemies: EnemyView[];
  readonly nearDuplicates: LikeItem[];
}

/** All that happened to an item, and what differs between its versions. Refusals: ITEM.NOT_FOUND. */
@Injectable()
export class ItemHistory {
  constructor(private readonly database: Database) {}

  async run(bankId: string, itemId: string): Promise<Result<History>> {
    return this.database.attempt(async (tx) => {
      if (!(await versionOf(tx, bankId, itemId))) return noItem();
      const versions = await versionsOf(tx, itemId);
      return ok({
        versions: versions.map(({ version, state, author, approvedBy, approvedAt, createdAt }) => ({
          version,
          state,
          author,
          approvedBy,
          approvedAt,
          createdAt,
        })),
        reviews: await reviewsOf(tx, itemId),
        comments: await commentsOf(tx, itemId),
        sights: await sightsOf(tx, itemId),
        enemies: await enemiesOfItem(tx, itemId),
        nearDuplicates: await nearDuplicates(tx, itemId),
      });
    });
  }

  async differences(
    principal: Principal,
    bankId: string,
    itemId: string,
    from: number,
    to: number,
  ): Promise<Result<Difference[]>> {
    return this.database.attempt(async (tx) => {
      const before = await versionOf(tx, bankId, itemId, from);
      const after = await versionOf(tx, bankId, itemId, to);
      if (!before || !after) return noItem();
      await recordSight(tx, principal, [before.versionId, after.versionId], 'compare');
      return ok(differences(await compared(tx, before), await compared(tx, after)));
    });
  }
}

async function compared(tx: Tx, version: VersionView): Promise<Compared> {
  const { type, contentArea, competency, cognitiveLevel, difficulty } = version;
  const { structure, answerKey, sources, caseCode, model } = version;
  const words = await wordsOfVersion(tx, version.versionId);
  return {
    content: {
      type,
      contentArea,
      competency,
      cognitiveLevel,
      difficulty,
      structure,
      answerKey,
      sources,
      caseCode,
      model,
    },
    words: Object.fromEntries(
      words.map(({ language, stem, options, labels, rationale }) => [
        language,
        { stem, options, labels, rationale },
      ]),
    ),
  };
}

const noItem = () => refuse('not-found', 'ITEM.NOT_FOUND', 'This bank has no such item.');
