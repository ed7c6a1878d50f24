import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWorker, PROJECT_DIR, type RunningWorker } from '../../src/app.js';
import { type Json } from '../../src/kernel/index.js';
import { freePort } from '../../src/platform/embedded/free-port.js';
import { makeFact, parseConfig, writeOutbox } from '../../src/platform/index.js';
import {
  checkpointText,
  parseCheckpoint,
  type Checkpoint,
} from '../../src/registry/domain/log/checkpoint.js';
import {
  readNote,
  readVerifierKey,
  validSignature,
  writeNote,
  type SignedNote,
} from '../../src/registry/domain/log/signed-note.js';
import { writeAddCheckpoint } from '../../src/registry/domain/log/witness.js';
import { rotateKey } from '../../src/platform/keys/cli.js';
import { AskWitnesses, DrainOutbox, StateKeys } from '../../src/registry/index.js';
import { LogKey } from '../../src/registry/use-cases/log-key.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';
import { until } from '../support/until.js';

/** A witness as its operator starts it: a process of its own, on a folder and a port that stay its. */
class WitnessProcess {
  static readonly all: WitnessProcess[] = [];
  #child: ChildProcess | undefined;
  #output = '';

  constructor(
    readonly name: string,
    readonly folder: string,
    readonly port: number,
    private readonly logs: readonly string[],
  ) {
    WitnessProcess.all.push(this);
  }

  get address(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  get vkey(): string {
    return this.#output.split('\n').find((line) => line.startsWith(`${this.name}+`)) ?? '';
  }

  get output(): string {
    return this.#output;
  }

  launch(): Promise<number | null> {
    this.#output = '';
    const parameters = ['witness', '--name', this.name, '--state', this.folder, '--port', String(this.port)];
    const child = spawn(
      process.execPath,
      [
        path.join(PROJECT_DIR, 'dist', 'src', 'openmerit.js'),
        ...parameters,
        ...this.logs.flatMap((log) => ['--log', log]),
      ],
      { env: { PATH: process.env['PATH'] ?? '' }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.#child = child;
    child.stdout.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    return new Promise((resolve) => child.once('close', resolve));
  }

  async start(): Promise<this> {
    const ended = this.launch();
    await Promise.race([
      until(() => Promise.resolve(this.#output.includes('It listens on'))),
      ended.then((code) => {
        throw new Error(`The witness ended with ${String(code)}: ${this.#output}`);
      }),
    ]);
    return this;
  }

  /** @returns how it ended: its code, or null by a signal. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    return ended;
  }

  /** What it keeps of logs, byte by byte. */
  state(): string[] {
    const logs = path.join(this.folder, 'logs');
    return readdirSync(logs).map((name) => `${name} ${readFileSync(path.join(logs, name), 'utf8')}`);
  }

  ask(body: string | Uint8Array): Promise<Response> {
    return fetch(`${this.address}/add-checkpoint`, { method: 'POST', body: body as string });
  }

  async about(): Promise<string> {
    return (await fetch(this.address)).text();
  }
}

describe('witnesses', () => {
  let platform: TestPlatform;
  let folder: string;
  let logKey: LogKey;
  let one: WitnessProcess;
  let two: WitnessProcess;
  let hanging: ReturnType<typeof createServer>;
  const workers: RunningWorker[] = [];
  let stated = 0;

  const witness = async (name: string): Promise<WitnessProcess> =>
    new WitnessProcess(name, path.join(folder, name.split('/')[0] ?? name), await freePort(), [
      logKey.verifierText,
    ]);
  /** A worker that asks these witnesses. */
  const workerAsking = async (pairs: readonly string[], sweep = true): Promise<RunningWorker> => {
    const env = { DATABASE_URL: platform.config.databaseUrl, OPENMERIT_WITNESSES: pairs.join(',') };
    const { witnesses } = parseConfig(env, PROJECT_DIR);
    const worker = await createWorker({ ...platform.config, witnesses }, sweep);
    workers.push(worker);
    return worker;
  };
  const pairOf = (each: WitnessProcess): string => `${each.address}/=${each.vkey}`;
  const state = (count: number): Promise<void> =>
    platform.api.parts.database.transaction((tx) =>
      writeOutbox(
        tx,
        Array.from({ length: count }, () => {
          const fact = makeFact({
            type: 'competition-announced',
            subject: `test-${String((stated += 1))}`,
            cause: 'witness.spec',
            time: new Date(),
            official: 'Somebody, Test',
            shown: { number: stated },
          });
          return { type: fact.fact.type, body: fact as unknown as Json };
        }),
      ),
    );
  const newest = async (): Promise<{ note: SignedNote; checkpoint: Checkpoint; log: string }> => {
    const note = readNote(await (await fetch(`${platform.base}/log/checkpoint`)).text());
    const checkpoint = note && parseCheckpoint(note.text);
    if (!checkpoint) throw new Error('The checkpoint is none.');
    const own = note.signatures.filter(({ name }) => name === logKey.origin);
    return { note, checkpoint, log: writeNote({ text: note.text, signatures: own }) };
  };
  const holds = (note: SignedNote, by: WitnessProcess): boolean => {
    const key = readVerifierKey(by.vkey);
    return key !== undefined && validSignature(note, key) !== undefined;
  };
  /** The newest checkpoint, of this size at least, once these have cosigned it. */
  const cosignedBy = (all: readonly WitnessProcess[], size = 1): ReturnType<typeof newest> =>
    until(async () => {
      const now = await newest();
      return now.checkpoint.size >= size && all.every((each) => holds(now.note, each)) && now;
    });
  const signedByLog = (checkpoint: Checkpoint): string => {
    const text = checkpointText(checkpoint);
    return writeNote({ text, signatures: [logKey.sign(text)].filter((one) => one !== undefined) });
  };

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-witness-'));
    platform = await startPlatform();
    logKey = platform.api.app.get(LogKey);
    await platform.api.app.get(DrainOutbox).run();
    [one, two] = [await witness('w1.example'), await witness('w2.example/log')];
    await Promise.all([one.start(), two.start()]);
    // Takes connections and never answers.
    hanging = createServer(() => undefined);
    await new Promise<void>((resolve) => {
      hanging.listen(0, '127.0.0.1', resolve);
    });
  }, 120_000);
  afterAll(async () => {
    for (const worker of workers) await worker.close();
    for (const each of WitnessProcess.all) await each.end('SIGKILL');
    hanging.close();
    await platform.close();
    rmSync(folder, { recursive: true, force: true });
  });

  describe('asked by workers', () => {
    let away: WitnessProcess;
    let waiting: WitnessProcess;

    beforeAll(async () => {
      // Two that have a key and are not there: one refuses connections, one lets them hang.
      [away, waiting] = [await witness('w3.example'), await witness('w4.example')];
      for (const each of [away, waiting]) {
        await each.start();
        await each.end('SIGKILL');
      }
      const { port } = hanging.address() as AddressInfo;
      const pairs = [
        pairOf(one),
        pairOf(two),
        pairOf(away),
        `http://127.0.0.1:${String(port)}=${waiting.vkey}`,
      ];
      await Promise.all([workerAsking(pairs), workerAsking(pairs)]);
    }, 60_000);

    it('cosign what is published, also later, and those that are away hold nothing up', async () => {
      const first = await cosignedBy([one, two]);
      for (let round = 1; round <= 3; round += 1) {
        const before = (await newest()).checkpoint.size;
        await state(3);
        const now = await cosignedBy([one, two], before + 3);
        expect(now.checkpoint.size).toBe(first.checkpoint.size + 3 * round);
        expect([away, waiting].map((each) => holds(now.note, each))).toEqual([false, false]);
      }
    });

    it('go on from their state after kill -9, and catch up', async () => {
      const { checkpoint, log } = await cosignedBy([one, two]);
      const before = [one.vkey, one.state()];
      await one.end('SIGKILL');
      await state(2);
      const without = await cosignedBy([two], checkpoint.size + 2);
      expect(holds(without.note, one)).toBe(false);
      expect([before[0], one.state()]).toEqual(before);
      await one.start();
      expect(one.vkey).toBe(before[0]);
      // It knows what it cosigned before: whoever takes it for a new one is told the size.
      const asked = await one.ask(writeAddCheckpoint(0, [], log));
      expect([asked.status, Number(await asked.text()) >= checkpoint.size]).toEqual([409, true]);
      const { checkpoint: after } = await cosignedBy([one, two], checkpoint.size + 2);
      expect(await one.about()).toContain(`${logKey.origin} ${String(after.size)}\n`);
    });

    it('that come back are asked again', async () => {
      await away.start();
      const { note } = await cosignedBy([one, two, away]);
      expect(note.signatures.map(({ name }) => name)).toEqual(
        expect.arrayContaining([logKey.origin, one.name, two.name, away.name]),
      );
      expect(await away.end('SIGTERM')).toBe(0);
    });

    it('are asked from the size that they say, where the record does not know', async () => {
      for (const worker of workers.splice(0)) await worker.close();
      const { checkpoint, log } = await cosignedBy([one, two]);
      const stranger = await (await witness('w5.example')).start();
      try {
        // Cosigned for somebody else: no cosignature of it is in the record.
        expect((await stranger.ask(writeAddCheckpoint(0, [], log))).status).toBe(200);
        await state(5);
        await platform.api.app.get(DrainOutbox).run();
        const ask = (await workerAsking([pairOf(stranger)], false)).context.get(AskWitnesses);
        expect(await ask.run(new AbortController().signal)).toBe(1);
        expect((await cosignedBy([stranger], checkpoint.size + 5)).checkpoint.size).toBe(checkpoint.size + 5);
        expect(await ask.run(new AbortController().signal)).toBe(0);
      } finally {
        await stranger.end('SIGTERM');
      }
    });

    it('are kept by a signature that holds alone', async () => {
      const { checkpoint } = await newest();
      // The address of one witness with the key of another.
      const ask = (await workerAsking([`${one.address}=${waiting.vkey}`], false)).context.get(AskWitnesses);
      await state(1);
      await platform.api.app.get(DrainOutbox).run();
      expect(await ask.run(new AbortController().signal)).toBe(0);
      const { note, checkpoint: after } = await newest();
      expect(after.size).toBe(checkpoint.size + 1);
      expect(note.signatures.map(({ name }) => name)).toEqual([logKey.origin]);
    });
  });

  describe('asked by anybody', () => {
    let alone: WitnessProcess;
    let known: Checkpoint;

    beforeAll(async () => {
      alone = await (await witness('alone.example')).start();
      const { log, checkpoint } = await newest();
      known = checkpoint;
      const answer = await alone.ask(writeAddCheckpoint(0, [], log));
      const text = await answer.text();
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
      expect(holds(readNote(`${checkpointText(known)}\n${text}`) as SignedNote, alone)).toBe(true);
    });
    afterAll(async () => {
      await alone.end('SIGKILL');
    });

    it('refuse a log that forks, and what they know stays', async () => {
      const before = alone.state();
      const other = Buffer.alloc(32, 7);
      const size = known.size;
      const sameSize = await alone.ask(writeAddCheckpoint(size, [], signedByLog({ ...known, root: other })));
      expect([sameSize.status, sameSize.headers.get('content-type'), await sameSize.text()]).toEqual([
        409,
        'text/x.tlog.size',
        `${String(size)}\n`,
      ]);
      const larger = signedByLog({ ...known, size: size + 1, root: other });
      expect((await alone.ask(writeAddCheckpoint(size, [other], larger))).status).toBe(422);
      expect((await alone.ask(writeAddCheckpoint(size, [], larger))).status).toBe(422);
      expect((await alone.ask(writeAddCheckpoint(0, [], larger))).status).toBe(409);
      const smaller = signedByLog({ ...known, size: size - 1, root: other });
      expect((await alone.ask(writeAddCheckpoint(size - 1, [], smaller))).status).toBe(409);
      expect((await alone.ask(writeAddCheckpoint(size, [], smaller))).status).toBe(400);
      expect(alone.state()).toEqual(before);
      expect(await alone.about()).toContain(`${logKey.origin} ${String(size)}\n`);
    });

    it('sign one of two that come at once', async () => {
      const fresh = await (await witness('fresh.example')).start();
      try {
        const notes = Array.from({ length: 20 }, (_, at) =>
          signedByLog({ ...known, root: Buffer.alloc(32, at) }),
        );
        const answers = await Promise.all(notes.map((note) => fresh.ask(writeAddCheckpoint(0, [], note))));
        const statuses = answers.map(({ status }) => status).sort();
        expect(statuses).toEqual([200, ...Array<number>(19).fill(409)]);
      } finally {
        await fresh.end('SIGKILL');
      }
    });

    it('refuse what is malformed, by a stranger or too long, with its status', async () => {
      const before = alone.state();
      const note = signedByLog(known);
      const strangers = note.replaceAll(logKey.origin, 'example.org/log');
      const cases: [string, string | Uint8Array, number][] = [
        ['nothing', '', 400],
        ['no request', 'hello', 400],
        ['no proof', `old 3\nx\n\n${note}`, 400],
        ['too many hashes', `old 3\n${`${known.root.toString('base64')}\n`.repeat(64)}\n${note}`, 400],
        ['no UTF-8', Buffer.concat([Buffer.from('old 3\n\n'), Buffer.of(0xff)]), 400],
        ['an unknown log', writeAddCheckpoint(known.size, [], strangers), 404],
        ['a signature of another text', writeAddCheckpoint(known.size, [], note.replace('\n', '\n1')), 403],
        ['too much', Buffer.alloc(200_000, 'a'), 413],
      ];
      for (const [what, body, status] of cases) {
        const answer = await alone.ask(body);
        expect([what, answer.status]).toEqual([what, status]);
        expect(await answer.text()).toMatch(/^[^\n]+\.\n$/);
      }
      expect((await fetch(`${alone.address}/add-checkpoint`)).status).toBe(404);
      expect(alone.state()).toEqual(before);
      // And it goes on.
      expect((await alone.ask(writeAddCheckpoint(known.size, [], note))).status).toBe(200);
    });
  });

  describe('on their folder', () => {
    it('are one process, with a key that nobody else reads', async () => {
      const first = await (await witness('folder.example')).start();
      const twice = new WitnessProcess(first.name, first.folder, await freePort(), [logKey.verifierText]);
      expect(await twice.launch()).toBe(1);
      expect(twice.output).toContain('stop it first');
      expect(statSync(path.join(first.folder, 'key.pem')).mode & 0o777).toBe(0o600);
      const { log } = await newest();
      expect((await first.ask(writeAddCheckpoint(0, [], log))).status).toBe(200);
      expect(await first.end('SIGTERM')).toBe(0);
      expect(readdirSync(first.folder).sort()).toEqual(['key.pem', 'logs', 'vkey']);

      const renamed = new WitnessProcess('other.example', first.folder, first.port, [logKey.verifierText]);
      expect(await renamed.launch()).toBe(1);
      expect(renamed.output).toContain('folder.example');

      // A state that the witness did not sign: no start, rather than a second history.
      const [name = ''] = readdirSync(path.join(first.folder, 'logs'));
      const file = path.join(first.folder, 'logs', name);
      const kept = readFileSync(file, 'utf8');
      writeFileSync(file, kept.replace(/\n\d+\n/, '\n1\n'));
      expect(await first.launch()).toBe(1);
      expect(first.output).toContain('is not what this witness kept');
      writeFileSync(file, kept);
      await first.start();
      expect(await first.end('SIGTERM')).toBe(0);
    });

    it('lose it to whoever takes their mark away, and sign nothing any more', async () => {
      const lost = new WitnessProcess('lost.example', path.join(folder, 'lost'), await freePort(), [
        logKey.verifierText,
      ]);
      const ended = lost.launch();
      await until(() => Promise.resolve(lost.output.includes('It listens on')));
      const mark = readdirSync(lost.folder).find((name) => name.startsWith('running-')) ?? '';
      rmSync(path.join(lost.folder, mark));
      expect((await lost.ask(writeAddCheckpoint(0, [], (await newest()).log))).status).toBe(500);
      expect(await ended).toBe(1);
      expect(lost.output).toContain('taken this folder over');
      expect(lost.state()).toEqual([]);
    });

    it('say which option cannot be used', async () => {
      const port = await freePort();
      for (const [name, log, option] of [
        ['a b', logKey.verifierText, '--name'],
        ['a,b', logKey.verifierText, '--name'],
        ['a', 'no key', '--log'],
        ['a', one.vkey, '--log'],
      ] as const) {
        const each = new WitnessProcess(name, path.join(folder, 'none'), port, [log]);
        expect(await each.launch()).toBe(2);
        expect(each.output.startsWith(option)).toBe(true);
      }
    });
  });

  describe('of a log that hands over its key', () => {
    it('go on from their state once they have the new key, and never with a history that it does not continue', async () => {
      const old = logKey.verifierText;
      const strict = await (await witness('strict.example')).start();
      const keys = platform.api.app.get(StateKeys);
      const drain = platform.api.app.get(DrainOutbox);
      const ask = (await workerAsking([pairOf(strict)], false)).context.get(AskWitnesses);
      const run = () => ask.run(new AbortController().signal);
      await keys.run();
      await drain.run();
      await run();
      const { checkpoint: before, log: signedByOld } = await cosignedBy([strict]);

      rotateKey(platform.config.keysDir, 'checkpoints', () => undefined);
      for (let round = 0; round < 3; round += 1) {
        await keys.run();
        await drain.run();
      }
      expect(logKey.verifierText).not.toBe(old);
      // The log goes on without it.
      expect(await run()).toBe(0);
      expect((await newest()).checkpoint.size).toBeGreaterThan(before.size);
      expect(await strict.end('SIGTERM')).toBe(0);

      const following = new WitnessProcess(strict.name, strict.folder, strict.port, [logKey.verifierText]);
      await following.start();
      try {
        expect(await following.about()).toContain(`${logKey.origin} ${String(before.size)}\n`);
        expect(await run()).toBe(1);
        const { checkpoint } = await cosignedBy([following], before.size + 1);
        expect(checkpoint.size).toBe((await newest()).checkpoint.size);
        // What the old key signs is signed by nobody that it knows.
        expect((await following.ask(writeAddCheckpoint(checkpoint.size, [], signedByOld))).status).toBe(403);
        const fork = signedByLog({ ...checkpoint, size: checkpoint.size + 1, root: Buffer.alloc(32, 7) });
        expect((await following.ask(writeAddCheckpoint(checkpoint.size, [], fork))).status).toBe(422);
      } finally {
        await following.end('SIGKILL');
      }
    }, 60_000);
  });
});
