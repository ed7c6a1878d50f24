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
 */
export async function sendLeftovers(api: Api, except: string | null): Promise<void> {
  for (const sittingId of await Vault.sittings()) {
    if (sittingId === except) continue;
    const vault = await Vault.open(sittingId);
    const kept = KeptExam.of(vault);
    const lock = OneTab.lockOf(kept?.exam.sessionId ?? sittingId);
    await navigator.locks.request(lock, { ifAvailable: true }, async (free) => {
      // A tab that answers in it looks after it.
      if (!free || (kept && !(await isOver(kept, api)))) return;
      await vault.wipe();
      await forgetPage(pageOfSitting(sittingId));
    });
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
