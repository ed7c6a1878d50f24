import { describe, expect, it } from '@jest/globals';
import { responseLines } from './response-lines.js';

describe('a response in a reader’s words', () => {
  const item = {
    structure: {},
    stem: '',
    options: [
      { ref: '1', text: '<b>One</b>' },
      { ref: '2', text: 'Two' },
    ],
    labels: { left: 'The left one' },
  };
  const option = (html: string, of: string | null = null) => ({ of, html, text: null });

  it('names options by their texts', () => {
    expect(responseLines(item, '2')).toEqual([option('Two')]);
    expect(responseLines(item, '["2","1"]')).toEqual([option('Two'), option('<b>One</b>')]);
    expect(responseLines(item, '{"left":"2","1":"1"}')).toEqual([
      option('<b>One</b>', 'One'),
      option('Two', 'The left one'),
    ]);
  });

  it('shows what somebody wrote as text, whatever it holds', () => {
    for (const text of ['<script>', '[not JSON', '{"a', '12,5', ''])
      expect(responseLines(item, text)).toEqual([{ of: null, html: null, text }]);
    expect(responseLines(item, '{"left":"<i>x</i>"}')).toEqual([
      { of: 'The left one', html: null, text: '<i>x</i>' },
    ]);
  });
});
