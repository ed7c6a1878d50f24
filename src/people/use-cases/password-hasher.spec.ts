import { afterAll, describe, expect, it } from '@jest/globals';
import { AT_ONCE, PasswordHasher } from './password-hasher.js';

describe('PasswordHasher', () => {
  const hasher = new PasswordHasher();
  afterAll(() => hasher.onApplicationShutdown());

  it('knows a password by its Argon2id hash, and no other', async () => {
    const hash = await hasher.hash('a few words in a row');
    expect(hash).toMatchObject({
      ok: true,
      value: expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/),
    });
    const stored = hash.ok ? hash.value : '';
    expect(await hasher.matches(stored, 'a few words in a row')).toEqual({ ok: true, value: true });
    expect(await hasher.matches(stored, 'a few words in a rov')).toEqual({ ok: true, value: false });
    expect(await hasher.matches(undefined, 'no account has this password')).toEqual({
      ok: true,
      value: false,
    });
    await expect(hasher.matches('no hash at all', 'x')).rejects.toThrow('could not be hashed');
    expect(await hasher.matches(stored, 'a few words in a row')).toEqual({ ok: true, value: true });
  });

  it('lets a bounded number wait, in order, and refuses the rest at once', async () => {
    const few = new PasswordHasher(5);
    const order: number[] = [];
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const answer = await few.matches(undefined, 'x');
        if (answer.ok) order.push(index);
        return answer.ok ? 'ok' : answer.refusal.code;
      }),
    );
    await few.onApplicationShutdown();
    const taken = 5 + AT_ONCE;
    expect(answers).toEqual(answers.map((_, index) => (index < taken ? 'ok' : 'AUTH.BUSY')));
    expect(order.slice(0, -AT_ONCE).every((index) => index < taken)).toBe(true);
  });
});
