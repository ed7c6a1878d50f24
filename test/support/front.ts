import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy before the platform, which hands on everything but what it is told to fail on. */
export interface Front {
  /** Origin at the browsers' end, without a trailing slash. */
  readonly base: string;
  /** Paths that are answered with 502; null: none. */
  failing: RegExp | null;
  close(): Promise<void>;
}

/** @param target origin of the platform. The host that was asked for is handed on, as openLine does. */
export async function openFront(target: string): Promise<Front> {
  let failing: RegExp | null = null;
  const server = createServer((asked, answer) => {
    if (failing?.test(asked.url ?? '')) {
      answer.writeHead(502).end();
      return;
    }
    const { method, headers } = asked;
    const handedOn = request(new URL(asked.url ?? '/', target), { method, headers }, (came) => {
      answer.writeHead(came.statusCode ?? 502, came.headers);
      came.pipe(answer);
    });
    handedOn.on('error', () => answer.destroy());
    answer.on('close', () => handedOn.destroy());
    asked.pipe(handedOn);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    base: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    get failing() {
      return failing;
    },
    set failing(paths) {
      failing = paths;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
