import { EXAM_PAGE } from './exam-page.js';

/** What a service worker has; the compiler's own list of it and of a page's do not go together. */
interface WorkerScope {
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: string, listener: (event: WorkerEvent) => void): void;
}
interface WorkerEvent {
  readonly request: Request;
  waitUntil(work: Promise<unknown>): void;
  respondWith(answer: Promise<Response>): void;
}

const scope = self as unknown as WorkerScope;
/** So long a page may take to come before the copy that is kept is shown. */
const PATIENCE = 5000;

/**
 * Lets an exam be loaded again without a line. It keeps nothing by itself: the page of an exam puts its own copy into a
 * cache, for as long as the exam lasts (offline-page.ts). From the network first, so that no old build sticks.
 */
scope.addEventListener('install', (event) => {
  event.waitUntil(scope.skipWaiting());
});
scope.addEventListener('activate', (event) => {
  event.waitUntil(scope.clients.claim());
});
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate' && EXAM_PAGE.test(pathname)) event.respondWith(page(request, pathname));
  else if (pathname.startsWith('/assets/')) event.respondWith(asset(request));
});

async function page(request: Request, path: string): Promise<Response> {
  const kept = await caches.match(path);
  if (!kept) return fetch(request);
  const late = new Promise<Response>((resolve) => {
    setTimeout(() => {
      resolve(kept);
    }, PATIENCE);
  });
  const fresh = fetch(request).then(
    (response) => (response.status >= 500 ? kept : response),
    () => kept,
  );
  return Promise.race([fresh, late]);
}

async function asset(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}
