import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maskNationalId } from './mask-national-id.js';

describe('a masked national identifier', () => {
  it('shows its end, as long as the whole', () => {
    expect(maskNationalId('AZE1234567')).toBe('•••••••567');
    expect(maskNationalId('ABCDE')).toBe('••••E');
    expect(maskNationalId('')).toBe('');
  });

  it('never shows more than a third', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const masked = [...maskNationalId(text)];
        expect(masked).toHaveLength([...text].length);
        const hidden = masked.filter((one) => one === '•').length;
        expect(masked.length - hidden).toBeLessThanOrEqual(masked.length / 3);
      }),
    );
  });
});
