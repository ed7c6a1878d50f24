import { describe, expect, it } from '@jest/globals';
import { transition } from '../../kernel/index.js';
import { COMPETITION_STATES, type CompetitionEvent, type CompetitionState } from './competition-state.js';

const step = (state: CompetitionState, event: CompetitionEvent) =>
  transition(COMPETITION_STATES, state, event, 'COMPETITION.STATE');

describe('the life of a competition', () => {
  it('goes one way, step by step', () => {
    expect(step('draft', 'announce')).toEqual({ ok: true, value: 'announced' });
    expect(step('announced', 'close')).toEqual({ ok: true, value: 'closed' });
    expect(step('closed', 'conclude')).toEqual({ ok: true, value: 'concluded' });
  });

  it('refuses every other step with its code', () => {
    const states: CompetitionState[] = ['draft', 'announced', 'closed', 'concluded'];
    const events: CompetitionEvent[] = ['announce', 'close', 'conclude'];
    const refused = states.flatMap((state) => events.map((event) => step(state, event))).filter((r) => !r.ok);
    expect(refused).toHaveLength(9);
    for (const result of refused) {
      expect(result).toMatchObject({ refusal: { code: 'COMPETITION.STATE', kind: 'conflict' } });
    }
  });
});
