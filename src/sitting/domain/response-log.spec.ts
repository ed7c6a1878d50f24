import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { otherSpellings } from '../../../test/support/other-spellings.js';
import { canonicalJson, hmac, newId, sha256 } from '../../kernel/index.js';
import { replay } from './answer-sheet.js';
import { checkChain } from './response-chain.js';
import { eventBytes, keptEvent, leaseRoot, type ChainedEvent, type ResponseEvent } from './response-event.js';
import { readToken, signToken } from './sitting-token.js';

const sittingId = '6f1f2b0c-6a6d-4c55-9d3b-3f2a4c3f9b10';
const root = sha256(leaseRoot(sittingId, 1, [])).toString('hex');

const anyEvents = fc.array(
  fc.record({
    type: fc.constantFrom('answer' as const, 'flag' as const, 'visit' as const),
    position: fc.integer({ min: 1, max: 55 }),
    value: fc.constantFrom('1', '2', '3', '4', null),
    offset: fc.integer({ min: 0, max: 3_600_000 }),
  }),
  { minLength: 1, maxLength: 20 },
);

function chained(events: readonly Omit<ResponseEvent, 'seq'>[]): ChainedEvent[] {
  let previous = root;
  return events.map((event, index) => {
    const whole = { ...event, seq: index + 1 };
    previous = sha256(eventBytes(sittingId, 1, whole, previous)).toString('hex');
    return { ...whole, hash: previous };
  });
}

describe('the response chain', () => {
  it('is accepted whole, and from any event on with the hash before it', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const run = chained(events);
        const last = { ok: true, value: run.at(-1)?.hash };
        expect(checkChain({ sittingId, lease: 1, previous: root, events: run })).toEqual(last);
        const middle = Math.floor(run.length / 2);
        const previous = run[middle - 1]?.hash ?? root;
        expect(checkChain({ sittingId, lease: 1, previous, events: run.slice(middle) })).toEqual(last);
      }),
    );
  });

  it('shows any change of any event, another sitting and another lease', () => {
    fc.assert(
      fc.property(anyEvents, fc.nat(), (events, pick) => {
        const run = chained(events);
        const at = pick % run.length;
        const changed = run.map((event, index) =>
          index === at ? { ...event, offset: event.offset + 1 } : event,
        );
        const refused = { ok: false, refusal: { code: 'SITTING.CHAIN_BROKEN' } };
        expect(checkChain({ sittingId, lease: 1, previous: root, events: changed })).toMatchObject(refused);
        expect(checkChain({ sittingId: newId(), lease: 1, previous: root, events: run })).toMatchObject(
          refused,
        );
        expect(checkChain({ sittingId, lease: 2, previous: root, events: run })).toMatchObject(refused);
      }),
    );
  });

  it('hashes and keeps canonical JSON, whatever was answered', () => {
    const anyEvent = fc.record({
      seq: fc.integer({ min: 1, max: 1_000_000 }),
      type: fc.constantFrom('answer' as const, 'flag' as const, 'visit' as const),
      position: fc.integer({ min: 1, max: 1000 }),
      value: fc.option(fc.string({ unit: 'binary' })),
      offset: fc.integer({ min: 0, max: 86_400_000 }),
    });
    fc.assert(
      fc.property(anyEvent, fc.nat(), fc.uuid(), (event, lease, sitting) => {
        const previous = root;
        expect(eventBytes(sitting, lease, event, previous)).toBe(
          canonicalJson({ ...event, lease, sitting, previous }),
        );
        expect(keptEvent(event)).toBe(canonicalJson(event));
      }),
    );
    const half = { seq: 1, type: 'answer' as const, position: 1, value: 'a\ud800', offset: 0 };
    expect(() => eventBytes(sittingId, 1, half, root)).toThrow(TypeError);
  });

  it('refuses a gap in the numbers', () => {
    const run = chained([1, 2, 3].map((position) => ({ type: 'answer', position, value: '1', offset: 0 })));
    const gap = [run[0], run[2]] as ChainedEvent[];
    expect(checkChain({ sittingId, lease: 1, previous: root, events: gap })).toMatchObject({
      refusal: { code: 'SITTING.OUT_OF_ORDER' },
    });
  });
});

describe('the answer sheet', () => {
  it('holds the last answer to each item, and none that was taken back', () => {
    const log = [
      { type: 'answer', position: 2, value: '1' },
      { type: 'answer', position: 1, value: '3' },
      { type: 'flag', position: 1, value: '1' },
      { type: 'answer', position: 2, value: '4' },
      { type: 'answer', position: 3, value: '2' },
      { type: 'answer', position: 3, value: null },
      { type: 'visit', position: 9, value: null },
    ] as const;
    expect(replay(log)).toEqual({ answers: { '1': '3', '2': '4' }, flagged: [1] });
  });

  it('is the same whether a log is replayed once or twice over', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        expect(replay([...events, ...events])).toEqual(replay(events));
      }),
    );
  });
});

describe('the sitting token', () => {
  const mac = (data: string) => hmac(Buffer.from('a key'), data);

  it('is read back, and nobody else can make one', () => {
    const claim = { sittingId, lease: 3 };
    const token = signToken(claim, mac);
    expect(readToken(token, mac)).toEqual(claim);
    expect(readToken(token, (data) => hmac(Buffer.from('another'), data))).toBeNull();
    expect(readToken(token.replace('.3.', '.4.'), mac)).toBeNull();
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readToken(text, mac)).toBeNull();
      }),
    );
  });

  it('has one spelling: bits that base64url leaves unused and signs that it skips are not read over', () => {
    const token = signToken({ sittingId, lease: 3 }, mac);
    for (const other of otherSpellings(token)) expect(readToken(other, mac)).toBeNull();
  });
});
