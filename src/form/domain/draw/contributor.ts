import { beaconShare, isShare, shareCommitment } from './seed.js';

export const CONTRIBUTOR_ROLES = ['platform', 'officer', 'observer', 'beacon'] as const;
export type ContributorRole = (typeof CONTRIBUTOR_ROLES)[number];

/** Who adds to the seed, as it is published at commitment. */
export type Contributor =
  | {
      readonly role: Exclude<ContributorRole, 'beacon'>;
      /** Name and position. */
      readonly name: string;
      /** Hex. */
      readonly commitment: string;
    }
  | {
      readonly role: 'beacon';
      readonly name: string;
      /** A round that had not come out at commitment: it stands for the commitment. */
      readonly round: string;
      /** When it comes out, RFC 3339. */
      readonly due: string;
    };

/** What a contributor handed over: the share's 64 digits, or the beacon's value as it came out. */
export interface HandedOver {
  readonly role: ContributorRole;
  readonly name: string;
  readonly share: string;
}

/** The contributor's share of the seed, or undefined where what was handed over does not open the commitment. */
export function openedShare(contributor: Contributor, given: string): string | undefined {
  if (contributor.role === 'beacon') {
    return isBeaconValue(given) ? beaconShare(contributor.name, contributor.round, given) : undefined;
  }
  return isShare(given) && shareCommitment(given) === contributor.commitment ? given : undefined;
}

const isBeaconValue = (text: string): boolean => /^[\x21-\x7e](?:[\x20-\x7e]{0,510}[\x21-\x7e])?$/.test(text);

/**
 * A beacon's value from what was pasted: the value itself, or the file that the beacon publishes of the round (JSON of
 * drand, or of NIST's beacon). Undefined where the file is of another round, or says nothing.
 */
export function beaconValue(text: string, round: string): string | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{')) return isBeaconValue(trimmed) ? trimmed : undefined;
  try {
    const file = JSON.parse(trimmed) as {
      readonly round?: unknown;
      readonly randomness?: unknown;
      readonly pulse?: { readonly pulseIndex?: unknown; readonly outputValue?: unknown };
    };
    const [said, value] = file.pulse
      ? [file.pulse.pulseIndex, file.pulse.outputValue]
      : [file.round, file.randomness];
    const isOurs = (typeof said === 'number' || typeof said === 'string') && String(said) === round;
    return isOurs && typeof value === 'string' && isBeaconValue(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
