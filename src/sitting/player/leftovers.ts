import { ApiRefusal, type Api } from './api.js';
import { Clock } from './clock.js';
import { pageOfSitting } from './exam-page.js';
import { KeptExam } from './kept-exam.js';
import { forgetPage } from './offline-page.js';
import { OneTab } from './one-tab.js';
import { SaveLoop } from './save-loop.js';
import { Vault } from './vault.js';

/**
 * Other sittings of which this browser still keeps something, because somebody left a shared machine: what the server
 * does not have yet is sent, and what is over is wiped. A sitting that goes on here stays.
 *
 * @param here the session and sitting that this page looks after itself.
 */
export async function sendLeftovers(
  api: Api,
  here: { readonly sessionId: string; readonly sittingId: string | null },
): Promise<void> {
  for (const sittingId of await Vault.sittings()) {
    if (sittingId === here.sittingId) continue;
    const vault = await Vault.open(sittingId);
    const kept = KeptExam.of(vault);
    const clear = async (): Promise<void> => {
      if (kept && !(await isOver(kept, api))) return;
      await vault.wipe();
      await forgetPage(pageOfSitting(sittingId));
    };
    // This page holds the lock of its own session. In another session a tab that answers looks after itself.
    if (!kept || kept.exam.sessionId === here.sessionId) await clear();
    else
      await navigator.locks.request(
        OneTab.lockOf(kept.exam.sessionId),
        { ifAvailable: true },
        async (free) => {
          if (free) await clear();
        },
      );
  }
}

/** Sends what waits. @returns whether the server has all of it and takes nothing more. */
async function isOver(kept: KeptExam, api: Api): Promise<boolean> {
  const outcome = { ended: false };
  const ignore = (): void => undefined;
  const loop = new SaveLoop(kept, api, new Clock(), {
    onState: ignore,
    onSaved: ignore,
    onClock: ignore,
    onBroken: ignore,
    onEnded: () => {
      outcome.ended = true;
    },
  });
  const sent = await loop.flush();
  await loop.stop();
  if (outcome.ended || !sent) return outcome.ended;
  try {
    const { leaseActive, state } = await api.clock(kept.exam.token);
    return !leaseActive || state !== 'open';
  } catch (error) {
    if (error instanceof ApiRefusal) return false;
    throw error;
  }
}
