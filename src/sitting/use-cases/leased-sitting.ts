import { Injectable } from '@nestjs/common';
import { ContentKeys, type Aids } from '../../form/index.js';
import { KeyRing } from '../../platform/index.js';
import type { Accommodations } from '../domain/accommodations.js';
import type { SheetState } from '../domain/answer-sheet.js';
import { signToken } from '../domain/sitting-token.js';

/** All that a player needs to begin or to go on; times in milliseconds since 1970, PostgreSQL's clock. */
export interface LeasedSitting {
  readonly sittingId: string;
  readonly lease: number;
  readonly token: string;
  /** Hex: where the lease's chain begins. */
  readonly rootHash: string;
  readonly candidateNumber: string;
  readonly language: string;
  readonly drawId: string;
  readonly sealed: {
    /** Where the sealed form lies. */
    readonly address: string;
    /** Base64, 32 bytes: what opens it. */
    readonly contentKey: string;
  };
  readonly sheet: SheetState;
  readonly accommodations: Accommodations;
  readonly aids: Aids;
  readonly serverTime: number;
  readonly deadline: number;
  /** What was left when the clock was stopped; null while it runs. */
  readonly pausedLeft: number | null;
}

type LeasedRow = Omit<LeasedSitting, 'token' | 'sealed' | 'aids'> & {
  /** Hex. */
  readonly sealedAddress: string;
  readonly aids: Aids | null;
};

/** Makes the answer that gives a device the right to answer, and the key of the form. */
@Injectable()
export class LeaseAnswers {
  readonly #macKey: Buffer;

  constructor(
    private readonly keys: KeyRing,
    private readonly contentKeys: ContentKeys,
  ) {
    this.#macKey = keys.derive('sitting-tokens', 'lease');
  }

  make({ sealedAddress, aids, ...leased }: LeasedRow): LeasedSitting {
    const { sittingId, lease } = leased;
    return {
      ...leased,
      token: signToken({ sittingId, lease }, (data) => this.keys.macWith(this.#macKey, data)),
      sealed: {
        address: `/sealed/${sealedAddress}`,
        contentKey: this.contentKeys.of(leased).toString('base64'),
      },
      aids: aids ?? { calculator: 'none' },
    };
  }
}
