export type FileType = 'pdf' | 'jpeg' | 'png';

/** What a file's name may end with, by what it is. */
const ENDINGS: Readonly<Record<FileType, RegExp>> = {
  pdf: /\.pdf$/i,
  jpeg: /\.jpe?g$/i,
  png: /\.png$/i,
};

export const CONTENT_TYPES: Readonly<Record<FileType, string>> = {
  pdf: 'application/pdf',
  jpeg: 'image/jpeg',
  png: 'image/png',
};

/** More pixels than a page at 600 dots an inch has fill a reader's memory from a small file. */
export const MOST_PIXELS = 60_000_000;

export type FileFault = 'EMPTY' | 'TYPE' | 'NAME' | 'TRAILING' | 'PICTURE_SIZE';

/** Whether a name fits what a file is. */
export const nameFits = (name: string, type: FileType): boolean => ENDINGS[type].test(name);

/**
 * A file's name as it is kept and shown: its last part, without what no name needs. It is never a path, of no system.
 */
export function shownName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  // Control characters, and those that turn the direction of what is written: "gpj.exe" must not read as "exe.jpg".
  const clean = last.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}"<>:|?*]/gu, '').trim();
  const kept = [...clean].slice(-120).join('').replace(/^\.+/, '');
  return kept === '' ? 'document' : kept;
}
