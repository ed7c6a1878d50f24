import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { identityCheck, statedIdentity } from './identity-check.js';

describe('how identity was checked', () => {
  it('is a photo, a kind of document, or not said', () => {
    expect(identityCheck({ identity: 'photo-compared', document: 'ignored' })).toEqual({
      ok: true,
      value: { how: 'photo-compared' },
    });
    expect(identityCheck({ identity: 'document-seen', document: '  identity\n card ' })).toEqual({
      ok: true,
      value: { how: 'document-seen', document: 'identity card' },
    });
    expect(identityCheck({})).toEqual({ ok: true, value: { how: 'not-said' } });
    expect(statedIdentity({})).toMatchObject({ refusal: { fields: { identity: 'SESSION.SAY_IDENTITY' } } });
  });

  it.each([
    ['', 'SAY_DOCUMENT'],
    [' \n', 'SAY_DOCUMENT'],
    ['x'.repeat(61), 'SAY_DOCUMENT'],
    ['passport 12345678', 'DOCUMENT_NUMBER'],
    ['ID 12-34', 'DOCUMENT_NUMBER'],
    ['паспорт ١٢٣٤', 'DOCUMENT_NUMBER'],
  ])('takes no “%s” for a kind of document', (document, code) => {
    expect(identityCheck({ identity: 'document-seen', document })).toMatchObject({
      refusal: { code: `SESSION.${code}`, fields: { document: `SESSION.${code}` } },
    });
  });

  it('never keeps four digits in a row', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789 -ab'), maxLength: 30 }), (document) => {
        const check = identityCheck({ identity: 'document-seen', document });
        if (check.ok) expect(JSON.stringify(check.value)).not.toMatch(/\d{4}/);
      }),
      { seed: 3 },
    );
  });
});
