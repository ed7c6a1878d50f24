import { execFile } from 'node:child_process';
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalJson, hashJson, leafHash, merkleRoot, type Json } from '../../src/kernel/index.js';
import { KeyRing, makeFact, writeOutbox } from '../../src/platform/index.js';
import { rotateKey } from '../../src/platform/keys/cli.js';
import { checkpointText, parseCheckpoint } from '../../src/registry/domain/log/checkpoint.js';
import { readBundle } from '../../src/registry/domain/log/entry-bundle.js';
import { readHandover, writeHandover } from '../../src/registry/domain/log/handover.js';
import {
  noteKeyId,
  readNote,
  readVerifierKey,
  writeNote,
  type VerifierKey,
} from '../../src/registry/domain/log/signed-note.js';
import { tilePath, tilesOf } from '../../src/registry/domain/log/tile-path.js';
import { readProof } from '../../src/registry/domain/log/tlog-proof.js';
import { DrainOutbox, StateKeys } from '../../src/registry/index.js';
import { LogKey } from '../../src/registry/use-cases/log-key.js';
import { PROJECT_DIR } from '../../src/app.js';
import { verifyPlatform, type VerifyOptions } from '../../src/verify/cli.js';
import { Hostile, type Answer } from '../support/hostile.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

const run = promisify(execFile);
const HAS_PYTHON = process.env['OPENMERIT_SKIP_PYTHON'] !== '1';
const withPython = HAS_PYTHON ? it : it.skip;
const idOf = (vkey: string): string => vkey.split('+')[1] ?? '';

describe('the log’s key', () => {
  let platform: TestPlatform;
  let folder: string;
  /** Verifier keys, in the order in which they signed. */
  const vkeys: string[] = [];
  /** The private half of the first, before it was destroyed. */
  let firstKey: KeyObject;
  const keysDir = (): string => platform.config.keysDir;
  const ring = (): KeyRing => platform.api.parts.keys;
  const stateKeys = () => platform.api.app.get(StateKeys).run();
  const drain = () => platform.api.app.get(DrainOutbox).run();
  const text = async (address: string): Promise<string> => {
    const answer = await fetch(`${platform.base}${address}`);
    expect([address, answer.status]).toEqual([address, 200]);
    return answer.text();
  };
  const shownKey = async (): Promise<string> => (await text('/log/key')).trim();
  /** By which of the keys the newest checkpoint is signed, and how many entries it has. */
  const newest = async (): Promise<{ by: string[]; size: number }> => {
    const note = readNote(await text('/log/checkpoint'));
    if (!note) throw new Error('It is no note.');
    const by = note.signatures.map(({ keyId }) => keyId.toString('hex'));
    return { by, size: parseCheckpoint(note.text)?.size ?? 0 };
  };
  const verify = async (options: Partial<VerifyOptions> = {}) => {
    const lines: string[] = [];
    const code = await verifyPlatform(
      { address: platform.base, ...options },
      (line) => lines.push(line),
      () => undefined,
    );
    return { code, text: lines.join('\n') };
  };
  let stated = 0;
  const state = (count: number): Promise<void> =>
    platform.api.parts.database.transaction((tx) =>
      writeOutbox(
        tx,
        Array.from({ length: count }, () => ({ type: 'receipt', body: receiptOf(String((stated += 1))) })),
      ),
    );
  /** As whoever has each of the keys that there were, kept states of each, and nothing. */
  const holdsForAll = async (): Promise<void> => {
    for (const key of [undefined, ...vkeys]) expect(await verify({ key })).toMatchObject({ code: 0 });
    for (const name of readdirSync(folder).filter((one) => one.startsWith('state-'))) {
      // A copy: each state stays as old as it is.
      const copy = path.join(folder, 'copy.json');
      writeFileSync(copy, readFileSync(path.join(folder, name)));
      expect(await verify({ state: copy })).toMatchObject({ code: 0 });
    }
  };
  const keep = async (): Promise<void> => {
    const state = path.join(folder, `state-${String(readdirSync(folder).length)}.json`);
    expect(await verify({ state })).toMatchObject({ code: 0 });
  };
  const prepare = (): string[] => {
    const said: string[] = [];
    expect(rotateKey(keysDir(), 'checkpoints', (line) => said.push(line))).toBe(0);
    return said;
  };
  /** A whole handover, as a worker makes it. */
  const rotate = async (): Promise<void> => {
    prepare();
    for (let round = 0; round < 3; round += 1) {
      await stateKeys();
      await drain();
    }
    vkeys.push(await shownKey());
  };

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'openmerit-handover-'));
    platform = await startPlatform();
    await stateKeys();
    await drain();
    vkeys.push(await shownKey());
    const { material } = JSON.parse(readFileSync(path.join(keysDir(), 'checkpoints.json'), 'utf8')) as {
      material: string;
    };
    firstKey = createPrivateKey({ key: Buffer.from(material, 'base64'), format: 'der', type: 'pkcs8' });
    await keep();
  }, 120_000);
  afterAll(async () => {
    await platform.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('hands over in steps, and whoever looks after any of them can follow', async () => {
    const [old = ''] = vkeys;
    const said = prepare();
    // Asked twice it is one: a second key in its place would leave a log that states a key which nobody has.
    expect(prepare()).toEqual(said);
    expect(said.join(' ')).toContain(ring().publicKey('checkpoints').keyId);
    await holdsForAll();

    // Nothing is stated yet: the old key signs.
    await state(2);
    await drain();
    expect((await newest()).by).toEqual([idOf(old)]);

    expect(await stateKeys()).toBe(1);
    expect(await stateKeys()).toBe(0);
    expect(await drain()).toBe(1);
    const at = await newest();
    expect(at.by).toEqual([idOf(old)]);
    expect(await shownKey()).toBe(old);
    await holdsForAll();
    await keep();

    // The new key's first signature is over the old key's end.
    expect(await stateKeys()).toBe(1);
    expect(await drain()).toBe(1);
    const { by } = await newest();
    expect(by).not.toEqual([idOf(old)]);
    await holdsForAll();
    // Killed here, the old key is still in its place: another worker ends it.
    expect(ring().nextKey()).toBeDefined();
    await drain();
    expect(ring().nextKey()).toBeUndefined();
    vkeys.push(await shownKey());
    expect(idOf(vkeys[1] ?? '')).toBe(by[0]);
    expect(await text('/registry/log?lang=en')).toContain(vkeys[1]);
    expect(existsSync(path.join(keysDir(), 'checkpoints.next.json'))).toBe(false);
    expect([await stateKeys(), await drain()]).toEqual([0, 0]);
    await holdsForAll();
    await keep();
  }, 60_000);

  it('is told by a file that never changes, and by none before it hands over', async () => {
    const [old = '', now = ''] = vkeys;
    const address = `${platform.base}/log/handovers/${idOf(old)}`;
    const answer = await fetch(address);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const file = await answer.text();
    const handover = readHandover(file, readVerifierKey(old) as VerifierKey);
    expect(handover.ok && handover.value.next).toEqual(readVerifierKey(now));
    await state(300);
    await drain();
    expect(await (await fetch(address)).text()).toBe(file);
    for (const none of [idOf(now), '00000000', 'x'])
      expect((await fetch(`${platform.base}/log/handovers/${none}`)).status).toBe(404);
  });

  it('hands over again and again, and each of the keys leads to the newest', async () => {
    await rotate();
    await state(3);
    await drain();
    await rotate();
    expect(new Set(vkeys).size).toBe(4);
    await holdsForAll();
    const { text: said } = await verify({ key: vkeys[0] });
    expect(said).toContain(`the one that signs now is ${vkeys[3] ?? ''}`);
    expect(said).toContain('handed over to the next as it states: 3.');
    // And whoever has the newest sees how it became that.
    expect((await verify({ key: vkeys[3] })).text).toContain('handed over to the next as it states: 3.');
    await keep();
  }, 60_000);

  it('hands over once, however many workers there are, each with keys of its own start', async () => {
    const { config, api } = platform;
    const workers = await Promise.all([platform.worker(), platform.worker()]);
    const rings = Array.from({ length: 4 }, () => KeyRing.open(config.keysDir, false));
    prepare();
    const states = rings.map((keys) => new StateKeys(api.parts.database, keys));
    for (let round = 0; round < 6; round += 1) {
      await state(5);
      await Promise.all([
        ...states.map((each) => each.run()),
        ...[api.app, ...workers.map(({ context }) => context)].map((each) => each.get(DrainOutbox).run()),
      ]);
    }
    for (const worker of workers) await worker.close();
    for (let round = 0; round < 2; round += 1) {
      await stateKeys();
      await drain();
    }
    vkeys.push(await shownKey());
    expect(new Set(vkeys).size).toBe(5);
    const signers = await api.parts.database.query<{ note: string }>(
      'SELECT note FROM log_checkpoint ORDER BY size',
    );
    const order = signers.map(({ note }) => readNote(note)?.signatures[0]?.keyId.toString('hex'));
    expect([...new Set(order)]).toEqual(vkeys.map(idOf));
    // None came back.
    expect(order.filter((id, at) => at > 0 && id !== order[at - 1])).toHaveLength(4);
    await holdsForAll();
  }, 60_000);

  it('proves what an older key signed, also to whoever has the newest', async () => {
    const state = path.join(folder, 'proof.json');
    const proof = path.join(folder, 'old.tlog-proof');
    writeFileSync(proof, await text('/log/proofs/0'));
    await rotate();
    for (const key of [vkeys[0], vkeys.at(-1)])
      expect(await verify({ key, proofs: [proof] })).toMatchObject({
        code: 0,
        text: expect.stringContaining('proves entry 0'),
      });
    expect(await verify({ proofs: [proof], state })).toMatchObject({ code: 0 });
  });

  withPython(
    'is followed by the second implementation',
    async () => {
      for (const key of vkeys) {
        const parameters = ['test/python/log.py', '--log', `${platform.base}/log`, '--key', key];
        const { stdout } = await run('python3', parameters, { cwd: PROJECT_DIR });
        expect(stdout).toContain('root: the entries have the root that is signed');
        if (key !== vkeys.at(-1)) expect(stdout).toContain(`handover: ${idOf(key)} `);
      }
    },
    60_000,
  );

  it('that the log states and nobody has signs nothing, and no other does', async () => {
    const file = path.join(keysDir(), 'checkpoints.json');
    renameSync(file, `${file}.kept`);
    const other = mkdtempSync(path.join(os.tmpdir(), 'openmerit-other-keys-'));
    KeyRing.open(other);
    writeFileSync(file, readFileSync(path.join(other, 'checkpoints.json')));
    const before = await newest();
    await state(1);
    await expect(drain()).rejects.toMatchObject({ name: 'LogBroken' });
    expect(await newest()).toEqual(before);
    renameSync(`${file}.kept`, file);
    rmSync(other, { recursive: true });
    await drain();
    expect((await newest()).by).toEqual(before.by);
  });

  describe('is not exchanged', () => {
    let hostile: Hostile;
    /** Somebody with a key of their own. */
    let thief: Signer;
    /** Whoever has the first key, which signs no more. */
    let stolen: Signer;
    /** The entries of the log. */
    let entries: Buffer[];
    const signerOf = (privateKey: KeyObject): Signer => {
      const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
      const key: VerifierKey = { name: platform.api.app.get(LogKey).origin, kind: 'ed25519', publicKey };
      return { key, sign: (data) => sign(null, Buffer.from(data), privateKey) };
    };
    const noteBy = (who: Signer, all: readonly Buffer[]): string => {
      const root = merkleRoot(all.map((entry) => leafHash(entry)));
      const signed = checkpointText({ origin: who.key.name, size: all.length, root });
      const signature = { name: who.key.name, keyId: noteKeyId(who.key), signature: who.sign(signed) };
      return writeNote({ text: signed, signatures: [signature] });
    };
    const fails = async (options: Partial<VerifyOptions>, change: Hostile['change'], says: RegExp) => {
      hostile.change = change;
      const { code, text: said } = await verify({ address: hostile.base, ...options });
      expect(said).toMatch(says);
      expect(code).toBe(1);
      // Whoever comes with a key is not taken in by the second implementation either.
      if (options.key === undefined || !HAS_PYTHON) return;
      const parameters = ['test/python/log.py', '--log', `${hostile.base}/log`, '--key', options.key];
      await expect(run('python3', parameters, { cwd: PROJECT_DIR })).rejects.toMatchObject({
        code: 1,
        stdout: expect.stringContaining('does not hold: '),
      });
    };
    const handoverBy = (key = '') => `/log/handovers/${idOf(key)}`;
    const answers =
      (changes: Readonly<Record<string, string | number>>) =>
      (address: string, answer: Answer): void => {
        const change = changes[address];
        if (typeof change === 'number') answer.status = change;
        if (typeof change === 'string') [answer.status, answer.body] = [200, Buffer.from(change)];
      };
    /** A copy of a kept state: visits that hold would move it on. */
    const stateAt = (place: number): string => {
      const names = readdirSync(folder).filter((one) => one.startsWith('state-'));
      const copy = path.join(folder, 'copy.json');
      writeFileSync(copy, readFileSync(path.join(folder, names.sort()[place] ?? '')));
      return copy;
    };
    /** What a key hands over with, out of a log of these entries. */
    const handoverFrom = (who: Signer, all: readonly Buffer[], index: number, shown: Json): string => {
      const fact = JSON.parse(String(all[index])) as Json;
      const hashes = pathOf(
        all.map((entry) => leafHash(entry)),
        index,
      );
      return writeHandover({ index, hashes, checkpoint: noteBy(who, all) }, { fact, shown });
    };

    beforeAll(async () => {
      hostile = await Hostile.before(platform.base);
      thief = signerOf(generateKeyPairSync('ed25519').privateKey);
      stolen = signerOf(firstKey);
      entries = [];
      for (const tile of tilesOf('entries', (await newest()).size)) {
        const answer = await fetch(`${platform.base}/log/${tilePath(tile)}`);
        entries.push(...(readBundle(Buffer.from(await answer.arrayBuffer())) ?? []));
      }
    });
    afterAll(() => hostile.close());

    it('by another key in the file of the handover', async () => {
      const [old = ''] = vkeys;
      const file = await text(handoverBy(old));
      const proof = readProof(file);
      if (!proof) throw new Error('It is no proof.');
      const { fact, shown } = JSON.parse(String(proof.extra)) as {
        fact: object;
        shown: Record<string, Json>;
      };
      const swapped = { ...shown, publicKey: Buffer.from(thief.key.publicKey).toString('base64') };
      const restated = { ...fact, contentHash: hashJson(swapped).toString('hex') } as Json;
      for (const [changed, why] of [
        [writeHandover(proof, { fact: fact as Json, shown: swapped }), 'does not state another key'],
        [
          writeHandover(proof, { fact: restated, shown: swapped }),
          'states is not in the log that the old key signed',
        ],
        [file.replace(/\n— .*\n$/, `\n— ${thief.key.name} AAAAAAAA\n`), 'is not signed by the key'],
        ['nothing', 'no handover’s file'],
      ] as const)
        for (const options of [{ key: old }, { state: stateAt(0) }])
          await fails(
            options,
            answers({ [handoverBy(old)]: changed }),
            new RegExp(`FAILS  handover: What ${idOf(old)} .*${why}`),
          );
    }, 60_000);

    it('by one who has the old key and states another one with it', async () => {
      // All that the old key can say is said: only the log that others hold says otherwise.
      const [old = ''] = vkeys;
      const { index, extra } = readProof(await text(handoverBy(old))) ?? { index: 0 };
      const { fact, shown } = JSON.parse(String(extra)) as { fact: object; shown: Record<string, Json> };
      const swapped = { ...shown, publicKey: Buffer.from(thief.key.publicKey).toString('base64') };
      const restated = { ...fact, contentHash: hashJson(swapped).toString('hex') } as Json;
      const forked = entries.slice(0, index + 1).with(index, Buffer.from(canonicalJson(restated)));
      await fails(
        { key: old },
        answers({
          [handoverBy(old)]: handoverFrom(stolen, forked, index, swapped),
          '/log/checkpoint': noteBy(thief, entries),
        }),
        /FAILS {2}handover: .* handed over to another key than the log states/,
      );
    });

    it('without a handover', async () => {
      const gone = (key: string | undefined) => answers({ [handoverBy(key)]: 404 });
      await fails({ key: vkeys[0] }, gone(vkeys[0]), /FAILS {2}checkpoint: .*the key was exchanged/);
      await fails({ state: stateAt(0) }, gone(vkeys[0]), /FAILS {2}checkpoint: .*the key was exchanged/);
      // Who comes with the newest key sees it as well.
      await fails({}, gone(vkeys[1]), /FAILS {2}handover: The log states the key .* never handed over/);
    });

    it('by the old key, which signs on after it handed over', async () => {
      const [old = ''] = vkeys;
      const signedOn = { '/log/checkpoint': noteBy(stolen, entries) };
      const named = /FAILS {2}handover: .* handed over at \d+ entries: somebody else has the old key/;
      await fails({ key: old }, answers(signedOn), named);
      await fails({ state: stateAt(0) }, answers(signedOn), named);
      // Also where the handover is withheld: the log itself has it.
      await fails(
        { key: old },
        answers({ ...signedOn, [handoverBy(old)]: 404 }),
        /FAILS {2}handover: The log states the key .* never handed over/,
      );
      // Beside the signature of the key that signs now as well.
      const both =
        (await text('/log/checkpoint')) + (noteBy(stolen, entries).split('\n').at(-2) ?? '') + '\n';
      await fails({ key: old }, answers({ '/log/checkpoint': both }), named);
      expect(await verify({ key: vkeys.at(-1) })).toMatchObject({ code: 0 });
    }, 60_000);

    it('in a log that forks where it hands over', async () => {
      const [old = ''] = vkeys;
      const { index, extra } = readProof(await text(handoverBy(old))) ?? { index: 0 };
      const { shown } = JSON.parse(String(extra)) as { shown: Json };
      const forked = entries.slice(0, index + 1).with(0, Buffer.from(canonicalJson(receiptOf('fork'))));
      const file = handoverFrom(stolen, forked, index, shown);
      for (const options of [{ key: old }, { state: stateAt(0) }, {}])
        await fails(
          options,
          answers({ [handoverBy(old)]: file }),
          /FAILS {2}handover: The log has forked: what [0-9a-f]{8} signed when it handed over/,
        );
    }, 60_000);

    it('and says of an honest one that it holds', async () => {
      hostile.change = () => undefined;
      expect(await verify({ address: hostile.base, state: stateAt(0) })).toMatchObject({ code: 0 });
    });
  });
});

interface Signer {
  readonly key: VerifierKey;
  readonly sign: (text: string) => Buffer;
}

/** The inclusion proof as RFC 6962, section 2.1.1, defines it. */
function pathOf(leaves: readonly Buffer[], index: number): Buffer[] {
  if (leaves.length === 1) return [];
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return index < half
    ? [...pathOf(left, index), merkleRoot(right)]
    : [...pathOf(right, index - half), merkleRoot(left)];
}

const receiptOf = (subject: string): Json =>
  makeFact({
    type: 'receipt',
    subject,
    cause: 's',
    time: new Date(),
    official: null,
    shown: { session: 's', receiptHash: 'ab'.repeat(32), keyId: 'k' },
  }) as unknown as Json;
