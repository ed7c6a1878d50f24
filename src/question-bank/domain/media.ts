export const MEDIA_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/svg+xml'] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

/** A picture of an item. */
export interface Media {
  /** Hex SHA-256 of the bytes: its name in stored bodies, `media:<hash>`. */
  readonly hash: string;
  readonly mediaType: MediaType;
  readonly bytes: Uint8Array;
}

/** A poor line has to carry every picture of a form. */
export const MAX_MEDIA_BYTES = 200_000;

const starts = (bytes: Uint8Array, ...expected: readonly number[]): boolean =>
  expected.every((byte, index) => bytes[index] === byte);

/** The type of a picture, told by its bytes and never by its name; null for what is no picture of ours. */
export function mediaType(bytes: Uint8Array): MediaType | null {
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (starts(bytes, 0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(bytes, 0x52, 0x49, 0x46, 0x46) && starts(bytes.subarray(8), 0x57, 0x45, 0x42, 0x50))
    return 'image/webp';
  const head = new TextDecoder().decode(bytes.subarray(0, 512)).trimStart();
  return /^(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*)?<svg[\s>]/.test(head) ? 'image/svg+xml' : null;
}

// A picture is shown by <img>, where nothing in it runs or loads; what could is refused all the same.
const ACTIVE =
  /<(script|foreignObject|iframe|image|use|a|animate|set)\b|\son[a-z]+\s*=|(href|src)\s*=|url\s*\(\s*(?!['"]?#)|<!ENTITY|@import/i;

/** What is wrong with a picture, or null. */
export function mediaFault(bytes: Uint8Array): string | null {
  if (bytes.length > MAX_MEDIA_BYTES)
    return `is larger than ${String(MAX_MEDIA_BYTES / 1000)} kB, too much for a poor line`;
  const type = mediaType(bytes);
  if (!type) return 'is no PNG, JPEG, WebP or SVG picture';
  if (type === 'image/svg+xml' && ACTIVE.test(new TextDecoder().decode(bytes)))
    return 'holds a script, a link or something to load';
  return null;
}

/** The pictures that a body names: files of its bank's folder (`media/<file>`). */
export const mediaFiles = (body: string): string[] =>
  [...body.matchAll(/\bsrc="media\/([^"]*)"/g)].map(([, file]) => file ?? '');

/** A body with its pictures named by their content instead of by file. */
export const withMediaHashes = (body: string, hashOf: (file: string) => string): string =>
  body.replace(/\bsrc="media\/([^"]*)"/g, (_, file: string) => `src="media:${hashOf(file)}"`);
