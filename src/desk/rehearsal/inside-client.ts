import type { SealedFiles } from '../../form/index.js';
import type { Result } from '../../kernel/index.js';
import type { Principal } from '../../platform/index.js';
import type {
  ChainedEvent,
  IssueLease,
  SaveResponses,
  StartSitting,
  SubmitSitting,
} from '../../sitting/index.js';
import { ApiError } from '../round/api-client.js';
import type { Caller } from '../round/sit-exam.js';

/** What the api does with the requests of a candidate who sits. */
export interface InsideParts {
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
const SUBMIT = /^\/api\/v1\/sittings\/([0-9a-f-]+)\/submission$/;

/** A candidate's requests without the way through HTTP: where a worker does not reach the api. */
export class InsideClient implements Caller {
  constructor(
    private readonly parts: InsideParts,
    private readonly principal: Principal,
  ) {}

  async post<T>(path: string, body: unknown = {}, bearer?: string): Promise<T> {
    return (await this.#answer(path, body, bearer)) as T;
  }

  async file(path: string): Promise<Buffer> {
    const file = await this.parts.files.read(path.replace('/sealed/', ''));
    if (!file) throw new ApiError(404, 'NONE', path);
    return file;
  }

  async #answer(path: string, body: unknown, bearer?: string): Promise<unknown> {
    const [, sessionId] = START.exec(path) ?? [];
    if (sessionId) return value(path, await this.parts.start.run(this.principal, sessionId));
    const [, sittingId] = SUBMIT.exec(path) ?? [];
    if (sittingId) {
      const { head } = body as { head?: { lease: number; seq: number } };
      return value(path, await this.parts.submit.run(this.principal, sittingId, head));
    }
    if (path === '/api/v1/responses' && bearer) {
      const [sitting = '', lease] = bearer.split('.');
      const { previous, events } = body as Save;
      return value(
        path,
        await this.parts.save.run({ sittingId: sitting, lease: Number(lease), previous, events }),
      );
    }
    throw new Error(`Nobody answers ${path} inside.`);
  }
}

function value<T>(path: string, result: Result<T>): T {
  if (result.ok) return result.value;
  throw new ApiError(0, result.refusal.code, path);
}
