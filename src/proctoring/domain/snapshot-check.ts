import { JpegReader } from '../../kernel/index.js';

export const MOST_SNAPSHOT_BYTES = 300 * 1024;
const LONGEST_SIDE = 1920;

export type SnapshotFault = 'NOT_JPEG' | 'TOO_LARGE' | 'PICTURE_SIZE';

/**
 * Tells as it streams past whether something is a snapshot: one JPEG of at most 300 KB and 1920 pixels a side, from its
 * first byte to its end marker, with a picture in it and nothing behind it. It is not decoded, and none of it is kept.
 */
export class SnapshotCheck {
  readonly #reader = new JpegReader(
    (width, height) => width > 0 && height > 0 && Math.max(width, height) <= LONGEST_SIDE,
  );
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  /** @returns what is wrong already, or null. */
  push(bytes: Uint8Array): SnapshotFault | null {
    this.#bytes += bytes.length;
    if (this.#bytes > MOST_SNAPSHOT_BYTES) return 'TOO_LARGE';
    this.#reader.push(bytes);
    return faultOf(this.#reader.fault);
  }

  /** @returns what is wrong with all of it, or null. */
  end(): SnapshotFault | null {
    return faultOf(this.#reader.end());
  }
}

const faultOf = (fault: JpegReader['fault']): SnapshotFault | null =>
  fault === 'PICTURE_SIZE' ? fault : fault && 'NOT_JPEG';
