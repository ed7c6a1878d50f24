import { hex } from './hash-chain.js';
import type { Leased, PlayerForm } from './types.js';

const NONCE_BYTES = 12;

/** The sealed form is not the one that its address names, or does not open: nothing that this page can mend. */
export class FormDamaged extends Error {}

/**
 * A sealed form by its address: fetched in the waiting room, when it says nothing yet, and opened at the start
 * (docs/spec/sealed-form.md). Bytes that were changed on their way are fetched once more, past every cache.
 */
export class SealedForms {
  readonly #fetched = new Map<string, Promise<ArrayBuffer>>();

  /** @returns when the bytes are here. */
  async fetch(address: string): Promise<void> {
    await this.#bytes(address);
  }

  /** @throws {FormDamaged} · a TypeError where there is no line. */
  async open(leased: Pick<Leased, 'sealed' | 'drawId' | 'candidateNumber'>): Promise<PlayerForm> {
    const sealed = await this.#bytes(leased.sealed.address);
    try {
      const key = await crypto.subtle.importKey(
        'raw',
        Uint8Array.from(atob(leased.sealed.contentKey), (one) => one.charCodeAt(0)),
        'AES-GCM',
        false,
        ['decrypt'],
      );
      const additionalData = new TextEncoder().encode(
        `openmerit-sealed-form-1 ${leased.drawId} ${leased.candidateNumber}`,
      );
      const iv = sealed.slice(0, NONCE_BYTES);
      const packed = await crypto.subtle.decrypt(
        { name: 'AES-GCM', iv, additionalData },
        key,
        sealed.slice(NONCE_BYTES),
      );
      const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
      return (await new Response(plain).json()) as PlayerForm;
    } catch {
      throw new FormDamaged('The form does not open.');
    }
  }

  #bytes(address: string): Promise<ArrayBuffer> {
    let bytes = this.#fetched.get(address);
    if (!bytes) {
      bytes = this.#load(address);
      // A failure is not kept: the next one who asks tries again.
      bytes.catch(() => this.#fetched.delete(address));
      this.#fetched.set(address, bytes);
    }
    return bytes;
  }

  async #load(address: string): Promise<ArrayBuffer> {
    for (const cache of ['default', 'reload'] as const) {
      const response = await fetch(address, { cache, credentials: 'omit' });
      if (!response.ok) throw new TypeError(`A form answered ${String(response.status)}.`);
      const bytes = await response.arrayBuffer();
      if (address.endsWith(hex(await crypto.subtle.digest('SHA-256', bytes)))) return bytes;
    }
    throw new FormDamaged('The form is not the one that its address names.');
  }
}
