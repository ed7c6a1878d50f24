import { ok, refuse, type Result } from '../../kernel/index.js';

const MOST_CHARACTERS = 500;

/** The stated reason in its one form. Refusal: SESSION.WHY. */
export function voidReason(text: string): Result<string> {
  const reason = text.trim();
  return reason !== '' && [...reason].length <= MOST_CHARACTERS
    ? ok(reason)
    : refuse('invalid', 'SESSION.WHY', 'Say why, in at most 500 characters.', {
        fields: { reason: 'SESSION.WHY' },
      });
}
