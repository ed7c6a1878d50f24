import { KeyRing } from './key-ring.js';

/**
 * Rotates the signing key of a purpose. That of receipts is another one at once. That of checkpoints hands over in the log:
 * workers do it, while they run (docs/adr/0026).
 *
 * @param say takes one line. @returns the exit code.
 */
export function rotateKey(folder: string, purpose: string, say: (line: string) => void): number {
  if (purpose === 'checkpoints') {
    const { current, next } = KeyRing.prepareHandover(folder);
    say(`${next} is made, and waits. ${current} signs until the log states the new key.`);
    say('A worker does that within seconds, and signs with it from then on. Nothing need be restarted.');
    return 0;
  }
  if (purpose !== 'receipts') {
    say('Only the keys of receipts and of checkpoints are rotated.');
    return 2;
  }
  const { retired, current } = KeyRing.rotate(folder, purpose);
  say(`${retired} is retired: its public half is kept, and what it signed can still be checked.`);
  say(`${current} signs from now on. Restart the api and worker processes, one after the other.`);
  return 0;
}
