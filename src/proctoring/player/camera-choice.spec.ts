import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CameraChoice } from './camera-choice.js';

describe('what a candidate chooses for their camera', () => {
  /** Choices as they come to the server, which answers them when the test lets it. */
  const asked: { readonly camera: boolean; readonly token: string; answer: (response: Response) => void }[] =
    [];
  const { fetch } = globalThis;

  beforeEach(() => {
    jest.useFakeTimers();
    asked.length = 0;
    globalThis.fetch = ((path: string, { body, headers }: RequestInit) =>
      path === '/api/v1/session'
        ? Promise.resolve(Response.json({ csrfToken: 'new' }))
        : new Promise<Response>((answer) => {
            const { camera } = JSON.parse(body as string) as { camera: boolean };
            asked.push({ camera, answer, token: (headers as Record<string, string>)['x-csrf-token'] ?? '' });
          })) as typeof globalThis.fetch;
  });
  afterEach(() => {
    jest.useRealTimers();
    globalThis.fetch = fetch;
  });

  const choices = () => asked.map(({ camera }) => camera);
  const answered = async (response: Response) => {
    asked.at(-1)?.answer(response);
    await jest.advanceTimersByTimeAsync(60_000);
  };

  it('is told one at a time, and of those that wait the last alone', async () => {
    const choice = new CameraChoice('s', 'old');
    choice.choose(false);
    choice.choose(true);
    choice.choose(false);
    choice.choose(true);
    expect(choices()).toEqual([false]);
    await answered(Response.json({ camera: false }));
    expect(choices()).toEqual([false, true]);
    await answered(Response.json({ camera: true }));
    choice.choose(false);
    expect(choices()).toEqual([false, true, false]);
  });

  it('is told again while the server is away, as it is by then', async () => {
    const choice = new CameraChoice('s', 'old');
    choice.choose(true);
    await answered(Response.json({}, { status: 503 }));
    expect(choices()).toEqual([true, true]);
    choice.choose(false);
    await answered(Response.json({}, { status: 429, headers: { 'retry-after': '5' } }));
    expect(choices()).toEqual([true, true, false]);
    await answered(Response.json({ camera: false }));
    expect(choices()).toEqual([true, true, false]);
  });

  it('is told again with the token of now where the page is of an earlier session', async () => {
    const choice = new CameraChoice('s', 'old');
    choice.choose(false);
    await answered(Response.json({ code: 'AUTH.CSRF' }, { status: 403 }));
    expect(asked.map(({ token }) => token)).toEqual(['old', 'new']);
  });

  it('is not told again where it was refused for good', async () => {
    const choice = new CameraChoice('s', 'old');
    choice.choose(true);
    await answered(Response.json({ code: 'CONSENT.NO_CAMERA' }, { status: 422 }));
    expect(choices()).toEqual([true]);
  });
});
