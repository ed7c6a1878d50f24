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
] as const;
export type Part = (typeof PARTS)[number];

export interface Participation {
  readonly accountId: string;
  readonly official: string;
  readonly part: Part;
}

/**
 * In what ways somebody took part: nobody decides on what they did themselves (nemo iudex in causa sua). Empty: they may
 * decide.
 */
export const partsOf = (record: readonly Participation[], accountId: string): Part[] =>
  PARTS.filter((part) => record.some((one) => one.accountId === accountId && one.part === part));
