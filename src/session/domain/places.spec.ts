import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applicationReference, readReference } from './application-reference.js';
import { isTimeZone } from './time-zone.js';

describe('an application’s reference', () => {
  it('is read as it was written, however it is typed', () => {
    expect(applicationReference('3f9a01bc-77de-4abc-8000-000000000000')).toBe('3F9A-01BC-77DE');
    expect(readReference(' 3f9a 01bc-77DE ')).toBe('3f9a01bc77de');
    expect(readReference('3F9A-01BC')).toBeNull();
    expect(readReference("3F9A-01BC-77D'")).toBeNull();
  });

  it('begins the id that it was made of', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const read = readReference(applicationReference(id)) ?? 'none';
        expect(id.replaceAll('-', '').startsWith(read)).toBe(true);
      }),
    );
  });
});

it('knows time zones by their names', () => {
  expect(['Asia/Baku', 'Asia/Almaty', 'America/Argentina/Ushuaia', 'UTC'].every(isTimeZone)).toBe(true);
  expect(['Baku', '+04:00', 'Asia/Nowhere', '', 'EST5EDT,M3'].some(isTimeZone)).toBe(false);
});
