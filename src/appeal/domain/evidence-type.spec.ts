import { describe, expect, it } from '@jest/globals';
import { evidenceName, evidenceType } from './evidence-type.js';

describe('evidence', () => {
  it.each([
    ['%PDF-1.7', 'application/pdf'],
    ['\u00ff\u00d8\u00ff\u00e0', 'image/jpeg'],
    ['\u0089PNG\r\n\u001a\n', 'image/png'],
    ['<html>', undefined],
    ['MZ', undefined],
    ['', undefined],
  ])('is told by its first bytes: %j', (text, type) => {
    expect(evidenceType(Buffer.from(text, 'latin1'))).toBe(type);
  });

  it('has a name that is no path and cannot break a header', () => {
    expect(evidenceName('../../etc/pass"wd\r\n.pdf', 'application/pdf')).toBe('passwd.pdf');
    expect(evidenceName('C:\\folder\\Протокол 1.png', 'image/png')).toBe('Протокол 1.png');
    expect(evidenceName('"";', 'image/jpeg')).toBe('evidence.jpeg');
    expect(evidenceName('a'.repeat(300), 'image/png')).toHaveLength(100);
  });
});
