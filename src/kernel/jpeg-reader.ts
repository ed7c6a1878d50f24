/** It is none, has something behind its end, or is larger than whoever asks takes. */
export type JpegFault = 'TYPE' | 'TRAILING' | 'PICTURE_SIZE';

/**
 * Reads a JPEG (ITU-T T.81) through, piece by piece: segment by segment to the first scan, then to its end marker, which
 * ends it. Nothing of it is kept but a few bytes, and nothing is decoded.
 */
export class JpegReader {
  #held: Uint8Array = new Uint8Array(0);
  #begun = 0;
  #skip = 0;
  #inScan = false;
  #scanned = false;
  #sized = false;
  #last = 0;
  #ended = false;
  #fault: JpegFault | null = null;

  /** @param fits whether a picture of so many pixels is taken. */
  constructor(private readonly fits: (width: number, height: number) => boolean) {}

  /** What is wrong with what has passed so far. */
  get fault(): JpegFault | null {
    return this.#fault;
  }

  push(bytes: Uint8Array): void {
    let rest = bytes;
    while (rest.length > 0 && !this.#fault) {
      if (this.#ended) {
        this.#fault = 'TRAILING';
        return;
      }
      const begins = START[this.#begun];
      if (begins !== undefined) {
        if (rest[0] !== begins) this.#fault = 'TYPE';
        this.#begun += 1;
        rest = rest.subarray(1);
      } else if (this.#skip > 0) {
        const gone = Math.min(this.#skip, rest.length);
        this.#skip -= gone;
        rest = rest.subarray(gone);
      } else if (this.#inScan) {
        rest = this.#scan(rest);
      } else {
        const need = this.#need();
        const more = rest.subarray(0, need - this.#held.length);
        this.#held = Buffer.concat([this.#held, more]);
        rest = rest.subarray(more.length);
        if (this.#held.length === need && this.#need() === need) this.#segment();
      }
    }
  }

  /** Marker and length; of a frame also its height and width. */
  #need(): number {
    const [mark, code = 0] = this.#held;
    if (mark === undefined || this.#held.length < 2) return 2;
    if (code === 0xd9 || (code >= 0xd0 && code <= 0xd8) || code === 0xff) return 2;
    return isFrame(code) ? 9 : 4;
  }

  #segment(): void {
    const [mark = 0, code = 0] = this.#held;
    const view = new DataView(this.#held.buffer, this.#held.byteOffset, this.#held.length);
    const length = this.#held.length >= 4 ? view.getUint16(2) : 0;
    if (mark !== 0xff) this.#fault = 'TYPE';
    else if (code === 0xff) {
      // A fill byte before a marker.
      this.#held = this.#held.slice(1);
      return;
    } else if (code === 0xd9) this.#ended = true;
    else if (length < 2) this.#fault = 'TYPE';
    if (isFrame(code) && !this.#fault) {
      this.#sized = true;
      if (!this.fits(view.getUint16(7), view.getUint16(5))) this.#fault = 'PICTURE_SIZE';
    }
    if (!this.#ended) this.#skip = Math.max(0, length + 2 - this.#held.length);
    this.#inScan = code === 0xda;
    this.#scanned ||= this.#inScan;
    if (this.#inScan && !this.#sized) this.#fault ??= 'TYPE';
    this.#last = 0;
    this.#held = new Uint8Array(0);
  }

  /** Within a scan FF is followed by 00 or a restart; any other code ends the scan. */
  #scan(bytes: Uint8Array): Uint8Array {
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (this.#last === 0xff && byte !== 0 && byte !== 0xff && !(byte >= 0xd0 && byte <= 0xd7)) {
        this.#inScan = false;
        this.#held = Uint8Array.of(0xff, byte);
        if (this.#need() === 2) this.#segment();
        return bytes.subarray(at + 1);
      }
      this.#last = byte;
    }
    return bytes.subarray(bytes.length);
  }

  /** What is wrong with it, once all of it has passed. */
  end(): JpegFault | null {
    return this.#fault ?? (this.#ended && this.#sized && this.#scanned ? null : 'TYPE');
  }
}

/** SOF0 to SOF15 without DHT, JPG and DAC, which share the range. */
const isFrame = (code: number): boolean =>
  code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;

const START = [0xff, 0xd8];
