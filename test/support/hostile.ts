import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a platform answers, as somebody between it and its visitors may change it. */
export interface Answer {
  status: number;
  body: Buffer;
}

/** Stands in front of a platform and changes what it answers. */
export class Hostile {
  private constructor(
    private readonly server: Server,
    /** Changes an answer; by its path with the query. */
    public change: (path: string, answer: Answer) => void,
  ) {}

  /** @param base the platform's origin. */
  static async before(base: string): Promise<Hostile> {
    const server = createServer((request, response) => {
      void fetch(base + (request.url ?? '')).then(async (answer) => {
        const changed = { status: answer.status, body: Buffer.from(await answer.arrayBuffer()) };
        hostile.change(request.url ?? '', changed);
        response.writeHead(changed.status, { 'content-type': answer.headers.get('content-type') ?? '' });
        response.end(changed.body);
      });
    });
    const hostile = new Hostile(server, () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return hostile;
  }

  get base(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
