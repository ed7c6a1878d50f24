import type { SealedFiles } from '../../form/index.js';
import type { Result } from '../../kernel/index.js';
import type { Database, Principal } from '../../platform/index.js';
import type { ConsentWish, GiveConsent, HearDevice, KeepSnapshot, Report } from '../../proctoring/index.js';
import {
  clockAnswer,
  clocksOf,
  markRead,
  messagesOf,
  type ChainedEvent,
  type IssueLease,
  type SaveResponses,
  type SittingClaim,
  type StartSitting,
  type SubmitSitting,
} from '../../sitting/index.js';
import { ApiError } from '../round/api-client.js';
import { CLOCK, LEASES, MESSAGES, READ, REPORTS, SNAPSHOTS, type DrillCaller } from './drill-device.js';

/** What the api does with the requests of a candidate who sits. */
export interface InsideParts {
  readonly database: Database;
  readonly hear: HearDevice;
  readonly snapshot: KeepSnapshot;
  readonly consent: GiveConsent;
  readonly start: StartSitting;
  readonly lease: IssueLease;
  readonly save: SaveResponses;
  readonly submit: SubmitSitting;
  readonly files: SealedFiles;
}

interface Save {
  readonly previous: string;
  readonly events: readonly ChainedEvent[];
}

const START = /^\/api\/v1\/sessions\/([0-9a-f-]+)\/sittings$/;
const CONSENT = /^\/api\/v1\/sessions\/([0-9a-f-]+)\/consent$/;
const LEASE = new RegExp(`^${LEASES('([0-9a-f-]+)')}$`);
const SINCE = new RegExp(`^${MESSAGES}\\?after=(\\d+)$`);
const PICTURE = new RegExp(`^${SNAPSHOTS}\\?slot=(\\d+)$`);
/** As an api hears it that is asked by its own machine. */
const HERE = '127.0.0.1';
const SUBMIT = /^\/api\/v1\/sittings\/([0-9a-f-]+)\/submission$/;

/** A candidate's requests without the way through HTTP: where a worker does not reach the api. */
export class InsideClient implements DrillCaller {
  constructor(
    private readonly parts: InsideParts,
    private readonly principal: Principal,
  ) {}

  async post<T>(path: string, body: unknown = {}, bearer?: string): Promise<T> {
    return (await this.#answer(path, body, bearer)) as T;
  }

  async get<T>(path: string, bearer = ''): Promise<T> {
    const claim = claimOf(bearer);
    const { tx } = this.parts.database;
    const [, after] = SINCE.exec(path) ?? [];
    if (after) return { items: (await messagesOf(tx, [{ ...claim, after: Number(after) }]))[0] } as T;
    if (path !== CLOCK) throw new Error(`Nobody answers ${path} inside.`);
    const [clock] = await clocksOf(tx, [claim]);
    if (!clock) throw new ApiError(0, 'SITTING.NO_LEASE', path);
    return clockAnswer(clock) as T;
  }

  async picture<T>(path: string, jpeg: Buffer, bearer: string): Promise<T> {
    const [, slot] = PICTURE.exec(path) ?? [];
    return value(path, await this.parts.snapshot.run(claimOf(bearer), Number(slot), inOnePiece(jpeg))) as T;
  }

  async file(path: string): Promise<Buffer> {
    const file = await this.parts.files.read(path.replace('/sealed/', ''));
    if (!file) throw new ApiError(404, 'NONE', path);
    return file;
  }

  async #answer(path: string, body: unknown, bearer?: string): Promise<unknown> {
    const [, sessionId] = START.exec(path) ?? [];
    if (sessionId) return value(path, await this.parts.start.run(this.principal, sessionId));
    const [, watchedId] = CONSENT.exec(path) ?? [];
    if (watchedId)
      return value(path, await this.parts.consent.run(this.principal, watchedId, body as ConsentWish));
    const [, sittingId] = SUBMIT.exec(path) ?? [];
    if (sittingId) {
      const { head } = body as { head?: { lease: number; seq: number } };
      return value(path, await this.parts.submit.run(this.principal, sittingId, head));
    }
    const [, leasedId] = LEASE.exec(path) ?? [];
    if (leasedId) return value(path, await this.parts.lease.run(this.principal, leasedId));
    return this.#fromDevice(path, body, claimOf(bearer ?? ''));
  }

  async #fromDevice(path: string, body: unknown, claim: SittingClaim): Promise<unknown> {
    if (path === '/api/v1/responses') {
      const { previous, events } = body as Save;
      return value(path, await this.parts.save.run({ ...claim, previous, events }));
    }
    if (path === REPORTS) return value(path, await this.parts.hear.run(claim, body as Report, HERE));
    if (path === READ) {
      return { read: await markRead(this.parts.database.tx, claim, (body as { number: number }).number) };
    }
    throw new Error(`Nobody answers ${path} inside.`);
  }
}

async function* inOnePiece(bytes: Buffer): AsyncIterable<Buffer> {
  yield await Promise.resolve(bytes);
}

/** Of a sitting token, whose first parts say whose it is. */
function claimOf(bearer: string): SittingClaim {
  const [sittingId = '', lease] = bearer.split('.');
  return { sittingId, lease: Number(lease) };
}

function value<T>(path: string, result: Result<T>): T {
  if (result.ok) return result.value;
  throw new ApiError(0, result.refusal.code, path);
}
