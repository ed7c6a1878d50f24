import { describe, expect, it } from '@jest/globals';
import { transition } from '../../kernel/index.js';
import { APPEAL_STATES, type AppealEvent, type AppealState } from './appeal-state.js';
import { CASE_STATES, type CaseEvent, type CaseState } from './case-state.js';

describe('a challenged item', () => {
  const after = (state: CaseState, event: CaseEvent) => transition(CASE_STATES, state, event, 'NO');

  it('is decided by an expert before an officer confirms it, and ends once', () => {
    expect(after('open', 'confirm').ok).toBe(false);
    expect(after('open', 'propose')).toEqual({ ok: true, value: 'proposed' });
    expect(after('proposed', 'propose').ok).toBe(false);
    expect(after('proposed', 'return')).toEqual({ ok: true, value: 'open' });
    expect(after('proposed', 'confirm')).toEqual({ ok: true, value: 'regrading' });
    expect(after('regrading', 'finish')).toEqual({ ok: true, value: 'accepted' });
    expect([...Object.keys(CASE_STATES.accepted), ...Object.keys(CASE_STATES.rejected)]).toEqual([]);
  });
});

describe('an appeal', () => {
  const after = (state: AppealState, event: AppealEvent) => transition(APPEAL_STATES, state, event, 'NO');

  it('is taken up before it is decided, can be handed on, and ends once', () => {
    expect(after('submitted', 'decide').ok).toBe(false);
    expect(after('submitted', 'take')).toEqual({ ok: true, value: 'taken' });
    expect(after('taken', 'take')).toEqual({ ok: true, value: 'taken' });
    expect(after('taken', 'withdraw')).toEqual({ ok: true, value: 'withdrawn' });
    expect(after('decided', 'withdraw').ok).toBe(false);
    expect(after('withdrawn', 'take').ok).toBe(false);
  });
});
