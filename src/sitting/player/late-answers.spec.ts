import { describe, expect, it } from '@jest/globals';
import type { ChainedEvent, EventType } from '../domain/response-event.js';
import { lateAnswers } from './late-answers.js';

const event = (seq: number, position: number, type: EventType = 'answer'): ChainedEvent => ({
  seq,
  type,
  position,
  value: '1',
  offset: 0,
  hash: 'a'.repeat(64),
});

describe('answers that came late', () => {
  it('are told by question: those kept aside, and those sent with them that count', () => {
    const sent = [event(1, 1), event(2, 2), event(3, 2), event(4, 3), event(5, 3, 'flag')];
    expect(lateAnswers(undefined, sent, 3)).toEqual({ keptAside: [2, 3], counted: [1, 2] });
  });

  it('are gathered over several batches, each question once', () => {
    const first = lateAnswers(undefined, [event(1, 1), event(2, 2)], 1);
    expect(lateAnswers(first, [event(3, 2), event(4, 5)], 2)).toEqual({ keptAside: [2, 5], counted: [1] });
  });

  it('count in full where the server says of more events than were sent', () => {
    expect(lateAnswers(undefined, [event(1, 4)], 9)).toEqual({ keptAside: [4], counted: [] });
  });
});
