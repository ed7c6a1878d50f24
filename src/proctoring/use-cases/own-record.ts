import { Injectable } from '@nestjs/common';
import { applicationOf } from '../../competition/index.js';
import { isUuid, ok, refuse, type Json, type Result } from '../../kernel/index.js';
import { Database, local, Pages, type Principal } from '../../platform/index.js';
import { noSession, sessionById } from '../../session/index.js';
import { sittingById, sittingOf } from '../../sitting/index.js';
import { consentsOf, keptNotice } from '../store/consent-store.js';
import { sessionOverAt } from '../store/session-over.js';
import type { Notice } from '../domain/notice.js';
import { RecordParts, type RecordOf, type Words } from './record-parts.js';

export interface OwnRecordRow {
  readonly at: Date;
  readonly text: string;
  readonly lastedMs: number | null;
  /** What a named person wrote. */
  readonly said: string | null;
  readonly href: string | null;
  readonly details: Readonly<Record<string, Json>>;
}

export interface OwnRecordPart {
  readonly name: string;
  readonly title: string;
  readonly empty: string;
  readonly rows: readonly OwnRecordRow[];
  readonly keptUntil: Date | null;
  readonly kept: string;
}

/** All that this stage keeps about a candidate of a session, in the words of one language. */
export interface OwnRecordView {
  readonly sessionId: string;
  /** Null, as what follows from it: they were not admitted, or have not begun. */
  readonly sittingId: string | null;
  readonly candidateNumber: string | null;
  readonly exam: string;
  readonly startedAt: Date | null;
  readonly closedAt: Date | null;
  readonly parts: readonly OwnRecordPart[];
}

type Whose = Omit<RecordOf, 'overAt'>;

/** A sitting of theirs; or a session, whether they sat or not. */
export type RecordWish = { readonly sittingId: string } | { readonly sessionId: string };

/**
 * What a candidate reads of what was kept about them: theirs, and nobody else's.
 *
 * Refusals: SITTING.NOT_FOUND, SITTING.NO_SESSION (or they have not applied there), CONSENT.NO_NOTICE.
 */
@Injectable()
export class OwnRecord {
  constructor(
    private readonly database: Database,
    private readonly parts: RecordParts,
    private readonly pages: Pages,
  ) {}

  async run(principal: Principal, wish: RecordWish, language: string): Promise<Result<OwnRecordView>> {
    const found = await ('sittingId' in wish
      ? this.#ofSitting(principal, wish.sittingId)
      : this.#ofSession(principal, wish.sessionId));
    if (!found.ok) return found;
    const { tx } = this.database;
    const { sitting, sessionId } = found.value;
    const session = await sessionById(tx, sessionId);
    const say = ({ key, data }: Words): string => this.pages.t(language, key, data);
    const parts = await this.parts.of(tx, { ...found.value, overAt: await sessionOverAt(tx, sessionId) });
    return ok({
      sessionId,
      sittingId: sitting?.id ?? null,
      candidateNumber: sitting?.candidateNumber ?? null,
      exam: local(session?.title, language),
      startedAt: sitting?.startedAt ?? null,
      closedAt: sitting?.closedAt ?? null,
      parts: parts.map(({ name, title, empty, rows, kept }) => ({
        name,
        title: say(title),
        empty: say(empty),
        rows: rows.map((row) => ({
          at: row.at,
          text: row.words.map((words) => this.#said(language, words)).join(' '),
          lastedMs: row.lastedMs ?? null,
          said: row.said ?? null,
          href: row.href ?? null,
          details: row.details ?? {},
        })),
        keptUntil: kept.until,
        kept: say(kept.words),
      })),
    });
  }

  /** A notice as it was shown to them. @param version of what was watched, as they agreed to it. */
  async notice(
    { personId }: Principal,
    sessionId: string,
    version: number,
  ): Promise<Result<Notice & { readonly language: string; readonly at: Date }>> {
    const { tx } = this.database;
    const all = isUuid(sessionId) && personId !== null ? await consentsOf(tx, sessionId, personId) : [];
    const given = all.find((one) => one.version === version);
    if (!given) return refuse('not-found', 'CONSENT.NO_NOTICE', 'You have agreed to no such notice.');
    return ok({ ...(await keptNotice(tx, given.noticeHash)), at: given.at });
  }

  /** A kind that has no words yet is still told of. */
  #said(language: string, { key, data }: Words): string {
    const words = this.pages.t(language, key, data);
    return key.endsWith(`:${words}`) ? this.pages.t(language, 'watch:happened.other') : words;
  }

  async #ofSitting({ personId }: Principal, sittingId: string): Promise<Result<Whose>> {
    const sitting = isUuid(sittingId) ? await sittingById(this.database.tx, sittingId) : undefined;
    return sitting && sitting.personId === personId
      ? ok({ ...sitting, sitting })
      : refuse('not-found', 'SITTING.NOT_FOUND', 'There is no such sitting of yours.');
  }

  async #ofSession({ personId }: Principal, sessionId: string): Promise<Result<Whose>> {
    const { tx } = this.database;
    const session = isUuid(sessionId) ? await sessionById(tx, sessionId) : undefined;
    const application =
      session && personId !== null ? await applicationOf(tx, session.competitionId, personId) : undefined;
    if (!application || personId === null) return noSession();
    const sitting = (await sittingOf(tx, sessionId, personId)) ?? null;
    return ok({ sessionId, personId, applicationId: application.id, sitting });
  }
}
