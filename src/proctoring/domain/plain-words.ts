import { ok, refuse, type Result } from '../../kernel/index.js';

const FEWEST = 20;
const MOST = 4000;

/**
 * What somebody says, in its one form: 20 to 4000 characters (code points), so that it says something.
 * @param field of the form that it is refused for, by `code`.
 */
export function plainWords(text: string, code: string, field: string, fewest = FEWEST): Result<string> {
  const words = text.trim().replace(/\r\n?/g, '\n');
  const { length } = [...words];
  return length >= fewest && length <= MOST
    ? ok(words)
    : refuse('invalid', code, `In ${String(fewest)} to ${String(MOST)} characters.`, {
        fields: { [field]: code },
      });
}
