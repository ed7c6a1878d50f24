import { JpegReader } from '../../kernel/index.js';
import { MOST_PIXELS, type FileFault, type FileType } from './file-type.js';

/** How a kind of file is read through, piece by piece; nothing of it is kept but a few bytes. */
interface Reader {
  push(bytes: Uint8Array): void;
  /** What is wrong with it, once all of it has passed. */
  end(): FileFault | null;
}

/**
 * Tells by its content what a file is, as it streams past: a PDF (ISO 32000-2), a JPEG (ITU-T T.81) or a PNG (ISO/IEC
 * 15948) that begins and ends as its kind does. What follows a file's own end is refused: an archive or a page of a website
 * hangs there. A picture says its size in its head, and one that would fill a reader's memory is refused unread.
 */
export class TypeCheck {
  #head = new Uint8Array(0);
  #found: { readonly type: FileType; readonly reader: Reader } | undefined;
  #unknown = false;
  #bytes = 0;

  push(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    if (this.#unknown) return;
    if (this.#found) {
      this.#found.reader.push(bytes);
      return;
    }
    this.#head = joined(this.#head, bytes);
    if (this.#head.length < HEAD) return;
    this.#begin();
  }

  /** @returns what it is, or what is wrong with it. */
  end(): { readonly type: FileType; readonly fault: null } | { readonly fault: FileFault } {
    if (this.#bytes === 0) return { fault: 'EMPTY' };
    if (!this.#found && !this.#unknown) this.#begin();
    if (!this.#found) return { fault: 'TYPE' };
    const fault = this.#found.reader.end();
    return fault ? { fault } : { type: this.#found.type, fault: null };
  }

  #begin(): void {
    const head = this.#head;
    if (begins(head, PNG)) this.#found = { type: 'png', reader: new PngReader() };
    else if (begins(head, [0xff, 0xd8, 0xff])) this.#found = { type: 'jpeg', reader: new JpegReader(fits) };
    else if (/^%PDF-[12]\.\d/.test(latin(head.subarray(0, 8))))
      this.#found = { type: 'pdf', reader: new PdfReader() };
    else this.#unknown = true;
    this.#found?.reader.push(head);
    this.#head = new Uint8Array(0);
  }
}

/** {@link TypeCheck} of a file that is in memory whole. */
export function fileTypeOf(bytes: Uint8Array): ReturnType<TypeCheck['end']> {
  const check = new TypeCheck();
  check.push(bytes);
  return check.end();
}

const HEAD = 16;
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Ends with %%EOF, and nothing but space after the last one. */
class PdfReader implements Reader {
  #tail = new Uint8Array(0);

  push(bytes: Uint8Array): void {
    this.#tail = joined(this.#tail, bytes).slice(-2048);
  }

  end(): FileFault | null {
    const tail = latin(this.#tail);
    const at = tail.lastIndexOf('%%EOF');
    if (at === -1) return tail.length < 2048 ? 'TYPE' : 'TRAILING';
    return /^[\s\0]*$/.test(tail.slice(at + 5)) ? null : 'TRAILING';
  }
}

/** Chunk by chunk from IHDR to IEND, which ends it. */
class PngReader implements Reader {
  #held = new Uint8Array(0);
  /** Bytes of the chunk in hand that may go by unread. */
  #skip = PNG.length;
  #chunks = 0;
  #ended = false;
  #fault: FileFault | null = null;

  push(bytes: Uint8Array): void {
    let rest = bytes;
    while (rest.length > 0 && !this.#fault) {
      if (this.#ended) {
        this.#fault = 'TRAILING';
        return;
      }
      if (this.#skip > 0) {
        const gone = Math.min(this.#skip, rest.length);
        this.#skip -= gone;
        rest = rest.subarray(gone);
        this.#ended = this.#skip === 0 && this.#ending;
        continue;
      }
      // Length and type; of the first chunk also width and height.
      const need = this.#chunks === 0 ? 16 : 8;
      const more = rest.subarray(0, need - this.#held.length);
      this.#held = joined(this.#held, more);
      rest = rest.subarray(more.length);
      if (this.#held.length === need) this.#chunk();
    }
  }

  #ending = false;

  #chunk(): void {
    const view = new DataView(this.#held.buffer, this.#held.byteOffset, this.#held.length);
    const length = view.getUint32(0);
    const type = latin(this.#held.subarray(4, 8));
    const first = this.#chunks === 0;
    if (!/^[A-Za-z]{4}$/.test(type) || length > 0x7fffffff || first !== (type === 'IHDR'))
      this.#fault = 'TYPE';
    else if (first && length !== 13) this.#fault = 'TYPE';
    else if (first && !fits(view.getUint32(8), view.getUint32(12))) this.#fault = 'PICTURE_SIZE';
    this.#ending = type === 'IEND';
    if (this.#ending && length !== 0) this.#fault = 'TYPE';
    this.#skip = length + 4 - (first ? 8 : 0);
    this.#held = new Uint8Array(0);
    this.#chunks += 1;
  }

  end(): FileFault | null {
    return this.#fault ?? (this.#ended ? null : 'TYPE');
  }
}

const fits = (width: number, height: number): boolean =>
  width > 0 && height > 0 && width * height <= MOST_PIXELS;
const begins = (bytes: Uint8Array, with_: readonly number[]): boolean =>
  with_.every((byte, index) => bytes[index] === byte);

const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
