import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PAYLOADS } from '../../../test/factories/payloads.js';
import { bodyText, cleanBody } from './clean-body.js';

const HASH = 'a'.repeat(64);

// Written from the outside, so that a fault in the code is not repeated here.
const SAFE =
  /^(?:[^<>]|<\/?(?:p|br|strong|em|sub|sup|ul|ol|li|table|caption|thead|tbody|tr|code|td|th)(?: (?:scope|colspan|rowspan)="[a-z0-9]+")* ?\/?>|<img src="media[:/][\w.-]+" alt="[^"<>]*" \/>)*$/;

describe('cleaning a body', () => {
  it.each(PAYLOADS.map((payload) => [payload]))('leaves nothing of %s, and says so', (payload) => {
    for (const kind of ['block', 'inline'] as const) {
      const { html, faults } = cleanBody(payload, kind);
      expect(html).toMatch(SAFE);
      expect(html).not.toMatch(/hit=1[^<]*>|\son[a-z]+=/);
      expect(faults.length).toBeGreaterThan(0);
    }
  });

  it.each([
    ['Plain text stays.', 'Plain text stays.'],
    ['“Quotes”, «кавычки» — and a dash', '“Quotes”, «кавычки» — and a dash'],
    ['Law & order', 'Law &amp; order'],
    ['Law &amp; order', 'Law &amp; order'],
    ['5 < 7 and 7 > 5', '5 &lt; 7 and 7 &gt; 5'],
    ['a&nbsp;b', 'a\u00a0b'],
    ['x<sup>2</sup> and CO<sub>2</sub>', 'x<sup>2</sup> and CO<sub>2</sub>'],
    ['line<br>line', 'line<br />line'],
    ['<p>One</p><ul><li>two</li></ul>', '<p>One</p><ul><li>two</li></ul>'],
    [
      '<table><caption>T</caption><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td colspan="2">1</td></tr></tbody></table>',
      '<table><caption>T</caption><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td colspan="2">1</td></tr></tbody></table>',
    ],
    ['<img src="media/queue.svg" alt="A queue">', '<img src="media/queue.svg" alt="A queue" />'],
    [`<img src='media:${HASH}' alt='A "queue"'>`, `<img src="media:${HASH}" alt="A &quot;queue&quot;" />`],
  ])('keeps %s', (text, kept) => {
    expect(cleanBody(text, 'block')).toEqual({ html: kept, faults: [] });
  });

  it.each([
    ['<img src="media/queue.svg">', /needs alt/],
    ['<img src="media/queue.svg" alt=" ">', /needs alt/],
    ['<img alt="A queue">', /needs src/],
    ['<img src="media/../secret.svg" alt="a">', /a file of the bank/],
    ['<img src="media/queue.exe" alt="a">', /a file of the bank/],
    ['<p>not closed', /not written as it would be kept/],
    ['<p>a</p></p>', /not written as it would be kept/],
    ['a<b> and c', /<b> is not allowed/],
    ['a<b and c', /not written as it would be kept/],
    ['a <!-- note --> b', /not written as it would be kept/],
    ['<h2>Heading</h2>', /<h2> is not allowed/],
    ['<p class="x">a</p>', /may not have "class"/],
  ])('finds fault with %s', (text, fault) => {
    expect(cleanBody(text, 'block').faults.join('\n')).toMatch(fault);
  });

  it('takes blocks out of what is inline', () => {
    expect(cleanBody('<p>a</p>', 'inline').html).toBe('a');
    expect(cleanBody('<table><tr><td>a</td></tr></table>', 'inline').faults).not.toEqual([]);
  });

  it('changes nothing the second time, whatever it is given', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(...PAYLOADS, '<p>', '</p>', '<td>', '&lt;', '&amp;lt;', '<'),
    );
    fc.assert(
      fc.property(fc.array(piece), fc.constantFrom('block' as const, 'inline' as const), (pieces, kind) => {
        const { html } = cleanBody(pieces.join(''), kind);
        expect(html).toMatch(SAFE);
        expect(cleanBody(html, kind)).toEqual({ html, faults: [] });
      }),
      { numRuns: 300 },
    );
  });

  it('puts right what came into one another when something between was taken out', () => {
    expect(cleanBody('<p>a<noscript><p>b</p></noscript>', 'block').html).toBe('<p>a</p><p>b</p><p></p>');
  });

  it('gives the words alone, pictures by what they show', () => {
    expect(bodyText('<p>Law &amp; <em>order</em></p><img src="media/a.svg" alt="A queue">')).toBe(
      'Law & order A queue',
    );
  });
});
