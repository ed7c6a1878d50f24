import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { generateSync } from 'otplib/functional';
import { normaliseCode, STEP_SECONDS, stepOfCode } from './totp.js';

// "12345678901234567890" of RFC 6238, appendix B, in Base32.
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('codes of an authenticator', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('are those of RFC 6238 at %d', (seconds, code) => {
    expect(stepOfCode(SECRET, code, seconds)).toBe(Math.floor(seconds / STEP_SECONDS));
  });

  it('hold for a step before and after, and for no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 4e9 }), fc.integer({ min: -5, max: 5 }), (now, away) => {
        const step = Math.floor(now / STEP_SECONDS);
        const code = generateSync({ secret: SECRET, epoch: (step + away) * STEP_SECONDS });
        const found = stepOfCode(SECRET, code, now);
        // Two of three steps can have one code, one time in hundreds of thousands.
        if (Math.abs(away) <= 1) expect(Math.abs((found ?? Infinity) - step)).toBeLessThanOrEqual(1);
        else if (found !== null) expect(Math.abs(found - step)).toBeLessThanOrEqual(1);
      }),
    );
    const far = generateSync({ secret: SECRET, epoch: 59 + 3 * STEP_SECONDS });
    expect(stepOfCode(SECRET, far, 59)).toBeNull();
  });

  it.each(['', '12345', '1234567', 'abcdef', '28708２', '-28708'])('are not "%s"', (code) => {
    expect(stepOfCode(SECRET, code, 59)).toBeNull();
  });

  it('may be typed as apps show them', () => {
    expect(normaliseCode(' 287 082 ')).toBe('287082');
    expect(normaliseCode('２８７０８２')).toBe('287082');
  });
});
