import { seededGenerator, sha256 } from '../../kernel/index.js';
import { ApiClient, ApiError } from '../round/api-client.js';
import { inParallel, patiently } from '../round/crowd-pace.js';
import { sitExam, type Caller, type Leased } from '../round/sit-exam.js';

/** What the made-up candidates met with. */
export class Observations {
  readonly starts: number[] = [];
  readonly saves: number[] = [];
  readonly errors = new Map<string, number>();
  started = 0;
  handedIn = 0;

  wrong(error: unknown): void {
    const code = error instanceof ApiError ? error.code : 'NETWORK';
    this.errors.set(code, (this.errors.get(code) ?? 0) + 1);
  }
}

/** Stops what is under way: cancelled, out of time, or this process ends. */
export class Stopped extends Error {}

/** A candidate whose requests are timed, until somebody stops it all. */
class TimedCaller implements Caller {
  constructor(
    private readonly inner: Caller,
    private readonly seen: Observations,
    private readonly isStopped: () => boolean,
  ) {}

  async post<T>(path: string, body?: unknown, bearer?: string): Promise<T> {
    if (this.isStopped()) throw new Stopped();
    const began = performance.now();
    const answer = await this.inner.post<T>(path, body, bearer);
    const took = performance.now() - began;
    if (path.endsWith('/sittings')) this.seen.starts.push(took);
    if (path.endsWith('/responses')) this.seen.saves.push(took);
    return answer;
  }

  file(path: string): Promise<Buffer> {
    return this.inner.file(path);
  }
}

const SIGN_INS_AT_ONCE = 4;
const SITTING_AT_ONCE = 200;

/** Signs everybody in, as they would in the minutes before; who is told that it is busy tries again. */
export async function signAllIn(
  base: string,
  people: readonly { readonly signIn: string; readonly password: string }[],
  isStopped: () => boolean,
): Promise<ApiClient[]> {
  const clients = people.map(() => new ApiClient(base));
  await inParallel(people.length, SIGN_INS_AT_ONCE, async (index) => {
    const [client, one] = [clients[index], people[index]];
    await patiently(async () => {
      if (isStopped() || !client || !one) throw new Stopped();
      await client.signIn(one.signIn, one.password);
    });
  });
  return clients;
}

/** Some never hand in, so that the clock has something to close: one in ten, and one where there are two at least. */
export const whoStays = (candidates: number): number =>
  candidates < 2 ? 0 : Math.max(1, Math.floor(candidates / 10));

/** What the made-up candidates agree to, where something is watched. */
export interface CrowdConsent {
  readonly notice: string;
  readonly camera: boolean;
}

/** All agree to what is watched, begin at once, answer and hand in. What goes wrong for one is noted and holds up nobody else. */
export async function sitAll(
  callers: readonly Caller[],
  { sessionId, consent }: { readonly sessionId: string; readonly consent: CrowdConsent | null },
  seen: Observations,
  isStopped: () => boolean,
): Promise<void> {
  const staying = whoStays(callers.length);
  await inParallel(callers.length, SITTING_AT_ONCE, async (index) => {
    const inner = callers[index];
    if (!inner) return;
    const caller = new TimedCaller(inner, seen, isStopped);
    try {
      if (consent) await caller.post(`/api/v1/sessions/${sessionId}/consent`, consent);
      const leased = await caller.post<Leased>(`/api/v1/sessions/${sessionId}/sittings`);
      seen.started += 1;
      if (index >= staying) {
        await sitExam(caller, leased, seededGenerator(sha256(leased.sittingId)));
        seen.handedIn += 1;
      }
    } catch (error) {
      if (error instanceof Stopped) throw error;
      seen.wrong(error);
    }
  });
}
