import type { Page } from 'playwright-core';
import { signIn } from './browser.js';
import { answerAnything } from './keyboard.js';
import type { NewAccount } from './candidates.js';

/** Questions with a response, whole or in part. */
export const GIVEN = '.player-map__item--answered, .player-map__item--partly';

/** Signs in as a candidate who has applied, goes through the waiting room and begins. @returns the sitting's id. */
export async function beginExam(
  page: Page,
  base: string,
  who: NewAccount,
  sessionId: string,
): Promise<string> {
  await signIn(page, base, who.email, who.password);
  await page.goto(`${base}/sessions/${sessionId}/sitting`);
  await page.click('#waiting-start');
  return inExam(page);
}

/** Waits for the exam. @returns the sitting's id. */
export async function inExam(page: Page): Promise<string> {
  await page.waitForSelector('#player:not([hidden])');
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

/** Answers so many questions from the one that is shown. */
export async function answer(page: Page, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    await answerAnything(page);
    await page.click('#player-next');
  }
}

export const saved = (page: Page): Promise<unknown> =>
  page.waitForSelector('#player-saved[data-state=saved]');
export const waiting = (page: Page): Promise<unknown> =>
  page.waitForSelector('#player-saved[data-state=waiting]');
export const given = (page: Page): Promise<number> => page.locator(GIVEN).count();
/** What the clock shows, in seconds. */
export const secondsLeft = async (page: Page): Promise<number> =>
  ((await page.textContent('#player-clock')) ?? '')
    .split(':')
    .map(Number)
    .reduce((sum, part) => sum * 60 + part, 0);

/** The page can be loaded without a line. */
export const offlineReady = (page: Page): Promise<unknown> =>
  page.waitForSelector('html[data-offline=ready]');
export const stopped = async (page: Page): Promise<string> => {
  await page.waitForSelector('#player-stop:not([hidden])');
  return (await page.textContent('#player-stop')) ?? '';
};

/** What this browser still keeps of exams: records and keys in IndexedDB, caches, service workers. */
export const leftInBrowser = (
  page: Page,
): Promise<{ records: number; keys: number; caches: number; workers: number }> =>
  page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('openmerit-exam');
      opening.onsuccess = () => {
        resolve(opening.result);
      };
      opening.onerror = () => {
        reject(new Error('It does not open.'));
      };
    });
    const count = (store: string): Promise<number> =>
      new Promise((resolve) => {
        if (!database.objectStoreNames.contains(store)) {
          resolve(0);
          return;
        }
        const asking = database.transaction(store).objectStore(store).count();
        asking.onsuccess = () => {
          resolve(asking.result);
        };
      });
    const found = { records: await count('records'), keys: await count('keys') };
    database.close();
    return {
      ...found,
      caches: (await caches.keys()).length,
      workers: (await navigator.serviceWorker.getRegistrations()).length,
    };
  });

/** The names of the records that this browser keeps of its exams; what is in them is encrypted. */
export const keptNames = (page: Page): Promise<readonly string[]> =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('openmerit-exam');
        opening.onerror = () => {
          reject(new Error('It does not open.'));
        };
        opening.onsuccess = () => {
          const asking = opening.result.transaction('records').objectStore('records').getAll();
          asking.onsuccess = () => {
            opening.result.close();
            resolve((asking.result as { name: string }[]).map(({ name }) => name));
          };
        };
      }),
  );

/** Another tab of the same browser takes the exam of a session, without asking the one that has it. @param base the platform's origin. */
export async function takeByForce(page: Page, base: string, sessionId: string): Promise<void> {
  const other = await page.context().newPage();
  await other.goto(base);
  await other.evaluate(
    (name) =>
      new Promise<void>((resolve) => {
        void navigator.locks.request(name, { steal: true }, () => {
          resolve();
          return new Promise(() => undefined);
        });
      }),
    `openmerit-exam-${sessionId}`,
  );
}
