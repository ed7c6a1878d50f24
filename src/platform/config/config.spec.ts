import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, parseConfig } from './config.js';

const minimal = { DATABASE_URL: 'postgres://u:secret@127.0.0.1:5432/openmerit' };

const faultsOf = (env: Record<string, string>): readonly string[] => {
  try {
    parseConfig(env, '/srv/openmerit');
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
};

describe('parseConfig', () => {
  it('has defaults for all but the database', () => {
    expect(parseConfig(minimal, '/srv/openmerit')).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      redisUrl: undefined,
      demonstration: false,
      keysDir: '/srv/openmerit/.data/keys',
    });
  });

  it('names every faulty variable, never its value', () => {
    const faults = faultsOf({ DATABASE_URL: 'mysql://root:hunter2@db', PORT: '30a0', REDIS_URL: 'hunter2' });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['PORT', 'DATABASE_URL', 'REDIS_URL']);
    expect(faults.join(' ')).not.toMatch(/hunter2|30a0/);
  });

  it('refuses to run in production without database, queue, origin and keys', () => {
    const faults = faultsOf({ NODE_ENV: 'production' }).join(' ');
    for (const name of [
      'DATABASE_URL',
      'REDIS_URL',
      'OPENMERIT_PUBLIC_ORIGIN',
      'OPENMERIT_KEYS_DIR',
      'OPENMERIT_FILES_DIR',
    ]) {
      expect(faults).toContain(name);
    }
  });

  it('allows demonstration accounts only on the embedded database and loopback', () => {
    const demonstration = (env: Record<string, string>) =>
      parseConfig({ ...minimal, ...env }, '/srv').demonstration;
    expect(demonstration({ OPENMERIT_EMBEDDED: '1' })).toBe(true);
    expect(demonstration({ OPENMERIT_EMBEDDED: '1', HOST: '0.0.0.0' })).toBe(false);
    expect(demonstration({})).toBe(false);
  });

  it('takes a scanner by address or by command, and none by default', () => {
    const scanner = (value: string) => parseConfig({ ...minimal, OPENMERIT_SCANNER: value }, '/srv').scanner;
    expect(parseConfig(minimal, '/srv').scanner).toBeUndefined();
    expect(scanner('tcp://clamd:3310')).toEqual({ kind: 'tcp', host: 'clamd', port: 3310 });
    expect(scanner('tcp://[::1]:3310')).toEqual({ kind: 'tcp', host: '::1', port: 3310 });
    expect(scanner('/usr/bin/scan')).toEqual({ kind: 'command', file: '/usr/bin/scan' });
    for (const wrong of ['clamd:3310', 'tcp://hunter2', 'http://hunter2:1', 'scan']) {
      expect(faultsOf({ ...minimal, OPENMERIT_SCANNER: wrong })).toEqual([
        expect.stringMatching(/^OPENMERIT_SCANNER should be (?!.*hunter2)/),
      ]);
    }
  });

  describe('of object storage', () => {
    const bucket = {
      OPENMERIT_S3_ENDPOINT: 'https://s3.example.org:9000/',
      OPENMERIT_S3_BUCKET: 'openmerit-files',
      OPENMERIT_S3_ACCESS_KEY_ID: 'AKID',
      OPENMERIT_S3_SECRET_ACCESS_KEY: 'hunter2',
    };
    const production = {
      ...minimal,
      NODE_ENV: 'production',
      REDIS_URL: 'redis://r',
      OPENMERIT_PUBLIC_ORIGIN: 'https://o',
      OPENMERIT_KEYS_DIR: '/keys',
      OPENMERIT_MAIL_DIR: '/mail',
    };

    it('takes a folder unless a bucket is named, which needs no folder', () => {
      expect(parseConfig(minimal, '/srv')).toMatchObject({ s3: undefined, filesDir: '/srv/.data/files' });
      expect(parseConfig({ ...production, ...bucket }, '/srv').s3).toEqual({
        endpoint: 'https://s3.example.org:9000',
        bucket: 'openmerit-files',
        region: 'us-east-1',
        accessKeyId: 'AKID',
        secretAccessKey: 'hunter2',
      });
      expect(faultsOf(production)).toEqual([expect.stringMatching(/^OPENMERIT_FILES_DIR is needed/)]);
    });

    it.each([
      ['OPENMERIT_S3_ENDPOINT', ''],
      ['OPENMERIT_S3_ENDPOINT', 's3.example.org'],
      ['OPENMERIT_S3_ENDPOINT', 'https://root:hunter2@s3.example.org'],
      ['OPENMERIT_S3_ENDPOINT', 'https://s3.example.org/path'],
      ['OPENMERIT_S3_BUCKET', ''],
      ['OPENMERIT_S3_BUCKET', '../hunter2'],
      ['OPENMERIT_S3_REGION', 'eu/west'],
      ['OPENMERIT_S3_ACCESS_KEY_ID', ''],
      ['OPENMERIT_S3_SECRET_ACCESS_KEY', ' '],
    ])('names %s where it is %j, without its value', (name, value) => {
      const faults = faultsOf({ ...minimal, ...bucket, [name]: value });
      expect(faults).toEqual([expect.stringMatching(new RegExp(`^${name} should be (?!.*hunter2)`))]);
    });
  });

  describe('of witnesses', () => {
    // Keys of 32 equal bytes; base64 with plus signs, slashes and an equals sign in the name.
    const vkey = (name: string, byte: number, kind = 4): string => {
      const material = Buffer.concat([Buffer.of(kind), Buffer.alloc(32, byte)]);
      const id = createHash('sha256').update(`${name}\n`).update(material).digest('hex').slice(0, 8);
      return `${name}+${id}+${material.toString('base64')}`;
    };
    const one = vkey('w1.example', 0xfb);
    const two = vkey('w2.example/a=b', 0xff);
    const witnesses = (list: string) =>
      parseConfig({ ...minimal, OPENMERIT_WITNESSES: list }, '/srv').witnesses;

    it('takes none, and pairs of address and verifier key', () => {
      expect(parseConfig(minimal, '/srv').witnesses).toEqual([]);
      expect(witnesses(' ')).toEqual([]);
      expect(one).toMatch(/\+.*\+.*[+/]/);
      expect(witnesses(`https://w1.example/=${one}, http://10.0.0.7:3100/x=${two},`)).toEqual([
        { name: 'w1.example', address: 'https://w1.example', verifierKey: one },
        { name: 'w2.example/a=b', address: 'http://10.0.0.7:3100/x', verifierKey: two },
      ]);
    });

    it.each([
      ['a key without an address', one],
      ['an address without a key', 'https://w1.example'],
      ['no address', `=${one}`],
      ['another scheme', `ftp://w1.example=${one}`],
      ['a password', `https://root:hunter2@w1.example=${one}`],
      ['a query', `https://w1.example/?hunter2=${one}`],
      ['a key that was changed', `https://w1.example=${one.replace('w1', 'w3')}`],
      ['a key that was cut', `https://w1.example=${one.slice(0, -1)}`],
      ['the key of a log', `https://w1.example=${vkey('w1.example', 7, 1)}`],
      ['one pair of two', `https://w1.example=${one},hunter2`],
    ])('refuses %s, without its value', (_, list) => {
      const faults = faultsOf({ ...minimal, OPENMERIT_WITNESSES: list });
      expect(faults).toEqual([expect.stringMatching(/^OPENMERIT_WITNESSES should be pairs/)]);
      expect(faults.join(' ')).not.toMatch(/hunter2|w1/);
    });

    it('refuses a name twice: a checkpoint has one cosignature in a name', () => {
      const other = vkey('w1.example', 1);
      expect(
        faultsOf({ ...minimal, OPENMERIT_WITNESSES: `https://a.example=${one},https://b.example=${other}` }),
      ).toEqual(['OPENMERIT_WITNESSES should have each name of a witness once.']);
    });
  });
});
