import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eventStreamReader } from './event-stream.js';

const STREAM =
  ': hello\n\nevent: clock\ndata: {"a":1}\n\n: awake\n\ndata: one\ndata: two\n\nevent: clock\r\ndata: 3\r\n\r\n';

describe('a stream of events', () => {
  it('gives the same events in whatever pieces it comes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: STREAM.length })), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), STREAM.length];
        const read = eventStreamReader();
        const events = places.flatMap((place, index) =>
          read(STREAM.slice(place, places[index + 1] ?? place)),
        );
        expect(events).toEqual([
          { name: 'clock', data: '{"a":1}' },
          { name: 'message', data: 'one\ntwo' },
          { name: 'clock', data: '3' },
        ]);
      }),
    );
  });

  it('holds back what is not whole', () => {
    const read = eventStreamReader();
    expect(read('event: clock\ndata: 1')).toEqual([]);
    expect(read('2\n')).toEqual([]);
    expect(read('\n')).toEqual([{ name: 'clock', data: '12' }]);
  });
});
