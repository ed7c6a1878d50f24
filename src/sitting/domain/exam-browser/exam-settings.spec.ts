import { describe, expect, it } from '@jest/globals';
import { examConfigKeys, examSettings } from './exam-settings.js';
import { configKey, sebFile } from './seb-settings.js';

const ORIGIN = 'https://exam.example';
const SESSION = '6a3c1a1e-6c0e-4d5b-9b4e-2f7a1c9d8e01';

describe('the settings of Safe Exam Browser for a session', () => {
  it('allow the camera where it is used, and say nothing of it otherwise', () => {
    expect(sebFile(examSettings(ORIGIN, SESSION, true))).toContain(
      '<key>browserMediaCaptureCamera</key><true/>',
    );
    expect(sebFile(examSettings(ORIGIN, SESSION, false))).not.toContain('browserMedia');
  });

  // Files with these keys were handed out: another text gets another key beside them.
  it('keep the keys of the files that were handed out', () => {
    expect(examConfigKeys(ORIGIN, SESSION)).toEqual([
      '84a21ed0d0e67776b4e24d57ce4170b803f1d69b65e06eaf0b3783b541e0d0e2',
      '9d7e7c0531e94f94106037052c58ea53d7f7c56a80206bb58d2261bb35c45af8',
    ]);
    expect(configKey(examSettings(ORIGIN, SESSION, true))).toBe(examConfigKeys(ORIGIN, SESSION)[1]);
  });
});
