import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApi, type RunningApi } from '../../src/app.js';
import { ApiError } from '../../src/desk/round/api-client.js';
import { sitExam } from '../../src/desk/round/sit-exam.js';
import { seededGenerator, sha256 } from '../../src/kernel/index.js';
import { Proxy } from '../faults/support/proxy.js';
import { newSitting } from '../support/candidates.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

interface Server {
  maxRequestsPerSocket: number;
  address(): { port: number };
  on(event: 'request', heard: () => void): void;
}

describe('two api processes behind one address', () => {
  let platform: TestPlatform;
  let second: RunningApi;
  let proxy: Proxy;
  const heard = [0, 0];

  beforeAll(async () => {
    platform = await startPlatform();
    second = await createApi(platform.config);
    await second.app.listen({ port: 0, host: '127.0.0.1' });
    const servers = [platform.api, second].map(({ app }) => app.getHttpServer() as unknown as Server);
    for (const [index, server] of servers.entries()) {
      // A connection a request: each goes to the other process than the one before.
      server.maxRequestsPerSocket = 1;
      server.on('request', () => {
        heard[index] = (heard[index] ?? 0) + 1;
      });
    }
    proxy = await Proxy.open(servers.map((server) => server.address().port));
  }, 120_000);
  afterAll(async () => {
    await proxy.close();
    await second.close();
    await platform.close();
  });

  it('share sign-ins, CSRF tokens and sitting tokens: a whole sitting goes to both in turn', async () => {
    const { client, leased } = await newSitting({ ...platform, base: proxy.base });
    await sitExam(client, leased, seededGenerator(sha256('two')));
    const receipt = await client.get<{ body: { closedBy: string } }>(
      `/api/v1/sittings/${leased.sittingId}/receipt`,
    );
    expect(receipt.body.closedBy).toBe('candidate');
    const [first = 0, other = 0] = heard;
    expect(Math.abs(first - other)).toBeLessThanOrEqual(1);
    expect(first + other).toBeGreaterThan(15);

    await client.delete('/api/v1/session');
    for (let i = 0; i < 2; i += 1) {
      await expect(client.get(`/api/v1/sittings/${leased.sittingId}/receipt`)).rejects.toThrow(ApiError);
    }
  }, 60_000);
});
