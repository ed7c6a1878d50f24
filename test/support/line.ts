import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A line between browsers and the platform that can be cut, with everything on it, and mended. */
export interface Line {
  /** Origin at the browsers' end, without a trailing slash. */
  readonly base: string;
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** @param target origin at the platform's end. */
export async function openLine(target: string): Promise<Line> {
  const sockets = new Set<Socket>();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) {
      near.destroy();
      return;
    }
    const far = connect(Number(new URL(target).port), '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const cut = (): void => {
    whole = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    base: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    cut,
    mend: () => {
      whole = true;
    },
    close: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
