import { sha256 } from '../src/kernel/index.js';
import { eventBytes } from '../src/sitting/index.js';

export interface BenchSitting {
  readonly sittingId: string;
  readonly lease: number;
  readonly token: string;
  readonly rootHash: string;
}

/**
 * Lua for wrk: one thread walks its half of the sittings round by round, each request the next event of its chain.
 * Chains are computed beforehand, because Lua has no SHA-256; past their end the last event is sent again, which is a
 * no-op for the server.
 */
export function savesScript(sittings: readonly BenchSitting[], eventsEach: number): string {
  const chains = sittings.map((sitting) => {
    let previous = sitting.rootHash;
    const bodies = Array.from({ length: eventsEach }, (_, index) => {
      const event = {
        seq: index + 1,
        type: 'answer' as const,
        position: (index % 55) + 1,
        value: '2',
        offset: index,
      };
      const hash = sha256(eventBytes(sitting.sittingId, sitting.lease, event, previous)).toString('hex');
      const body = JSON.stringify({ previous, events: [{ ...event, hash }] });
      previous = hash;
      return `'${body}'`;
    });
    return `{ token = 'Bearer ${sitting.token}', bodies = { ${bodies.join(', ')} } }`;
  });
  return `
local all = { ${chains.join(',\n')} }
local counter = 0
function setup(thread) thread:set('id', counter); counter = counter + 1 end
function init() mine = {}; for i = 1, #all do if i % 2 == id then mine[#mine + 1] = all[i] end end; at = 0; round = 1 end
function request()
  at = at + 1
  if at > #mine then at = 1; round = math.min(round + 1, ${String(eventsEach)}) end
  local one = mine[at]
  return wrk.format('POST', nil, { ['content-type'] = 'application/json', ['authorization'] = one.token }, one.bodies[round])
end`;
}
