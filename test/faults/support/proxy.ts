import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * One address before several processes: each connection goes to the next one that takes it. The line to the clients can
 * be cut, as a village's line is: what is under way is lost in both directions, and nothing new comes through.
 */
export class Proxy {
  #next = 0;
  #isCut = false;
  readonly #clients = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly ports: readonly number[],
  ) {
    server.on('connection', (client) => {
      this.#serve(client);
    });
  }

  static async open(ports: readonly number[]): Promise<Proxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Proxy(server, ports);
  }

  /** Origin, without a trailing slash. */
  get base(): string {
    const address = this.server.address();
    return `http://127.0.0.1:${String(typeof address === 'object' && address ? address.port : 0)}`;
  }

  cut(): void {
    this.#isCut = true;
    for (const client of this.#clients) client.destroy();
  }

  heal(): void {
    this.#isCut = false;
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #serve(client: Socket): void {
    client.on('error', () => undefined);
    if (this.#isCut) {
      client.destroy();
      return;
    }
    this.#clients.add(client);
    client.once('close', () => this.#clients.delete(client));
    this.#next += 1;
    this.#forward(client, this.#next, this.ports.length);
  }

  #forward(client: Socket, turn: number, tries: number): void {
    if (tries === 0) {
      client.destroy();
      return;
    }
    const server = connect(this.ports[turn % this.ports.length] ?? 0, '127.0.0.1');
    const tryNext = (): void => {
      this.#forward(client, turn + 1, tries - 1);
    };
    server.once('error', tryNext);
    server.once('connect', () => {
      server.off('error', tryNext);
      server.on('error', () => client.destroy());
      server.once('close', () => client.destroy());
      client.once('close', () => server.destroy());
      client.pipe(server);
      server.pipe(client);
    });
  }
}
