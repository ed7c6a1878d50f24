import type { LeaseHead } from './response-event.js';

export type ClosedBy = 'candidate' | 'clock' | 'officer';

/** What a candidate keeps: signed over the canonical JSON of this body. It tells no answer and no name. */
export interface ReceiptBody {
  readonly v: 1;
  readonly number: number;
  readonly candidateNumber: string;
  readonly session: string;
  /** RFC 3339, PostgreSQL's clock. */
  readonly closedAt: string;
  readonly closedBy: ClosedBy;
  readonly items: number;
  readonly answered: number;
  /** The heads of all leases of the sitting. */
  readonly leases: readonly LeaseHead[];
  /** Hex SHA-256 of the answer sheet's canonical JSON with its nonce. */
  readonly sheetHash: string;
  /** Hex, 16 random bytes: without it the few possible sheets could be tried against the hash. */
  readonly nonce: string;
  /** RFC 3339: by when this receipt's hash is in the public log. */
  readonly inLogBy: string;
  /** Hex SHA-256 of the receipt before, from number 2 on: a ruling admitted what had come late. */
  readonly supersedes?: string;
}

/** What the sheet's hash is over. */
export const sheetContent = (
  candidateNumber: string,
  answers: Readonly<Record<string, string>>,
  nonce: string,
) => ({
  answers,
  candidateNumber,
  nonce,
});
