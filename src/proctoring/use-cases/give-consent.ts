import { Injectable } from '@nestjs/common';
import { applicationOf } from '../../competition/index.js';
import { ok, refuse, type Result } from '../../kernel/index.js';
import { Database, type Principal, type Tx } from '../../platform/index.js';
import { noSession, sessionById, type SessionView } from '../../session/index.js';
import type { WatchPlan } from '../domain/watch-plan.js';
import { changeCamera, keepConsent, keepNotice, lastConsentOf } from '../store/consent-store.js';
import { excuseOf } from '../store/excuse-store.js';
import { watchPlanOf } from '../store/watch-plan-store.js';
import { WatchNotices } from './watch-notices.js';

export interface ConsentWish {
  /** Hex: of the notice that was read. */
  readonly notice: string;
  /** Whether snapshots are agreed to as well. */
  readonly camera: boolean;
}

/**
 * A candidate agrees to what is watched in a session, as they have read it, and says whether with the camera. Later they may
 * change their mind about the camera, before the start and while they sit: turning it off is always possible, and ends nothing.
 *
 * Refusals: SITTING.NO_SESSION, SITTING.SESSION_STATE, SITTING.NOT_APPLIED, CONSENT.NOTHING_WATCHED, CONSENT.CHANGED (what they
 * read is not what holds now), CONSENT.NO_CAMERA, CONSENT.CAMERA_NEEDED (a proctor can excuse them), CONSENT.NOT_GIVEN.
 */
@Injectable()
export class GiveConsent {
  constructor(
    private readonly database: Database,
    private readonly notices: WatchNotices,
  ) {}

  async run(
    { personId }: Principal,
    sessionId: string,
    { notice: read, camera }: ConsentWish,
  ): Promise<Result<{ version: number; camera: boolean }>> {
    return this.database.attempt(async (tx) => {
      const found = await entered(tx, sessionId, personId ?? '');
      if (!found.ok) return found;
      const { session, applicationId } = found.value;
      const version = session.watchVersion;
      if (version === null)
        return refuse('conflict', 'CONSENT.NOTHING_WATCHED', 'Nothing is watched in this session.');
      const plan = await watchPlanOf(tx, sessionId, version);
      const notice = this.notices.all(plan).find(({ hash }) => hash === read.toLowerCase());
      if (!notice)
        return refuse('conflict', 'CONSENT.CHANGED', 'What is watched has changed: read it once more.');
      const choice = await mayChoose(tx, { sessionId, applicationId, plan }, camera);
      if (!choice.ok) return choice;
      const { language, hash, title, parts } = notice;
      const noticeHash = Buffer.from(hash, 'hex');
      await keepNotice(tx, noticeHash, language, { title, parts });
      const of = { sessionId, personId: personId ?? '', version };
      const isNew = await keepConsent(tx, { ...of, noticeHash, camera });
      if (!isNew) await changeCamera(tx, of, camera);
      return ok({ version, camera });
    });
  }

  /** Of what they agreed to last: who sits goes on under that. */
  async turnCamera(
    { personId }: Principal,
    sessionId: string,
    camera: boolean,
  ): Promise<Result<{ camera: boolean }>> {
    return this.database.attempt(async (tx) => {
      const found = await entered(tx, sessionId, personId ?? '');
      if (!found.ok) return found;
      const given = await lastConsentOf(tx, sessionId, personId ?? '');
      if (!given) return refuse('conflict', 'CONSENT.NOT_GIVEN', 'You have not agreed to anything here yet.');
      const { version } = given;
      const { camera: rule } = await watchPlanOf(tx, sessionId, version);
      if (camera && rule === 'none') return noCamera();
      await changeCamera(tx, { sessionId, personId: personId ?? '', version }, camera);
      return ok({ camera });
    });
  }
}

/** A session that is not over, and whoever applied to it. */
async function entered(
  tx: Tx,
  sessionId: string,
  personId: string,
): Promise<Result<{ session: SessionView; applicationId: string }>> {
  const session = await sessionById(tx, sessionId);
  if (!session) return noSession();
  if (session.state !== 'scheduled' && session.state !== 'open')
    return refuse('conflict', 'SITTING.SESSION_STATE', 'This session is over.');
  const application = await applicationOf(tx, session.competitionId, personId);
  return application?.state === 'submitted'
    ? ok({ session, applicationId: application.id })
    : refuse('conflict', 'SITTING.NOT_APPLIED', 'You have not applied to this competition.');
}

async function mayChoose(
  tx: Tx,
  of: { readonly sessionId: string; readonly applicationId: string; readonly plan: WatchPlan },
  camera: boolean,
): Promise<Result<undefined>> {
  const rule = of.plan.camera;
  if (camera) return rule === 'none' ? noCamera() : ok(undefined);
  if (rule !== 'required' || (await excuseOf(tx, of.sessionId, of.applicationId))) return ok(undefined);
  return refuse('conflict', 'CONSENT.CAMERA_NEEDED', 'This exam needs a camera: ask a proctor.', {
    fields: { camera: 'CONSENT.CAMERA_NEEDED' },
  });
}

const noCamera = () =>
  refuse('invalid', 'CONSENT.NO_CAMERA', 'No camera is used in this session.', {
    fields: { camera: 'CONSENT.NO_CAMERA' },
  });
