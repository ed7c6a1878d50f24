/** A sign-in name in its one form: NFKC, trimmed, lower case. */
export const normaliseSignIn = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

/** A national identifier in its one form: NFKC, upper case, letters and digits alone. */
export const normaliseNationalId = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** A person's name as it is shown and published: NFC, single spaces. */
export const normaliseName = (text: string): string => text.normalize('NFC').trim().replace(/\s+/gu, ' ');

export const PASSWORD_MIN = 10;
export const PASSWORD_MAX = 200;

/** Length counts, and that it is not the sign-in name: NIST SP 800-63B asks for no composition rules. */
export function passwordFault(
  password: string,
  signIn: string,
): 'PASSWORD_SHORT' | 'PASSWORD_LONG' | 'PASSWORD_NAME' | null {
  if ([...password].length < PASSWORD_MIN) return 'PASSWORD_SHORT';
  if (password.length > PASSWORD_MAX) return 'PASSWORD_LONG';
  return normaliseSignIn(password) === normaliseSignIn(signIn) ? 'PASSWORD_NAME' : null;
}
