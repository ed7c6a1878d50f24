const SHOWN = 3;

/**
 * A national identifier for comparing with a document in somebody's hand: its last characters alone, never more than a
 * third of it.
 */
export function maskNationalId(nationalId: string): string {
  const characters = [...nationalId];
  const shown = Math.min(SHOWN, Math.floor(characters.length / 3));
  return '•'.repeat(characters.length - shown) + characters.slice(characters.length - shown).join('');
}
