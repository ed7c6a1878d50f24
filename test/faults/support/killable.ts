import { fork, spawn, type ChildProcess } from 'node:child_process';

/** A process that can be killed and started again, and that must not end by itself. */
export class Killable {
  #child: ChildProcess | undefined;
  /** How it may end; null: only by our hand. */
  #expected: 'killed' | 'in order' | null = null;
  #output = '';

  /** @param launch begins the process. @param ready resolves once it works. */
  private constructor(
    readonly name: string,
    private readonly launch: () => ChildProcess,
    private readonly ready: (child: ChildProcess) => Promise<void>,
    private readonly onFault: (fault: string) => void,
  ) {}

  /** An api or a worker, as the supervisor starts it. */
  static ofPlatform(
    name: string,
    main: string,
    mode: 'api' | 'worker',
    env: Record<string, string>,
    onFault: (fault: string) => void,
  ): Killable {
    return new Killable(
      name,
      () => fork(main, [mode], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] }),
      (child) =>
        new Promise((resolve) =>
          child.once('message', () => {
            resolve();
          }),
        ),
      onFault,
    );
  }

  static ofRedis(port: number, folder: string, onFault: (fault: string) => void): Killable {
    const parameters = [
      ['--port', String(port)],
      ['--bind', '127.0.0.1'],
      ['--save', ''],
      ['--appendonly', 'no'],
      ['--maxmemory-policy', 'noeviction'],
      ['--dir', folder],
    ].flat();
    return new Killable(
      'redis',
      () => spawn('redis-server', parameters, { stdio: ['ignore', 'pipe', 'pipe'] }),
      (child) =>
        new Promise((resolve) => {
          child.stdout?.on('data', (chunk: Buffer) => {
            if (chunk.toString().includes('Ready to accept connections')) resolve();
          });
        }),
      onFault,
    );
  }

  get isUp(): boolean {
    return this.#child !== undefined;
  }

  /** The last of what it said. */
  get output(): string {
    return this.#output.slice(-4000);
  }

  async start(): Promise<void> {
    const child = this.launch();
    this.#child = child;
    this.#expected = null;
    for (const stream of [child.stdout, child.stderr])
      stream?.on(
        'data',
        (chunk: Buffer) => (this.#output = (this.#output + chunk.toString()).slice(-20_000)),
      );
    const ended = new Promise<never>((_, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        if (this.#child === child) this.#child = undefined;
        if (this.#expected === null || (this.#expected === 'in order' && code !== 0))
          this.onFault(`${this.name} ended with ${String(code ?? signal)}: ${this.output}`);
        reject(new Error(`${this.name} ended before it was ready: ${this.output}`));
      });
    });
    ended.catch(() => undefined);
    await Promise.race([this.ready(child), ended]);
  }

  /** kill -9. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** In order. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child) return;
    this.#expected = signal === 'SIGKILL' ? 'killed' : 'in order';
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }
}
