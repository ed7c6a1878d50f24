/** How an official took part in what an appeal is about. */
export const PARTS = [
  'released',
  'signed',
  'marked',
  'decided',
  'admitted',
  'clock',
  'late',
  'void',
  'helped',
  'incident',
] as const;
export type Part = (typeof PARTS)[number];

export interface Participation {
  readonly accountId: string;
  readonly official: string;
  readonly part: Part;
}

/**
 * In what ways somebody took part: nobody decides on what they did themselves (nemo iudex in causa sua). Empty: they may
 * decide. @param accounts theirs, and of whoever they act for.
 */
export const partsOf = (record: readonly Participation[], accounts: readonly string[]): Part[] =>
  PARTS.filter((part) => record.some((one) => accounts.includes(one.accountId) && one.part === part));
