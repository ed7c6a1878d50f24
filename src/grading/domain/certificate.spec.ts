import { describe, expect, it } from '@jest/globals';
import { certificateStanding, type CertificateContent } from './certificate.js';

const CONTENT: CertificateContent = {
  v: 1,
  competition: { code: 'C', title: {}, agency: {} },
  session: { id: 's', title: {}, date: '2026-01-01' },
  candidateNumber: 'N',
  points: 300,
  maximum: 500,
  parts: [
    { part: 'a', title: {}, points: 100, maximum: 200 },
    { part: 'b', title: {}, points: 200, maximum: 300 },
  ],
  passed: true,
};
const result = (a: number, b: number, passed = true) => ({
  points: a + b,
  passed,
  byPart: [
    { part: 'b', points: b, maximum: 300, reached: true },
    { part: 'a', points: a, maximum: 200, reached: true },
  ],
});

describe('how a certificate stands', () => {
  it.each([
    ['genuine', false, result(100, 200)],
    ['replaced', false, result(200, 200)],
    ['replaced', false, result(200, 100)],
    ['replaced', false, result(100, 200, false)],
    ['replaced', false, { ...result(100, 200), byPart: result(100, 200).byPart.slice(1) }],
    ['pending', false, undefined],
    ['withdrawn', true, result(100, 200)],
  ] as const)('is %s', (standing, isVoid, now) => {
    expect(certificateStanding(CONTENT, isVoid, now)).toBe(standing);
  });
});
