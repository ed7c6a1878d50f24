import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { ok, refuse, type Json, type Result } from '../../kernel/index.js';
import { TRANSLATOR, type Translator, type Tx } from '../../platform/index.js';
import type { SessionView } from '../../session/index.js';
import { ExamExtras, type Entrant, type ExamExtra, type PageExtra } from '../../sitting/index.js';
import { mayBeWatched } from '../store/consent-store.js';
import { takeOverWatchPlan, watchPlanOf } from '../store/watch-plan-store.js';
import { watcherSetup } from './watcher-setup.js';

export const consentPage = (sessionId: string): string => `/sessions/${sessionId}/consent`;

/**
 * Nobody begins where something is watched before they have agreed to that version of it. It costs a start one read, and
 * nothing where nothing is watched.
 */
@Injectable()
export class ConsentGate implements ExamExtra, OnModuleInit {
  constructor(
    private readonly extras: ExamExtras,
    @Inject(TRANSLATOR) private readonly translator: Translator,
  ) {}

  onModuleInit(): void {
    this.extras.register(this);
  }

  /** Refusals: CONSENT.MISSING, CONSENT.CAMERA_NEEDED, each with the page where that is mended. */
  async mayBegin(tx: Tx, { session, personId }: Entrant): Promise<Result<undefined>> {
    const may = await this.#may(tx, session, personId);
    if (may === 'yes') return ok(undefined);
    const data = { page: consentPage(session.id) };
    return may === 'missing'
      ? refuse('conflict', 'CONSENT.MISSING', 'Read first what is recorded in this exam, and agree to it.', {
          data,
        })
      : refuse('conflict', 'CONSENT.CAMERA_NEEDED', 'This exam needs a camera: ask a proctor.', { data });
  }

  async pageBefore(
    tx: Tx,
    { session, personId }: Pick<Entrant, 'session' | 'personId'>,
  ): Promise<string | null> {
    const isToCome = session.state === 'scheduled' || session.state === 'open';
    if (!isToCome || (await this.#may(tx, session, personId)) === 'yes') return null;
    return consentPage(session.id);
  }

  async onPage(
    tx: Tx,
    { session, personId }: Pick<Entrant, 'session' | 'personId'>,
  ): Promise<PageExtra | undefined> {
    const setup = await watcherSetup(tx, { session, personId });
    if (!setup) return undefined;
    const words = Object.fromEntries(
      this.translator.languages.map(({ code }) => [
        code,
        this.translator.bundle(code, 'watch')['player'] as Json,
      ]),
    );
    return { script: 'watch.js', style: 'watch.css', name: 'watch', setup: { ...setup, words } };
  }

  async usesCamera(tx: Tx, { id, watchVersion }: SessionView): Promise<boolean> {
    return watchVersion !== null && (await watchPlanOf(tx, id, watchVersion)).camera !== 'none';
  }

  takeOver(tx: Tx, fromSessionId: string, toSessionId: string): Promise<void> {
    return takeOverWatchPlan(tx, fromSessionId, toSessionId);
  }

  async #may(
    tx: Tx,
    { id, watchVersion }: SessionView,
    personId: string,
  ): Promise<'yes' | 'missing' | 'camera'> {
    return watchVersion === null
      ? 'yes'
      : mayBeWatched(tx, { sessionId: id, personId, version: watchVersion });
  }
}
