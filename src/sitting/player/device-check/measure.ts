import { openDB, deleteDB } from 'idb';
import { clockAhead, NEEDED, type Measurements } from './device-verdicts.js';

const TRIES = 5;
const PATIENCE = 5000;
const SERVER_TIME = '/api/v1/server-time';

/** Tries what an exam needs, each for real: found is not enough. Never throws. */
export async function measure(workerAddress: string): Promise<Measurements> {
  const [encryption, storage, serviceWorker, decompression, reached] = await Promise.all([
    works(tryEncryption),
    tryStorage(),
    works(() => tryServiceWorker(workerAddress)),
    works(tryDecompression),
    askServer(),
  ]);
  return {
    secure: isSecureContext,
    encryption,
    storage,
    serviceWorker,
    decompression,
    cookies: tryCookies(),
    ...reached,
    width: Math.round(window.innerWidth),
    missing: await missingFeatures(),
  };
}

const works = async (attempt: () => Promise<boolean>): Promise<boolean> => {
  try {
    return await attempt();
  } catch {
    return false;
  }
};

async function tryEncryption(): Promise<boolean> {
  const { subtle } = crypto;
  const key = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await subtle.encrypt({ name: 'AES-GCM', iv }, key, new Uint8Array([1, 2, 3]));
  const opened = new Uint8Array(await subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed));
  return opened.join() === '1,2,3' && (await subtle.digest('SHA-256', sealed)).byteLength === 32;
}

async function tryStorage(): Promise<Measurements['storage']> {
  const free = await freeBytes();
  const name = 'openmerit-device-check';
  try {
    const database = await openDB(name, 1, {
      upgrade(made) {
        made.createObjectStore('tried');
      },
    });
    try {
      // Chromium says that there are 10 GiB left, whatever there is: so much as an exam needs is written for real.
      const bytes = new Uint8Array(NEEDED);
      // Random, so that it cannot be squeezed.
      for (let at = 0; at < bytes.length; at += 65_536)
        crypto.getRandomValues(bytes.subarray(at, at + 65_536));
      await database.put('tried', bytes, 1);
      const read = (await database.get('tried', 1)) as Uint8Array | undefined;
      return { written: read?.length === bytes.length ? 'kept' : 'forbidden', free };
    } finally {
      database.close();
      await deleteDB(name);
    }
  } catch (error) {
    const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
    return { written: isFull ? 'full' : 'forbidden', free };
  }
}

async function freeBytes(): Promise<number | null> {
  try {
    const { quota, usage = 0 } = await navigator.storage.estimate();
    return quota === undefined ? null : Math.max(0, quota - usage);
  } catch {
    return null;
  }
}

/** A worker of its own, gone again at once: the exam's is not touched. */
async function tryServiceWorker(address: string): Promise<boolean> {
  const registration = (await navigator.serviceWorker.register(address)) as
    ServiceWorkerRegistration | undefined;
  if (!registration) return false;
  await registration.unregister();
  return true;
}

// "OpenMerit", as gzip writes it (RFC 1952).
const GZIPPED = 'H4sIAAAAAAAAA/MvSM3zTS3KLAEAvAa7uAkAAAA=';

async function tryDecompression(): Promise<boolean> {
  const bytes = Uint8Array.from(atob(GZIPPED), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return (await new Response(stream).text()) === 'OpenMerit';
}

function tryCookies(): boolean {
  try {
    document.cookie = 'openmerit-check=1; SameSite=Strict; Path=/device-check';
    const kept = document.cookie.includes('openmerit-check=1');
    document.cookie = 'openmerit-check=; SameSite=Strict; Path=/device-check; Max-Age=0';
    return kept;
  } catch {
    return false;
  }
}

/** A few small questions, one after another: how long each takes, and what the server's clock says in the quickest. */
async function askServer(): Promise<Pick<Measurements, 'line' | 'clock'>> {
  const answers: { time: number; asked: number; serverTime: number }[] = [];
  for (let i = 0; i < TRIES; i += 1) {
    const asked = Date.now();
    const began = performance.now();
    try {
      const response = await fetch(SERVER_TIME, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
      const { serverTime } = (await response.json()) as { serverTime: number };
      if (response.ok) answers.push({ time: performance.now() - began, asked, serverTime });
    } catch {
      // It did not come through: told by its absence.
    }
  }
  const [quickest] = [...answers].sort((a, b) => a.time - b.time);
  return {
    line: { tried: TRIES, times: answers.map(({ time }) => Math.round(time)) },
    clock: quickest ? clockAhead(quickest.asked, quickest.asked + quickest.time, quickest.serverTime) : null,
  };
}

/** What the exam page uses and browsers of some years ago do not have. */
async function missingFeatures(): Promise<string[]> {
  const has: Readonly<Record<string, () => boolean | Promise<boolean>>> = {
    dialog: () => 'showModal' in HTMLDialogElement.prototype,
    inert: () => 'inert' in HTMLElement.prototype,
    // They exist on secure addresses alone, which is a check of its own.
    locks: () => !isSecureContext || 'locks' in navigator,
    timeouts: () => 'timeout' in AbortSignal,
    streams: () => 'pipeThrough' in ReadableStream.prototype,
    units: () => new Intl.NumberFormat('en', { style: 'unit', unit: 'minute' }).format(1) !== '',
  };
  const found = await Promise.all(
    Object.entries(has).map(async ([name, test]) => ((await works(async () => test())) ? [] : [name])),
  );
  return found.flat();
}
