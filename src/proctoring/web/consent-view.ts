import { applicationOf } from '../../competition/index.js';
import type { Tx } from '../../platform/index.js';
import type { SessionView } from '../../session/index.js';
import { consentsOf, mayBeWatched } from '../store/consent-store.js';
import { excuseOf } from '../store/excuse-store.js';
import { watchPlanOf } from '../store/watch-plan-store.js';
import type { WatchNotices } from '../use-cases/watch-notices.js';
import type { OwnConsentDto, SessionPrivacyDto } from './dto/consent.dto.js';

/** What is watched in a session, in every language. */
export async function sessionPrivacyView(
  tx: Tx,
  notices: WatchNotices,
  { id, watchVersion }: SessionView,
): Promise<SessionPrivacyDto> {
  const plan = watchVersion === null ? null : await watchPlanOf(tx, id, watchVersion);
  return { watched: plan !== null, notices: plan ? notices.all(plan) : [] };
}

/** What a candidate is asked before a session, and what they have said to it. */
export async function ownConsentView(
  tx: Tx,
  notices: WatchNotices,
  session: SessionView,
  personId: string,
): Promise<OwnConsentDto> {
  const { id: sessionId, watchVersion: version, competitionId } = session;
  const plan = version === null ? null : await watchPlanOf(tx, sessionId, version);
  const application = await applicationOf(tx, competitionId, personId);
  return {
    watched: plan !== null,
    version,
    camera: plan?.camera ?? null,
    excused: application !== undefined && (await excuseOf(tx, sessionId, application.id)) !== undefined,
    mayBegin: version === null || (await mayBeWatched(tx, { sessionId, personId, version })) === 'yes',
    notices: plan ? notices.all(plan) : [],
    given: await consentsOf(tx, sessionId, personId),
  };
}
