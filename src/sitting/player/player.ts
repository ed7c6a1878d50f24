import type { Say } from '../../question-bank/item-types/index.js';
import { api, ApiRefusal } from './api.js';
import { Clock } from './clock.js';
import { byId } from './dom.js';
import { ItemView } from './item-view.js';
import { listenForLanguage } from './language-switch.js';
import type { NoteKeeper } from './notes-panel.js';
import { PendingStore } from './pending-store.js';
import { SaveLoop, sendLeftovers } from './save-loop.js';
import type { Leased, PlayerSetup } from './types.js';
import { words } from './words.js';

async function start(): Promise<void> {
  const setup = JSON.parse(byId('player-setup').textContent) as PlayerSetup;
  let say = words(setup, setup.language);
  if (!('subtle' in crypto)) {
    stop(say, 'insecure', false);
    return;
  }
  const store = await PendingStore.open();
  const leased = await takeLease(setup, store, () => say);
  if (!leased) return;

  const clock = new Clock();
  clock.set(leased.serverTime, leased.deadline);
  let handingIn = false;

  const loop = new SaveLoop(leased, leased.rootHash, store, {
    onState: (state, waiting) => {
      view.bar.showSaved(state, waiting);
      if (state !== 'saved') return;
      for (const position of unsent) view.markSaved(position, 'saved');
      unsent.clear();
    },
    onClock: (serverTime, deadline) => {
      clock.set(serverTime, deadline);
    },
    onEnded: (code) => {
      if (code === 'SITTING.CLOSED') void finish();
      else stop(say, code === 'SITTING.LEASE_REVOKED' ? 'elsewhere' : 'broken', true);
    },
  });

  const { form, sheet, candidateNumber } = leased;
  const unsent = new Set<number>();
  const exam = { form, sheet, candidateNumber, aids: form.aids, accommodations: {} };
  const view = new ItemView(exam, say, setup.language, {
    onAnswer: (position, value) => {
      unsent.add(position);
      void loop.record('answer', position, value);
    },
    onTyping: () => {
      view.bar.showSaved('saving', 1);
    },
    onFlag: (position, flagged) => void loop.record('flag', position, flagged ? '1' : '0'),
    onHandIn: () => void handIn(),
    onBreak: () => undefined,
    notes: notesInMemory(),
  });

  async function handIn(): Promise<void> {
    if (handingIn) return;
    handingIn = true;
    view.setBusy(true);
    view.settle();
    if (!(await loop.flush())) {
      handingIn = false;
      view.setBusy(false);
      view.tell(say('notYetSaved'));
      return;
    }
    await finish();
  }

  /** Hands in and leaves for the receipt; also after the clock has closed the sitting. */
  async function finish(): Promise<void> {
    try {
      await api.submit(setup.sittingId, setup.csrfToken, loop.head);
      await store.wipe(setup.sittingId);
      location.assign(`/sittings/${setup.sittingId}/receipt`);
    } catch (error) {
      handingIn = false;
      view.setBusy(false);
      const code = error instanceof ApiRefusal ? error.code : '';
      if (code === 'AUTH.SIGN_IN_NEEDED' || code === 'AUTH.CSRF') stop(say, 'signIn', true);
      else if (clock.left === 0) setTimeout(() => void finish(), 2000);
      else view.tell(say('handInFailed'));
    }
  }

  listenForLanguage(setup.directions, (language) => {
    say = words(setup, language);
    view.setLanguage(language, say);
    void loop.flush();
  });

  const tick = (): void => {
    const { left } = clock;
    view.bar.showTime(left);
    if (left === 0) {
      clearInterval(timer);
      view.cover('over', null);
      void loop.flush().then(finish);
    }
  };
  const timer = setInterval(tick, 500);
  tick();
  view.bar.showSaved('saved', 0);
  byId('player').hidden = false;
  byId('player-loading').hidden = true;
}

/** Sends leftovers, then asks for the right to answer; without a line it tries again until there is one. */
async function takeLease(setup: PlayerSetup, store: PendingStore, say: () => Say): Promise<Leased | null> {
  for (let tries = 0; ; tries += 1) {
    try {
      await sendLeftovers(store, setup.sittingId);
      return await api.lease(setup.sittingId, setup.csrfToken);
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      if (error.code === 'SITTING.CLOSED') {
        location.assign(`/sittings/${setup.sittingId}/receipt`);
        return null;
      }
      if (error.status >= 400 && error.status < 500) {
        stop(say(), error.status === 401 || error.status === 403 ? 'signIn' : 'broken', true);
        return null;
      }
      byId('player-loading').textContent = say()('noLine');
      await new Promise((resolve) => setTimeout(resolve, Math.min(10_000, 1000 * (tries + 1))));
    }
  }
}

function notesInMemory(): NoteKeeper {
  const notes = new Map<number, string>();
  return {
    get: (position) => Promise.resolve(notes.get(position) ?? ''),
    put: (position, text) => {
      notes.set(position, text);
      return Promise.resolve();
    },
  };
}

/** Covers the exam with one message: nothing more can be answered on this page. */
function stop(say: Say, reason: string, canReload: boolean): void {
  byId('player').hidden = true;
  byId('player-loading').hidden = true;
  byId('player-stop').hidden = false;
  byId('player-stop-title').textContent = say(`${reason}Title`);
  byId('player-stop-text').textContent = say(`${reason}Text`);
  const reload = byId('player-stop-reload');
  reload.hidden = !canReload;
  reload.textContent = say('continueHere');
  reload.addEventListener('click', () => {
    location.reload();
  });
  byId('player-stop-title').focus();
}

void start();
