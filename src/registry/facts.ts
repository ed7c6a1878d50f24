import type { Json } from '../kernel/index.js';
import type { FactDraft, PublicKeyView, SigningPurpose } from '../platform/index.js';

export const SIGNING_KEY_FACT = 'signing-key';

/**
 * "With this key what the platform signs for this purpose can be checked", or "it signs no more": stated once each. Nobody
 * decided anything else by it, so no official is named.
 */
export function signingKeyFact(purpose: SigningPurpose, key: PublicKeyView, time: Date): FactDraft {
  const { keyId, publicKey, retiredAt } = key;
  return {
    type: SIGNING_KEY_FACT,
    subject: keyId,
    cause: retiredAt === null ? 'in-use' : 'retired',
    time: retiredAt === null ? time : new Date(retiredAt),
    official: null,
    shown: { purpose, keyId, algorithm: 'Ed25519', publicKey, retiredAt },
  };
}

export const TOMBSTONE_FACT = 'tombstone';

/**
 * "The personal fields of this entry are destroyed, on this legal ground": the entry and every proof of it stay as they
 * are. From the platform nobody learns any more what its commitments are of; whoever kept a copy still can show it.
 */
export const tombstoneFact = (input: {
  readonly publicId: string;
  /** The entry's place in the log. */
  readonly seq: number;
  readonly fields: readonly string[];
  readonly ground: string;
  readonly official: string;
  readonly time: Date;
}): FactDraft => ({
  type: TOMBSTONE_FACT,
  subject: input.publicId,
  cause: String(input.seq),
  time: input.time,
  official: input.official,
  shown: { entry: input.publicId, seq: input.seq, fields: [...input.fields], ground: input.ground },
});

export const CORRECTION_FACT = 'correction';

/**
 * "At these places this entry is wrong, and this is right": the entry stays as it is. What is right of a personal field is
 * one itself: the log commits to it, and it can be removed.
 */
export const correctionFact = (input: {
  readonly publicId: string;
  /** The entry's place in the log. */
  readonly seq: number;
  /** JSON Pointer into what the entry shows, what stands there, what is right. */
  readonly fields: readonly { readonly field: string; readonly published: Json; readonly correct: Json }[];
  /** Name of a personal field → its right value. */
  readonly personal: Readonly<Record<string, string>>;
  readonly ground: string;
  readonly official: string;
  readonly time: Date;
  /** Those of the entry: whoever finds it finds its correction. */
  readonly search: NonNullable<FactDraft['search']>;
}): FactDraft => ({
  type: CORRECTION_FACT,
  subject: input.publicId,
  cause: String(input.seq),
  time: input.time,
  official: input.official,
  shown: {
    entry: input.publicId,
    seq: input.seq,
    fields: input.fields.map((line) => ({ ...line })),
    personal: Object.keys(input.personal).sort(),
    ground: input.ground,
  },
  personal: input.personal,
  search: {
    ...input.search,
    ...(input.personal['personName'] !== undefined && { personName: input.personal['personName'] }),
  },
});

export const INDICATOR_REPORT_FACT = 'indicator-report';

/** "By this indicator of its charter the service was so good": one indicator, one period, with how it was measured. */
export const indicatorReportFact = (input: {
  /** Null: the platform as a whole. */
  readonly agency: { readonly code: string; readonly name: Readonly<Record<string, string>> } | null;
  /** The indicator's code in the charter. */
  readonly indicator: string;
  /** Days, `yyyy-mm-dd`, both included. */
  readonly from: string;
  readonly until: string;
  /** Decimal text, for example `97.50`: no float, so that everybody reads the same. */
  readonly value: string;
  readonly unit: Readonly<Record<string, string>>;
  readonly method: Readonly<Record<string, string>>;
  /** What the charter promises; null where it promises no number. */
  readonly target: string | null;
  /** The table that it was counted from, kept beside the log; null where none is published. */
  readonly listHash: string | null;
  readonly official: string;
  readonly time: Date;
}): FactDraft => {
  const { agency, indicator, from, until, value, target, listHash } = input;
  return {
    type: INDICATOR_REPORT_FACT,
    subject: agency?.code ?? 'platform',
    cause: indicator,
    time: input.time,
    official: input.official,
    shown: {
      agency: agency && { code: agency.code, name: { ...agency.name } },
      indicator,
      from,
      until,
      value,
      unit: { ...input.unit },
      method: { ...input.method },
      target,
      listHash,
    },
    search: agency ? { agencyName: Object.values(agency.name).join(' · ') } : {},
  };
};
