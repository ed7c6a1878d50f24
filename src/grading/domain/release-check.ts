import { refuse, type Result } from '../../kernel/index.js';

/** How a point stands: nothing in the way; an officer's stated reason is needed; nothing can be released. */
export type Standing = 'clear' | 'caution' | 'stop';

/** One point that an officer looks at before results are released. */
export interface ReleaseCheck {
  /** Stable and public: also the code of the refusal where it stops the release. */
  readonly code: string;
  readonly standing: Standing;
  /** What it says on the page: `namespace:key`, with its parameters. */
  readonly words: { readonly key: string; readonly data?: Readonly<Record<string, unknown>> };
  /** The same as a plain sentence, for the API. */
  readonly detail: string;
  /** Where one does something about it. */
  readonly href?: string;
  /** Of a caution: it says itself why the release goes on, so nobody else has to, and one that was signed beforehand does too. */
  readonly isItsReason?: boolean;
}

/**
 * Whether results may be released as things stand. The first point that stops it refuses by its own code; points of
 * caution need a reason, unless they are reason enough themselves.
 *
 * Refusals: the code of a check; GRADING.SAY_WHY (with the codes of what the reason is for).
 * @returns what stands on record with the release, or null where nothing has to be said.
 */
export function weighRelease(
  checks: readonly ReleaseCheck[],
  reason: string | undefined,
): Result<string | null> {
  const stop = checks.find(({ standing }) => standing === 'stop');
  if (stop) return refuse('conflict', stop.code, stop.detail, { data: { ...stop.words.data } });
  const careful = checks.filter(({ standing }) => standing === 'caution');
  const cautions = careful.map(({ code }) => code);
  if (cautions.length === 0) return { ok: true, value: null };
  const needsWords = careful.some(({ isItsReason }) => isItsReason !== true);
  const why = reason?.trim() ?? '';
  if (why === '' && !needsWords)
    return {
      ok: true,
      value: `released in spite of: ${careful.map(({ code, detail }) => `${code} — ${detail}`).join(' ')}`,
    };
  if (why === '') {
    return refuse('invalid', 'GRADING.SAY_WHY', 'Say why the results are released all the same.', {
      fields: { reason: 'GRADING.SAY_WHY' },
      data: { cautions },
    });
  }
  return { ok: true, value: `released in spite of: ${cautions.join(', ')} — ${why}` };
}
