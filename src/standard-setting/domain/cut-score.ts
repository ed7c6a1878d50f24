/** What a pass needs, in whole points: overall, in each part, and in parts that have a minimum of their own. */
export interface CutRule {
  readonly overall: number;
  readonly eachPart: number;
  readonly byPart: Readonly<Record<string, number>>;
}

/** A part with the number of its items. */
export interface PartSize {
  readonly code: string;
  readonly items: number;
}

/** What is wrong with a cut for an exam of these parts: field → code. A number that nobody can reach is no cut. */
export function cutFaults(
  { overall, eachPart, byPart }: CutRule,
  parts: readonly PartSize[],
): Readonly<Record<string, string>> {
  const faults: Record<string, string> = {};
  const sizes = new Map(parts.map(({ code, items }) => [code, items]));
  const total = parts.reduce((sum, { items }) => sum + items, 0);
  if (overall > total) faults['overall'] = 'STANDARD-SETTING.TOO_HIGH';
  const plain = parts.filter(({ code }) => !Object.hasOwn(byPart, code));
  if (plain.some(({ items }) => eachPart > items)) faults['eachPart'] = 'STANDARD-SETTING.TOO_HIGH';
  for (const [code, needed] of Object.entries(byPart)) {
    const items = sizes.get(code);
    if (items === undefined) faults[`byPart.${code}`] = 'STANDARD-SETTING.NO_PART';
    else if (needed > items) faults[`byPart.${code}`] = 'STANDARD-SETTING.TOO_HIGH';
  }
  return faults;
}
