import { Injectable } from '@nestjs/common';
import { ok, refuse, transition, type Result } from '../../kernel/index.js';
import { hasRole, PLATFORM_SCOPE_ID, recordDecision } from '../../people/index.js';
import { Database, type Principal, type Tx } from '../../platform/index.js';
import { ITEM_STATE_TABLE, type ItemState } from '../domain/item-state.js';
import { NEEDS_REASON, roleOfStep, type ItemStep } from '../domain/item-steps.js';
import { lockItem, wordsOfVersion, type VersionView } from '../store/item-detail-store.js';
import { insertReview } from '../store/item-history-store.js';
import { bankById } from '../store/item-list-store.js';
import {
  approveVersion,
  authorsOf,
  moveVersion,
  retireLive,
  signSource,
  withdrawApproval,
} from '../store/version-store.js';

export interface MoveWish {
  readonly event: ItemStep;
  /** The version that whoever decides has read: a decision names it. */
  readonly version: number;
  readonly reason: string;
}

/**
 * Moves an item's newest version, or its live one where that is what is meant, along its life.
 *
 * Refusals: ITEM.NOT_FOUND, ITEM.OTHER_VERSION, ITEM.STATE, ITEM.NOT_AUTHORS (a step that takes a reviewer),
 * ITEM.OWN_WORK (nobody approves what they wrote), ITEM.REASON_NEEDED, ITEM.UNSIGNED (nothing goes live whose source language nobody signed).
 */
@Injectable()
export class MoveItem {
  constructor(private readonly database: Database) {}

  async run(
    principal: Principal,
    bankId: string,
    itemId: string,
    wish: MoveWish,
  ): Promise<Result<{ state: ItemState }>> {
    return this.database.attempt(async (tx) => {
      const bank = await bankById(tx, bankId);
      const version = await lockItem(tx, bankId, itemId, wish.version);
      if (!bank || !version) return refuse('not-found', 'ITEM.NOT_FOUND', 'This bank has no such item.');
      if (!version.newest && version.state !== 'live' && version.state !== 'suspended') {
        return refuse('conflict', 'ITEM.OTHER_VERSION', 'There is a newer version of this item.');
      }
      const next = transition(ITEM_STATE_TABLE, version.state, wish.event, 'ITEM.STATE');
      if (!next.ok) return next;
      const roles = [roleOfStep(wish.event, version.state)];
      if (!hasRole(principal.grants, roles, [bankId, PLATFORM_SCOPE_ID])) {
        return refuse('forbidden', 'ITEM.NOT_AUTHORS', 'Somebody else takes this step.');
      }
      const reason = wish.reason.trim();
      if (NEEDS_REASON.includes(wish.event) && reason === '') {
        return refuse('invalid', 'ITEM.REASON_NEEDED', 'This step needs a reason.', {
          fields: { reason: 'ITEM.REASON_NEEDED' },
        });
      }
      const done = await this.#carryOut(tx, principal, bank.sourceLanguage, version, wish.event, reason);
      if (!done.ok) return done;
      await moveVersion(tx, version.versionId, version.state, next.value);
      await recordDecision(tx, principal, {
        action: `item-${wish.event}`,
        subject: `${version.code} v${String(version.version)}`,
        scopeId: bankId,
        ...(reason !== '' && { reason }),
      });
      return ok({ state: next.value });
    });
  }

  /** What a step means beside the change of state. */
  async #carryOut(
    tx: Tx,
    principal: Principal,
    sourceLanguage: string,
    version: VersionView,
    event: ItemStep,
    reason: string,
  ): Promise<Result<null>> {
    const { versionId } = version;
    if (event === 'approve') {
      if ((await authorsOf(tx, versionId, sourceLanguage)).includes(principal.accountId)) {
        return refuse('forbidden', 'ITEM.OWN_WORK', 'Nobody approves what they wrote themselves.');
      }
      await approveVersion(tx, versionId, principal);
      await signSource(tx, version, sourceLanguage, principal);
    }
    if (event === 'return') await withdrawApproval(tx, versionId);
    if (event === 'approve' || event === 'return') {
      await insertReview(tx, principal, {
        versionId,
        verdict: event === 'approve' ? 'approved' : 'returned',
        reason,
      });
    }
    if (event === 'publish' || event === 'resume') {
      const words = await wordsOfVersion(tx, versionId);
      const source = words.find(({ language }) => language === sourceLanguage);
      if (source?.state !== 'signed') {
        return refuse('conflict', 'ITEM.UNSIGNED', 'Nobody has signed the text in the source language.');
      }
      await retireLive(tx, version.itemId, versionId);
    }
    return ok(null);
  }
}
