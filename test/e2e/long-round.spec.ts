import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../../src/desk/round/api-client.js';
import { bankKnowledge } from '../../src/desk/round/knowledge.js';
import { playLongRound, type LongRoundOutcome } from '../../src/desk/round/play-long-round.js';
import { entriesOf, type PublishedEntry } from '../../src/desk/round/registry-entries.js';
import { DEMONSTRATION_PASSWORD } from '../../src/setup/demonstration-password.js';
import { published, verified } from '../support/entries.js';
import { deadLinks } from '../support/links.js';
import { startPlatform, type TestPlatform } from '../support/platform.js';

const CANDIDATES = process.env['OPENMERIT_LONG'] ? 60 : 9;

describe('the longer round through the public API', () => {
  let platform: TestPlatform;
  let outcome: LongRoundOutcome;
  /** The oldest first. */
  let entries: PublishedEntry[];
  const of = (type: string): PublishedEntry[] => entries.filter((one) => one.type === type);
  const listOf = async (entry: PublishedEntry | undefined): Promise<string> => {
    const hash = String(entry?.shown['listHash']);
    return (await fetch(`${platform.base}/api/v1/registry/lists/${hash}`)).text();
  };

  beforeAll(async () => {
    platform = await startPlatform();
    await platform.worker();
    outcome = await playLongRound({
      base: platform.base,
      candidates: CANDIDATES,
      password: DEMONSTRATION_PASSWORD,
      knowledge: bankKnowledge(platform.config.banksDir),
    });
    entries = (await entriesOf(platform.base, outcome.code)).reverse();
  }, 600_000);
  afterAll(() => platform.close());

  it('goes through every stage to appointments', () => {
    expect(outcome).toMatchObject({ sat: CANDIDATES, adjudicated: 1, appointed: 2 });
    expect(outcome.moved).toBeGreaterThan(0);
    expect(outcome.wrote).toBeLessThan(CANDIDATES);
    expect(outcome.heard).toBeLessThanOrEqual(outcome.wrote);
    expect(outcome.ranked).toBeGreaterThan(outcome.appointed);
  });

  it('has each step in the registry, in its order', () => {
    const steps = new Set([
      'result-list',
      'answer-key-changed',
      'stage-concluded',
      'appeal-decided',
      'commission-concluded',
      'ranking-approved',
      'appointment',
    ]);
    expect(entries.map(({ type }) => type).filter((type) => steps.has(type))).toEqual([
      'result-list',
      'answer-key-changed',
      'result-list',
      'stage-concluded',
      'result-list',
      'appeal-decided',
      'result-list',
      'stage-concluded',
      'commission-concluded',
      'stage-concluded',
      'ranking-approved',
      'appointment',
      'appointment',
    ]);
    expect(of('ranking-approved')[0]?.shown).toMatchObject({ rule: { code: 'openmerit-rank-2' } });
    // The first in rank did not take the post.
    expect(of('appointment').map(({ shown }) => shown['place'])).toEqual([2, 3]);
  });

  it('publishes another list after the challenge and another after the appeal', async () => {
    const [first, regraded, marked, corrected] = await Promise.all(of('result-list').map(listOf));
    expect(regraded).not.toBe(first);
    expect(corrected).not.toBe(marked);
  });

  it('gives every address to whoever wants to look', async () => {
    for (const [name, address] of Object.entries(outcome.addresses)) {
      const { status } = await fetch(address);
      expect([name, status]).toEqual([name, 200]);
    }
  });

  it.each([
    'admin',
    'appeals',
    'auditor',
    'author',
    'candidate@example.org',
    'exam',
    'expert',
    'hr',
    'marker',
    'member',
    'official',
    'proctor',
    'reviewer',
  ])('links for "%s" to nothing that is not theirs', async (signIn) => {
    const { cookie } = await new ApiClient(platform.base).signIn(signIn, DEMONSTRATION_PASSWORD);
    const { pages, dead } = await deadLinks(platform.base, cookie, '/desk');
    expect(dead).toEqual([]);
    expect(pages).toBeGreaterThan(8);
  });

  it('links for a visitor to what is open to everybody', async () => {
    const { pages, dead } = await deadLinks(platform.base, '', '/');
    expect([dead, pages > 8]).toEqual([[], true]);
  });

  it('can be checked from outside', async () => {
    await published(platform);
    const { code, text } = await verified(platform);
    expect(code === 0 ? 'all holds' : text).toBe('all holds');
  }, 120_000);
});
