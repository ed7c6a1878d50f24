import { Injectable } from '@nestjs/common';
import { ok, type Json, type Result } from '../../kernel/index.js';
import type { Tx } from '../../platform/index.js';
import type { SessionView } from '../../session/index.js';

/** A candidate on the way into a session. */
export interface Entrant {
  readonly session: SessionView;
  readonly personId: string;
  readonly applicationId: string;
  readonly language: string;
}

/** What comes with the player's page: a script that is loaded before the player, and what it is told in a data block. */
export interface PageExtra {
  readonly script: string;
  readonly style?: string;
  /** The data block's id: `<name>-setup`. */
  readonly name: string;
  readonly setup: Json;
}

/** What a later stage adds to an exam. */
export interface ExamExtra {
  /** Whether a sitting may begin. A refusal keeps this candidate out until they have done what it says. */
  mayBegin(tx: Tx, entrant: Entrant): Promise<Result<undefined>>;
  /** The address of a page that comes before the waiting room, or null. */
  pageBefore(tx: Tx, entrant: Omit<Entrant, 'applicationId'>): Promise<string | null>;
  onPage(tx: Tx, entrant: Omit<Entrant, 'applicationId'>): Promise<PageExtra | undefined>;
  /** Whether the page uses the camera in this session, as it is planned now. */
  usesCamera?(tx: Tx, session: SessionView): Promise<boolean>;
  /** What was set for a session holds in the new one that takes its place. */
  takeOver?(tx: Tx, fromSessionId: string, toSessionId: string): Promise<void>;
}

/**
 * What stages after this one, which it does not know, add to an exam: what has to be done before it begins, and scripts on the
 * player's page. They register when the platform starts (`onModuleInit`). A script hears of the exam by events on the document:
 * `exam-began` with the right to answer, `exam-saved`, `exam-ended`. What it keeps in localStorage under names that begin as
 * `exam-began` says is forgotten with the exam.
 */
@Injectable()
export class ExamExtras {
  readonly #extras: ExamExtra[] = [];

  register(extra: ExamExtra): void {
    this.#extras.push(extra);
  }

  async mayBegin(tx: Tx, entrant: Entrant): Promise<Result<undefined>> {
    for (const extra of this.#extras) {
      const allowed = await extra.mayBegin(tx, entrant);
      if (!allowed.ok) return allowed;
    }
    return ok(undefined);
  }

  async pageBefore(tx: Tx, entrant: Omit<Entrant, 'applicationId'>): Promise<string | null> {
    for (const extra of this.#extras) {
      const page = await extra.pageBefore(tx, entrant);
      if (page !== null) return page;
    }
    return null;
  }

  async onPage(tx: Tx, entrant: Omit<Entrant, 'applicationId'>): Promise<PageExtra[]> {
    const pages: PageExtra[] = [];
    for (const extra of this.#extras) {
      const page = await extra.onPage(tx, entrant);
      if (page) pages.push(page);
    }
    return pages;
  }

  async usesCamera(tx: Tx, session: SessionView): Promise<boolean> {
    for (const extra of this.#extras) if (await extra.usesCamera?.(tx, session)) return true;
    return false;
  }

  async takeOver(tx: Tx, fromSessionId: string, toSessionId: string): Promise<void> {
    for (const extra of this.#extras) await extra.takeOver?.(tx, fromSessionId, toSessionId);
  }
}
