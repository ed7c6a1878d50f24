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
    for (const name of ['DATABASE_URL', 'REDIS_URL', 'OPENMERIT_PUBLIC_ORIGIN', 'OPENMERIT_KEYS_DIR']) {
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
});
