import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boardRow } from '../../../test/support/board-rows.js';
import { countsOf, keyOf, shownRows, withNews, type News, type Row } from './board-state.js';

const news = (more: Partial<News>): News => ({
  whole: false,
  rows: [],
  gone: [],
  viewers: null,
  session: { state: 'open', pausedAt: null },
  at: 0,
  ...more,
});
const all = { view: 'all', roomId: '', search: '' } as const;
const ids = (rows: readonly Row[]): string[] => rows.map(keyOf);

describe('the board that a browser keeps', () => {
  it('takes what differs, and everything anew after a line that was lost', () => {
    const first = withNews(new Map(), news({ whole: true, rows: [boardRow('a'), boardRow('b')] }));
    const second = withNews(first, news({ rows: [boardRow('b', { state: 'paused' })], gone: ['a'] }));
    expect([...second.keys()]).toEqual(['b']);
    expect(second.get('b')?.state).toBe('paused');
    expect([...withNews(second, news({ whole: true, rows: [boardRow('c')] })).keys()]).toEqual(['c']);
  });

  it('is the same as the server’s whatever was missed before everything came anew', () => {
    const one = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      gone: fc.boolean(),
      lost: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 30 }), (steps) => {
        let server = new Map<string, Row>();
        let kept: ReadonlyMap<string, Row> = new Map();
        for (const [index, { id, gone, lost }] of steps.entries()) {
          server = new Map(server);
          if (gone) server.delete(id);
          else server.set(id, boardRow(id, { signals: index }));
          const told = gone ? news({ gone: [id] }) : news({ rows: [boardRow(id, { signals: index })] });
          if (!lost) kept = withNews(kept, told);
        }
        kept = withNews(kept, news({ whole: true, rows: [...server.values()] }));
        expect(new Map(kept)).toEqual(server);
      }),
    );
  });

  it('puts first who needs a look, the longest waiting before the others; the rest keep their seats', () => {
    const lasting = (since: string) => [{ kind: 'left-page' as const, since }];
    const rows = [
      boardRow('d', { seat: 'A, 2' }),
      boardRow('c', { seat: 'A, 1' }),
      boardRow('b', { attention: 'now', lasting: lasting('2026-01-01T10:05') }),
      boardRow('a', { attention: 'unseen', unseen: [{ kind: 'pasted', count: 1, at: '2026-01-01T09:00' }] }),
      boardRow('e', { attention: 'now', lasting: lasting('2026-01-01T10:00') }),
    ];
    expect(ids(shownRows(rows, all, 'me'))).toEqual(['e', 'b', 'a', 'c', 'd']);
    expect(ids(shownRows(rows, { ...all, view: 'attention' }, 'me'))).toEqual(['e', 'b', 'a']);
    expect(ids(shownRows(rows, { ...all, search: ' c' }, 'me'))).toEqual(['c']);
    expect(ids(shownRows(rows, { ...all, search: 'a, 2' }, 'me'))).toEqual(['d']);
  });

  it('counts each view within the room, as the view shows it', () => {
    const states = ['expected', 'waiting', 'sitting', 'silent', 'paused', 'handed-in', 'void'] as const;
    const some = fc.array(
      fc.record({
        state: fc.constantFrom(...states),
        roomId: fc.constantFrom('r', 's', null),
        mine: fc.boolean(),
        attention: fc.constantFrom('now' as const, 'unseen' as const, 'calm' as const),
      }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(some, fc.constantFrom('', 'r'), (made, roomId) => {
        const rows = made.map(({ mine, ...more }, index) =>
          boardRow(`n${String(index)}`, {
            ...more,
            inHand: mine ? { accountId: 'me', official: 'Me', at: '' } : null,
          }),
        );
        for (const [view, count] of Object.entries(countsOf(rows, roomId, 'me'))) {
          expect(shownRows(rows, { view: view as 'all', roomId, search: '' }, 'me')).toHaveLength(count);
        }
      }),
    );
  });
});
