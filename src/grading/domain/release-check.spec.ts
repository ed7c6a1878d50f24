import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { weighRelease, type ReleaseCheck, type Standing } from './release-check.js';

const check = (code: string, standing: Standing): ReleaseCheck => ({
  code,
  standing,
  words: { key: `x:${code}` },
  detail: `About ${code}.`,
});

describe('the checks before a release', () => {
  it('lets pass what is clear, without a word', () => {
    expect(weighRelease([check('A', 'clear')], undefined)).toEqual({ ok: true, value: null });
  });

  it('needs a reason for what calls for caution, and keeps it with what it is for', () => {
    const checks = [check('A', 'caution'), check('B', 'clear'), check('C', 'caution')];
    expect(weighRelease(checks, '  ')).toMatchObject({
      refusal: {
        code: 'GRADING.SAY_WHY',
        fields: { reason: 'GRADING.SAY_WHY' },
        data: { cautions: ['A', 'C'] },
      },
    });
    expect(weighRelease(checks, ' Looked at both. ')).toEqual({
      ok: true,
      value: 'released in spite of: A, C — Looked at both.',
    });
  });

  it('is refused by the first thing that stops it, whatever the reason', () => {
    const standing = fc.constantFrom<Standing>('clear', 'caution', 'stop');
    fc.assert(
      fc.property(fc.array(standing), fc.string(), (standings, reason) => {
        const checks = standings.map((one, index) => check(`C${String(index)}`, one));
        const first = checks.find((one) => one.standing === 'stop');
        const weighed = weighRelease(checks, reason);
        if (first) expect(weighed).toMatchObject({ ok: false, refusal: { code: first.code } });
        else expect(weighed.ok).toBe(reason.trim() !== '' || !standings.includes('caution'));
      }),
    );
  });

  it('goes on by itself past what is reason enough, and says so', () => {
    const held: ReleaseCheck = {
      code: 'GRADING.HELD',
      standing: 'caution',
      words: { key: 'k' },
      detail: 'Results are held.',
      isItsReason: true,
    };
    expect(weighRelease([held], undefined)).toEqual({
      ok: true,
      value: 'released in spite of: GRADING.HELD — Results are held.',
    });
    const other: ReleaseCheck = { ...held, code: 'GRADING.SET_ASIDE', isItsReason: false };
    expect(weighRelease([held, other], undefined)).toMatchObject({
      ok: false,
      refusal: { code: 'GRADING.SAY_WHY', data: { cautions: ['GRADING.HELD', 'GRADING.SET_ASIDE'] } },
    });
  });
});
