import { Injectable } from '@nestjs/common';
import { KeyRing } from '../../platform/index.js';
import { seal, unseal, type SealedFor } from '../domain/sealed/sealed-form.js';

/** What the server alone reads of a sealed form: its items' versions and the order of their options. */
const PLACES_FORMAT = 'openmerit-drawn-form-1';

/**
 * The keys of sealed forms: each draw and number has its own, derived from the key ring and kept nowhere, so that the
 * key of one form opens no other and no database holds any.
 */
@Injectable()
export class ContentKeys {
  constructor(private readonly keys: KeyRing) {}

  /** Under which id the ring's key is recorded beside a sealed form. */
  get id(): string {
    return this.keys.secretId('content');
  }

  /** 32 bytes: what opens the form of this number, given out when its sitting begins. */
  of({ drawId, candidateNumber }: SealedFor): Buffer {
    return this.keys.derive('content', `sealed-form ${drawId} ${candidateNumber}`);
  }

  sealPlaces(places: Uint8Array, nonce: Uint8Array, owner: SealedFor): Buffer {
    return seal(places, this.#placesKey(owner), nonce, owner, PLACES_FORMAT);
  }

  /** @throws Error where the bytes were changed, or belong to another number. */
  openPlaces(sealed: Uint8Array, owner: SealedFor): Buffer {
    return unseal(sealed, this.#placesKey(owner), owner, PLACES_FORMAT);
  }

  #placesKey({ drawId, candidateNumber }: SealedFor): Buffer {
    return this.keys.derive('content', `drawn-form ${drawId} ${candidateNumber}`);
  }
}
