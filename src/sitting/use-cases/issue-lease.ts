import { Injectable } from '@nestjs/common';
import { SealForms, type Aids } from '../../form/index.js';
import { ok, refuse, sha256, type Result } from '../../kernel/index.js';
import { Bus, Database, rows, type Principal, type Tx } from '../../platform/index.js';
import type { ShownBrowser } from '../domain/exam-browser/index.js';
import type { Accommodations } from '../domain/accommodations.js';
import { leaseRoot, type LeaseHead } from '../domain/response-event.js';
import type { SittingClaim } from '../domain/sitting-token.js';
import type { ExamBrowserRule } from '../store/exam-browser-store.js';
import { leaseHeads, sheetState, wishHash } from '../store/sitting-store.js';
import { CheckBrowser, rulesAsked, type BrowserShows } from './check-browser.js';
import { LeaseAnswers, type LeasedSitting } from './leased-sitting.js';

/** A device's wish for the right to answer. */
export interface LeaseWish {
  /** A UUID that the device makes, and sends again for as long as no answer comes: the same wish gets the same lease. */
  readonly id?: string | undefined;
  /** Only what this wish was given before: nobody is asked now whether the exam may be taken from where it goes on. */
  readonly again?: boolean | undefined;
  /** Of the browser: needed where the session demands Safe Exam Browser. */
  readonly shown?: ShownBrowser | undefined;
  /** The lease that whoever asks has proved to have by now, and goes on from: this is no other device. */
  readonly own?: SittingClaim | null;
}

/**
 * Gives one device the right to answer and takes it from the device before: what that one had on disk stays.
 * The new lease's chain begins with the heads of all earlier ones, so none can be dropped unseen.
 *
 * Whoever goes on by a new lease of their own does so under the rule on browsers that they began under, or the one that holds now.
 *
 * Refusals: SITTING.NOT_FOUND (also for somebody else's), SITTING.CLOSED, SITTING.VOID, SITTING.LEASE_REVOKED (the own lease, or the
 * one that this wish was given, was taken over by another device meanwhile; or it asks again and was given none), those of
 * {@link CheckBrowser}.
 */
@Injectable()
export class IssueLease {
  constructor(
    private readonly database: Database,
    private readonly sealForms: SealForms,
    private readonly answers: LeaseAnswers,
    private readonly bus: Bus,
    private readonly checkBrowser: CheckBrowser,
  ) {}

  async run(principal: Principal, sittingId: string, wish: LeaseWish = {}): Promise<Result<LeasedSitting>> {
    const issued = await this.database.attempt((tx) => this.#issue(tx, principal, sittingId, wish));
    // The device before learns at once that it no longer answers.
    if (!issued.ok) return issued;
    const { sessionId, leased } = issued.value;
    await this.bus.publish('sitting', { sittingId, sessionId });
    return ok(leased);
  }

  async #issue(
    tx: Tx,
    principal: Principal,
    sittingId: string,
    wish: LeaseWish,
  ): Promise<Result<{ readonly sessionId: string; readonly leased: LeasedSitting }>> {
    // The row lock makes two devices that ask at once take their turn.
    const [sitting] = await rows<SittingRow>(tx, SITTING, [sittingId, principal.personId]);
    if (!sitting) return refuse('not-found', 'SITTING.NOT_FOUND', 'There is no such sitting of yours.');
    if (sitting.state === 'void') return refuse('gone', 'SITTING.VOID', 'This sitting was declared void.');
    if (sitting.state === 'closed' || sitting.overdue)
      return refuse('gone', 'SITTING.CLOSED', 'This sitting is over.');
    const of = { sessionId: sitting.sessionId, personId: principal.personId ?? '' };
    const { examBrowser, drawId, candidateNumber } = sitting;
    const given = await leaseOfWish(tx, sittingId, wish.id);
    if (wish.again && !given) return LEASE_REVOKED;
    const lease = given
      ? await this.#again(tx, of, { given, examBrowser }, wish)
      : await this.#next(tx, of, { sittingId, examBrowser }, wish);
    if (!lease.ok) return lease;
    const sealed = await this.sealForms.one(tx, drawId, {
      number: candidateNumber,
      formHash: sitting.formHash,
    });
    return ok({
      sessionId: sitting.sessionId,
      leased: this.answers.make({
        sittingId,
        lease: lease.value.lease,
        rootHash: rootOf(sittingId, lease.value).toString('hex'),
        candidateNumber,
        language: sitting.language,
        drawId,
        sealedAddress: sealed.address,
        sheet: await sheetState(tx, sittingId),
        accommodations: sitting.accommodations,
        aids: sitting.aids,
        serverTime: Number(sitting.now),
        deadline: Number(sitting.deadline),
        pausedLeft: sitting.pausedLeft,
      }),
    });
  }

  /** The lease that this very wish was given, the answer to which was lost on the way. */
  async #again(
    tx: Tx,
    of: BrowserShows,
    { given, examBrowser }: { readonly given: GivenLease; readonly examBrowser: ExamBrowserRule | null },
    { shown }: LeaseWish,
  ): Promise<Result<Lease>> {
    if (given.isRevoked) return LEASE_REVOKED;
    const rules = rulesAsked(examBrowser, { given: given.rule });
    const proved = rules ? await this.checkBrowser.weighAgain(tx, of, rules, shown) : ok(null);
    if (!proved.ok) return proved;
    // Used up by the wish itself, or by this: either way it opens nothing more.
    if (proved.value) await this.checkBrowser.take(tx, of, proved.value);
    return ok(given);
  }

  async #next(
    tx: Tx,
    of: BrowserShows,
    { sittingId, examBrowser }: { readonly sittingId: string; readonly examBrowser: ExamBrowserRule | null },
    { id, shown, own: claim }: LeaseWish,
  ): Promise<Result<Lease>> {
    const own = claim?.sittingId === sittingId ? await ownLease(tx, claim) : null;
    if (own?.isReplaced) return LEASE_REVOKED;
    const rules = rulesAsked(examBrowser, own);
    const proved = rules ? await this.checkBrowser.weigh(tx, of, rules, shown) : ok(null);
    if (!proved.ok) return proved;
    const browser = proved.value;
    if (browser) {
      const taken = await this.checkBrowser.take(tx, of, browser);
      if (!taken.ok) return taken;
    }
    await tx.query(
      'UPDATE sitting_lease SET revoked_at = clock_timestamp() WHERE sitting_id = $1 AND revoked_at IS NULL',
      [sittingId],
    );
    const parents: LeaseHead[] = await leaseHeads(tx, sittingId);
    const lease = { lease: (parents.at(-1)?.lease ?? 0) + 1, parents };
    await tx.query(
      `INSERT INTO sitting_lease (sitting_id, lease, parent_heads, head_hash, deadline_at, paused_left_ms, exam_browser, follows_own,
         wish_hash)
       SELECT id, $2, $3, $4, deadline_at, paused_left_ms, $5, $6, $7 FROM sitting WHERE id = $1`,
      [
        sittingId,
        lease.lease,
        JSON.stringify(parents),
        rootOf(sittingId, lease),
        browser && JSON.stringify(browser.rule),
        own !== null,
        wishHash(id),
      ],
    );
    return ok(lease);
  }
}

interface Lease {
  readonly lease: number;
  /** The heads of all leases before it. */
  readonly parents: readonly LeaseHead[];
}

const rootOf = (sittingId: string, { lease, parents }: Lease): Buffer =>
  sha256(leaseRoot(sittingId, lease, parents));

interface GivenLease extends Lease {
  readonly rule: ExamBrowserRule | null;
  readonly isRevoked: boolean;
}

async function leaseOfWish(
  tx: Tx,
  sittingId: string,
  id: string | undefined,
): Promise<GivenLease | undefined> {
  if (id === undefined) return undefined;
  const [given] = await rows<GivenLease>(
    tx,
    `SELECT lease, parent_heads AS parents, exam_browser AS rule, revoked_at IS NOT NULL AS "isRevoked"
     FROM sitting_lease WHERE sitting_id = $1 AND wish_hash = $2`,
    [sittingId, wishHash(id)],
  );
  return given;
}

interface OwnLease {
  /** The rule on browsers that it was given under; null: any browser. */
  readonly given: ExamBrowserRule | null;
  readonly isReplaced: boolean;
}

/** The lease that a device goes on from. An answer to it may have been lost: what followed it by itself replaces nothing. */
async function ownLease(tx: Tx, { sittingId, lease }: SittingClaim): Promise<OwnLease | null> {
  const [found] = await rows<OwnLease>(
    tx,
    `SELECT l.exam_browser AS given, EXISTS (
       SELECT 1 FROM sitting_lease m WHERE m.sitting_id = l.sitting_id AND m.lease > l.lease AND NOT m.follows_own) AS "isReplaced"
     FROM sitting_lease l WHERE l.sitting_id = $1 AND l.lease = $2`,
    [sittingId, lease],
  );
  return found ?? null;
}

const LEASE_REVOKED = refuse('gone', 'SITTING.LEASE_REVOKED', 'Another device goes on with this exam.');

interface SittingRow {
  readonly state: 'open' | 'closed' | 'void';
  readonly overdue: boolean;
  readonly sessionId: string;
  readonly examBrowser: ExamBrowserRule | null;
  readonly drawId: string;
  readonly candidateNumber: string;
  readonly language: string;
  /** Hex. */
  readonly formHash: string;
  readonly accommodations: Accommodations;
  readonly aids: Aids | null;
  readonly now: string;
  readonly deadline: string;
  readonly pausedLeft: number | null;
}

const SITTING = `
  SELECT s.state, clock_timestamp() >= s.deadline_at AS overdue, s.session_id AS "sessionId",
    x.exam_browser AS "examBrowser", f.draw_id AS "drawId",
    s.candidate_number AS "candidateNumber", s.language, encode(f.content_hash, 'hex') AS "formHash",
    s.accommodations, p.body -> 'aids' AS aids,
    (extract(epoch FROM clock_timestamp()) * 1000)::bigint::text AS now,
    (extract(epoch FROM s.deadline_at) * 1000)::bigint::text AS deadline, s.paused_left_ms AS "pausedLeft"
  FROM sitting s JOIN form f ON f.sitting_id = s.id JOIN draw d ON d.id = f.draw_id
    JOIN programme p ON p.id = d.programme_id JOIN exam_session x ON x.id = s.session_id
  WHERE s.id = $1 AND s.person_id = $2 FOR NO KEY UPDATE OF s`;
