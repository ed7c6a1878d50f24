import { ok, refuse, type Result } from '../../kernel/index.js';

export const LONGEST_MESSAGE = 500;

/** What a candidate is told, in its one form. Refusal: SITTING.SAY_MESSAGE, of the field `text`. */
export function messageText(said: string): Result<string> {
  const text = said.replaceAll('\r\n', '\n').trim();
  const { length } = [...text];
  return length > 0 && length <= LONGEST_MESSAGE
    ? ok(text)
    : refuse('invalid', 'SITTING.SAY_MESSAGE', 'Write a message of at most 500 characters.', {
        fields: { text: 'SITTING.SAY_MESSAGE' },
      });
}
