import type { Points } from '../../kernel/index.js';
import type { PartScore } from './grade-sitting.js';

type Texts = Readonly<Record<string, string>>;

/** What a certificate says, for ever. No name: whoever holds the paper has it there. */
export interface CertificateContent {
  readonly v: 1;
  readonly competition: { readonly code: string; readonly title: Texts; readonly agency: Texts };
  readonly session: { readonly id: string; readonly title: Texts; readonly date: string };
  readonly candidateNumber: string;
  readonly points: Points;
  readonly maximum: Points;
  readonly parts: readonly {
    readonly part: string;
    readonly title: Texts;
    readonly points: Points;
    readonly maximum: Points;
  }[];
  readonly passed: boolean;
}

/**
 * Whether what a certificate says still holds. `genuine`: the result is as it says. `replaced`: the result was changed
 * since. `pending`: it is being worked out anew. `withdrawn`: the sitting was declared void.
 */
export type CertificateStanding = 'genuine' | 'replaced' | 'pending' | 'withdrawn';

export function certificateStanding(
  content: CertificateContent,
  isVoid: boolean,
  now:
    { readonly points: Points; readonly passed: boolean; readonly byPart: readonly PartScore[] } | undefined,
): CertificateStanding {
  if (isVoid) return 'withdrawn';
  if (!now) return 'pending';
  const sameParts =
    now.byPart.length === content.parts.length &&
    content.parts.every(({ part, points }) =>
      now.byPart.some((one) => one.part === part && one.points === points),
    );
  return now.points === content.points && now.passed === content.passed && sameParts ? 'genuine' : 'replaced';
}
