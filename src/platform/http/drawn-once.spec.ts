import { expect, it } from '@jest/globals';
import { DrawnOnce } from './drawn-once.js';

it('draws each page once, and puts in the words of each time', () => {
  const pages = new DrawnOnce();
  let drawn = 0;
  const page = (key: string, name: string): string =>
    pages.html(
      key,
      () => {
        drawn += 1;
        return `${key}: [name], [name]`;
      },
      { '[name]': () => name },
    );
  expect([page('a', 'one'), page('a', '$& two'), page('b', 'three')]).toEqual([
    'a: one, one',
    'a: $& two, $& two',
    'b: three, three',
  ]);
  expect(drawn).toBe(2);
});

it('asks for no word that the page does not have', () => {
  const never = (): string => {
    throw new Error('Nobody needs it.');
  };
  expect(new DrawnOnce().html('a', () => 'plain', { '[name]': never })).toBe('plain');
});

it('keeps a bounded number of pages, however many addresses are made up', () => {
  const pages = new DrawnOnce();
  let drawn = 0;
  const open = (key: number): string =>
    pages.html(
      String(key),
      () => {
        drawn += 1;
        return String(key);
      },
      {},
    );
  for (let key = 0; key < 1000; key += 1) expect(open(key)).toBe(String(key));
  expect(open(999)).toBe('999');
  expect(drawn).toBe(1000);
  open(0);
  expect(drawn).toBe(1001);
});
