import { describe, expect, it } from '@jest/globals';
import { ok } from '../../kernel/index.js';
import { SignInQueue } from './sign-in-queue.js';
import type { SignIn } from './sign-in.js';

/** A queue over sign-ins that end when they are told to. */
function queueOf(): { queue: SignInQueue; begun: string[]; end: () => Promise<void> } {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const signIn = {
    run: (name: string) => {
      begun.push(name);
      return new Promise((resolve) =>
        ends.push(() => {
          resolve(ok({ accountId: name }));
        }),
      );
    },
  } as unknown as SignIn;
  const end = async (): Promise<void> => {
    ends.shift()?.();
    await new Promise(setImmediate);
  };
  return { queue: new SignInQueue(signIn), begun, end };
}

const wish = (name: string) => ({ name, password: 'x', address: '::1' });

describe('SignInQueue', () => {
  it('takes up who came first first, a few at once, and says how many are before', async () => {
    const { queue, begun, end } = queueOf();
    const names = Array.from({ length: 20 }, (_, index) => `n${String(index)}`);
    const places = names.map((name) => queue.enter(wish(name)));
    const atOnce = begun.length;
    expect(atOnce).toBeLessThan(10);
    expect(places.map((place) => place?.ahead)).toEqual(names.map((_, index) => Math.max(0, index - atOnce)));
    while (begun.length < names.length) await end();
    expect(begun).toEqual(names);
    for (let left = atOnce; left > 0; left -= 1) await end();
    expect(places.map((place) => place?.outcome)).toEqual(names.map((accountId) => ok({ accountId })));
  });

  it('lets who waits send another password, and keeps the place', async () => {
    const { queue, begun, end } = queueOf();
    const places = Array.from({ length: 12 }, (_, index) => queue.enter(wish(`n${String(index)}`)));
    expect(places[0]?.change(wish('too late'))).toBe(false);
    expect(places[11]?.change(wish('corrected'))).toBe(true);
    while (begun.length < 12) await end();
    expect(begun.at(-1)).toBe('corrected');
    expect(begun).not.toContain('too late');
  });

  it('refuses a caller of the API who would wait long, and everybody once it is full', async () => {
    const { queue } = queueOf();
    let entered = 0;
    while (queue.enter(wish('one of many'))) entered += 1;
    expect(entered).toBeGreaterThan(9_000);
    expect(await queue.run(wish('hr'))).toMatchObject({
      ok: false,
      refusal: { code: 'AUTH.BUSY', kind: 'unavailable', retryAfter: 60 },
    });
  });

  it('tells nothing for so long as it was asked to wait, and the outcome once it is there', async () => {
    const { queue, end } = queueOf();
    const place = queue.enter(wish('me'));
    expect(await place?.within(0.01)).toBeUndefined();
    const later = place?.within(60);
    await end();
    expect(await later).toEqual(ok({ accountId: 'me' }));
  });
});
