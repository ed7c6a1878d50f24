import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { configKey, keyHash, sebFile, sebJson, type SebSettings, type SebValue } from './seb-settings.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

describe('SEB-JSON', () => {
  it('sorts keys whatever their case, at every depth, and writes no white space', () => {
    expect(sebJson({ b: 1, A: { d: true, C: 'x' }, c: [{ z: 1, Y: 2 }] })).toBe(
      '{"A":{"C":"x","d":true},"b":1,"c":[{"Y":2,"z":1}]}',
    );
  });

  it('leaves out originatorVersion at the top and empty dictionaries, and keeps empty lists', () => {
    expect(sebJson({ originatorVersion: 'SEB_Win_2.1', none: {}, list: [], in: { none: {} } })).toBe(
      '{"in":{},"list":[]}',
    );
    expect(sebJson({ in: { originatorVersion: 'kept' } })).toBe('{"in":{"originatorVersion":"kept"}}');
  });

  it('escapes nothing in a text, and has data in base64 and dates in ISO 8601', () => {
    const settings = {
      text: 'a"b\\c/д',
      data: Uint8Array.of(0, 255, 16),
      date: new Date('2031-05-06T07:08:09.123Z'),
    };
    expect(sebJson(settings)).toBe('{"data":"AP8Q","date":"2031-05-06T07:08:09Z","text":"a"b\\c/д"}');
  });

  it('refuses what its versions write differently', () => {
    expect(() => sebJson({ zoom: 1.5 })).toThrow(RangeError);
  });

  it('does not depend on the order in which settings were written down', () => {
    const key = fc.stringMatching(/^[a-z][A-Za-z]{0,6}$/);
    const { tree } = fc.letrec<{ tree: SebSettings; value: SebValue }>((tie) => ({
      tree: fc.dictionary(key, tie('value'), { maxKeys: 5 }),
      value: fc.oneof(
        { maxDepth: 3 },
        fc.boolean(),
        fc.integer(),
        fc.string(),
        fc.array(tie('value'), { maxLength: 3 }),
        tie('tree'),
      ),
    }));
    const reversed = (value: SebValue): SebValue =>
      Array.isArray(value)
        ? value.map(reversed)
        : typeof value === 'object'
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([name, member]) => [name, reversed(member as SebValue)]),
            )
          : value;
    fc.assert(
      fc.property(tree, (settings) => {
        // Names that differ by case alone have no order of their own.
        const names = Object.keys(settings).map((name) => name.toLowerCase());
        fc.pre(new Set(names).size === names.length);
        expect(configKey(reversed(settings) as SebSettings)).toBe(configKey(settings));
      }),
    );
  });
});

describe('the Config Key', () => {
  it('is the SHA-256 of SEB-JSON; of no settings at all that of an empty list', () => {
    expect(configKey({ startURL: 'https://exam.example/' })).toBe(
      sha256('{"startURL":"https://exam.example/"}'),
    );
    // Known from other implementations: the key of an empty configuration.
    expect(configKey({})).toBe('4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945');
  });

  it('is sent hashed with the address, without its fragment and with its query', () => {
    const key = configKey({ a: 1 });
    expect(keyHash('https://exam.example/sit?x=1#part', key)).toBe(
      sha256(`https://exam.example/sit?x=1${key}`),
    );
  });
});

describe('a configuration file', () => {
  it('is a property list that says the same', () => {
    expect(
      sebFile({ startURL: 'https://a.example/?x=1&y=2', quit: true, n: 3, list: [false], d: {} }),
    ).toContain(
      '<plist version="1.0"><dict><key>startURL</key><string>https://a.example/?x=1&amp;y=2</string>' +
        '<key>quit</key><true/><key>n</key><integer>3</integer><key>list</key><array><false/></array>' +
        '<key>d</key><dict></dict></dict></plist>',
    );
  });
});
