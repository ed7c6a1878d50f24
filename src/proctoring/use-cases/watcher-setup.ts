import type { Tx } from '../../platform/index.js';
import type { Entrant } from '../../sitting/index.js';
import { cameraChangesOf, lastConsentOf } from '../store/consent-store.js';
import { watchPlanOf } from '../store/watch-plan-store.js';

/** What the watcher on the player's page is told. */
export interface WatcherSetup {
  /** Ask for full screen, and say when it is left. */
  readonly fullScreen: boolean;
  /** Snapshots were agreed to and may be taken; they were, and the camera is turned off since, and may be turned on again; or neither. */
  readonly camera: 'on' | 'off' | 'none';
}

/**
 * What somebody agreed to last in a session, which holds for them also where the plan has changed since. Undefined where nothing
 * is watched now, or where they have not agreed to anything: they sat before anything was.
 */
export async function watcherSetup(
  tx: Tx,
  { session, personId }: Pick<Entrant, 'session' | 'personId'>,
): Promise<WatcherSetup | undefined> {
  if (session.watchVersion === null) return undefined;
  const given = await lastConsentOf(tx, session.id, personId);
  if (!given) return undefined;
  const { version } = given;
  const { fullScreen } = await watchPlanOf(tx, session.id, version);
  if (given.camera) return { fullScreen, camera: 'on' };
  const changes = await cameraChangesOf(tx, session.id, personId);
  return { fullScreen, camera: changes.some((change) => change.version === version) ? 'off' : 'none' };
}
