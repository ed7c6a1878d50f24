import { notForEver } from './not-for-ever.js';

const PREFIX = 'openmerit-exam ';
const SCOPES = ['/sessions/', '/sittings/'];
/** Milliseconds: less than the service worker waits before it shows the copy. */
const PATIENCE = 3000;

/**
 * Keeps a copy of this page and of its files, so that it can be loaded again without a line. Where the browser has no
 * service worker, or forbids it, the page works on without: the answers are in the vault all the same.
 *
 * @param path the page's address. @param from an address whose copy becomes this one's; without it the page is fetched.
 * @returns whether it can be loaded without a line now.
 */
export async function keepPage(path: string, from?: string): Promise<boolean> {
  try {
    for (const scope of SCOPES) await navigator.serviceWorker.register('/exam-worker.js', { scope });
    const kept = from === undefined ? undefined : await caches.match(from);
    const copy = kept ?? (await fetch(path, { credentials: 'same-origin' }));
    // Signed out, or over by now: that is not this page.
    if (!copy.ok || copy.redirected) return false;
    const files = [...document.querySelectorAll<HTMLElement>('link[href], script[src]')].map(
      (one) => one.getAttribute('href') ?? one.getAttribute('src') ?? '',
    );
    const cache = await caches.open(PREFIX + path);
    await cache.put(path, copy);
    await cache.addAll(files);
    const wanted = [path, ...files].map((name) => new URL(name, location.href).href);
    for (const { url } of await cache.keys()) if (!wanted.includes(url)) await cache.delete(url);
    if (from !== undefined) await caches.delete(PREFIX + from);
    await Promise.all(SCOPES.map(activated));
    return true;
  } catch {
    return false;
  }
}

/** Whether the page at this address would come now: where it would not, whoever loads it anew gets the copy. */
export async function pageComes(path: string): Promise<boolean> {
  try {
    const wish = { credentials: 'same-origin', cache: 'no-store' } as const;
    const { ok, body } = await fetch(path, { ...wish, signal: AbortSignal.timeout(PATIENCE) });
    void body?.cancel();
    return ok;
  } catch {
    return false;
  }
}

/** Forgets the copy; with the last one the service worker goes too. Waited for as long as {@link notForEver} says. */
export const forgetPage = (path: string): Promise<void> => notForEver(forget(path));

async function forget(path: string): Promise<void> {
  try {
    await caches.delete(PREFIX + path);
    if ((await caches.keys()).some((name) => name.startsWith(PREFIX))) return;
    for (const registration of await navigator.serviceWorker.getRegistrations())
      if (SCOPES.includes(new URL(registration.scope).pathname)) await registration.unregister();
  } catch {
    // Where nothing can be opened nothing was kept.
  }
}

async function activated(scope: string): Promise<void> {
  const worker = (await navigator.serviceWorker.getRegistration(scope))?.installing;
  if (!worker) return;
  await new Promise<void>((resolve) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated' || worker.state === 'redundant') resolve();
    });
  });
}
