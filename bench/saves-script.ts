import { openSync, closeSync, writeSync } from 'node:fs';
import { SAVES_PATH } from '../src/sitting/index.js';
import { beginChain, nextSave, type BenchSitting, type ChainHead } from './saves-sittings.js';

/** The chains of many sittings, growing round by round: one answer of each in a round. */
export class SaveChains {
  readonly #heads: ChainHead[];

  constructor(sittings: readonly BenchSitting[]) {
    this.#heads = sittings.map(beginChain);
  }

  /**
   * Goes back to what is on disk, so that the next requests continue it.
   *
   * @param heads by sitting: what a run before this one has left.
   */
  continueFrom(heads: ReadonlyMap<string, { readonly seq: number; readonly hash: string }>): void {
    for (const head of this.#heads) Object.assign(head, heads.get(head.sitting.sittingId));
  }

  /**
   * Writes HTTP requests to a file, each with its length before it: `rounds` answers of each sitting, in an order in
   * which nobody's next answer is sent before all others have had their turn.
   *
   * @returns how many.
   */
  write(file: string, rounds: number): number {
    const handle = openSync(file, 'w');
    for (let round = 0; round < rounds; round += 1) {
      writeSync(handle, this.#heads.map((head) => next(head)).join(''));
    }
    closeSync(handle);
    return rounds * this.#heads.length;
  }
}

function next(head: ChainHead): string {
  const body = nextSave(head);
  const request = [
    `POST ${SAVES_PATH} HTTP/1.1`,
    'host: bench',
    'content-type: application/json',
    `authorization: Bearer ${head.sitting.token}`,
    `content-length: ${String(body.length)}`,
    '',
    body,
  ].join('\r\n');
  return `${String(request.length).padStart(6, '0')}${request}`;
}

/**
 * Lua for wrk: each thread takes its share of the requests in a file, one after the other, as they are. Past the end it
 * stops the run by an error: a request that is sent twice would be counted though it changes nothing.
 */
export const fileScript = (file: string, threads: number): string => `
local counter = 0
function setup(thread) thread:set('id', counter); counter = counter + 1 end
function init()
  local file = assert(io.open('${file}', 'rb'))
  mine = {}
  local index = 0
  while true do
    local length = file:read(6)
    if not length then break end
    local request = file:read(tonumber(length))
    if index % ${String(threads)} == id then mine[#mine + 1] = request end
    index = index + 1
  end
  file:close()
  at = -1
end
-- wrk asks once without sending, to see whether requests are pipelined.
function request()
  at = at + 1
  return mine[math.max(at, 1)] or error('All requests have been sent.')
end`;
