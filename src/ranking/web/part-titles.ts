import { stagesOf, type CompetitionView } from '../../competition/index.js';
import { programmeById } from '../../form/index.js';
import type { Tx } from '../../platform/index.js';
import { isOfStages, type AnyRankingRule } from '../domain/any-rule.js';

/** What the parts of a ranking are called: stages, or parts of the one exam. By code. */
export async function partTitles(
  tx: Tx,
  competition: CompetitionView,
  rule: AnyRankingRule,
): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>> {
  const named = isOfStages(rule)
    ? await stagesOf(tx, competition.id)
    : ((await programmeById(tx, competition.programmeId))?.body.parts ?? []);
  return Object.fromEntries(named.map(({ code, title }) => [code, title]));
}
