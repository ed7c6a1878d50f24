import { KeyRing } from './key-ring.js';

/**
 * Rotates the signing key of a purpose. @param say takes one line. @returns the exit code.
 */
export function rotateKey(folder: string, purpose: string, say: (line: string) => void): number {
  if (purpose !== 'receipts') {
    say('Only the key of receipts is rotated this way.');
    return 2;
  }
  const { retired, current } = KeyRing.rotate(folder, purpose);
  say(`${retired} is retired: its public half is kept, and what it signed can still be checked.`);
  say(`${current} signs from now on. Restart the api and worker processes, one after the other.`);
  return 0;
}
