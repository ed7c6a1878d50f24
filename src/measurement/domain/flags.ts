import type { ItemStatistics, OptionStatistics } from './statistics.js';

export const FLAGS = [
  'key-perhaps-wrong',
  'negative',
  'weak',
  'option-of-the-strong',
  'option-of-nobody',
  'too-easy',
  'too-hard',
  'often-omitted',
] as const;
export type FlagCode = (typeof FLAGS)[number];

/** Something that a person should look at. It decides nothing. */
export interface Flag {
  readonly code: FlagCode;
  /** How sure one can be: by how far it lies from what chance gives with so many candidates. */
  readonly sureness: 'likely' | 'sure';
  readonly option?: string;
}

/** From so many candidates on an item is judged; with fewer there is a remark instead. */
export const ENOUGH_TO_FLAG = 30;
const EASY = 0.95;
const HARD = 0.1;
const WEAK = 0.1;
const OMITTED = 0.2;
// Of a normal distribution, one-sided: 95 and 99 of 100.
const LIKELY = 1.645;
const SURE = 2.326;

/** How much an item needs somebody's attention: each flag's weight, doubled where it is sure. */
const WEIGHT: Readonly<Record<FlagCode, number>> = {
  'key-perhaps-wrong': 50,
  negative: 40,
  'option-of-the-strong': 20,
  weak: 8,
  'often-omitted': 6,
  'too-hard': 5,
  'too-easy': 2,
  'option-of-nobody': 1,
};

export const attentionOf = (flags: readonly Flag[]): number =>
  flags.reduce((sum, { code, sureness }) => sum + WEIGHT[code] * (sureness === 'sure' ? 2 : 1), 0);

/**
 * What is noticeable about an item. A correlation r of n candidates is compared with chance by Fisher's z,
 * atanh(r) × √(n − 3); a share by the normal approximation of the binomial.
 *
 * @param offered the options that the item has; those that get full or part of the points are in `keyed`.
 */
export function flagsOf(
  statistics: ItemStatistics,
  offered: readonly string[],
  keyed: readonly string[],
): Flag[] {
  const { taken, annulled, difficulty, pointBiserial, omitted, options } = statistics;
  if (annulled || taken < ENOUGH_TO_FLAG) return [];
  const flags: Flag[] = [];
  const add = (code: FlagCode, z: number, option?: string): void => {
    if (z >= LIKELY)
      flags.push({ code, sureness: z >= SURE ? 'sure' : 'likely', ...(option !== undefined && { option }) });
  };
  const right = options.filter(({ option }) => keyed.includes(option));
  const better = options.filter((one) => !keyed.includes(one.option) && beats(one, right, taken));
  if (keyed.length > 0)
    for (const one of better) add('key-perhaps-wrong', strength(one.pointBiserial, taken), one.option);
  if (pointBiserial !== null) {
    add('negative', strength(-pointBiserial, taken));
    if (!flags.some(({ code }) => code === 'negative') && difficulty > HARD && difficulty < EASY)
      add('weak', strength(WEAK, taken) - strength(pointBiserial, taken));
  }
  if (keyed.length > 0)
    for (const one of options)
      if (!keyed.includes(one.option) && !better.includes(one))
        add('option-of-the-strong', strength(one.pointBiserial, taken), one.option);
  if (keyed.length > 0)
    for (const option of offered)
      if (!keyed.includes(option) && !options.some((one) => one.option === option && one.chosen > 0))
        add('option-of-nobody', nobody(taken), option);
  add('too-easy', shareStrength(difficulty - EASY, EASY, taken));
  add('too-hard', shareStrength(HARD - difficulty, HARD, taken));
  add('often-omitted', shareStrength(omitted / taken - OMITTED, OMITTED, taken));
  return flags;
}

/** A wrong option that the strong take more than the right one, and that as many take at least as half of those. */
function beats(one: OptionStatistics, right: readonly OptionStatistics[], taken: number): boolean {
  const best = Math.max(-1, ...right.map(({ pointBiserial }) => pointBiserial ?? -1));
  const most = Math.max(0, ...right.map(({ chosen }) => chosen));
  return (one.pointBiserial ?? -1) > best && one.chosen * 2 >= most && one.chosen * 10 >= taken;
}

/** That nobody of n takes what one in twenty would take has the probability .95 ^ n. */
function nobody(n: number): number {
  const chance = 0.95 ** n;
  return chance <= 0.01 ? SURE : chance <= 0.05 ? LIKELY : 0;
}

const strength = (r: number | null, n: number): number =>
  r === null ? 0 : Math.atanh(Math.min(0.9999, Math.max(-0.9999, r))) * Math.sqrt(Math.max(0, n - 3));

const shareStrength = (difference: number, at: number, n: number): number =>
  difference / Math.sqrt((at * (1 - at)) / n);
