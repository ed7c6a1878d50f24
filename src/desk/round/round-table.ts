import type { ApiClient } from './api-client.js';
import type { PlayedCandidate } from './be-candidate.js';
import { entriesOf, type PublishedEntry } from './registry-entries.js';
import type { Progress, RoundBasis } from './round-plan.js';
import { waitFor } from './wait-for.js';

/** How many are appointed in the longer round. */
export const LONG_ROUND_PLACES = 2;

/** What every step of the longer round needs. */
export interface Table {
  readonly plan: RoundBasis;
  readonly progress: Progress;
  readonly code: string;
  readonly competitionId: string;
  readonly stageIds: ReadonlyMap<string, string>;
  readonly hr: ApiClient;
  readonly exam: ApiClient;
}

export type LongCandidate = PlayedCandidate & { readonly index: number };

export const stageId = ({ stageIds }: Pick<Table, 'stageIds'>, code: string): string =>
  stageIds.get(code) ?? '';

/** HR concludes a stage. */
export const conclude = ({ hr, competitionId }: Table, stage: string): Promise<{ advanced: number }> =>
  hr.post(`/api/v1/competitions/${competitionId}/stages/${stage}/conclusions`);

/** Waits until the registry has so many entries of these types. @returns all entries, the oldest first. */
export const published = (
  { plan, code }: Table,
  wanted: Readonly<Record<string, number>>,
): Promise<PublishedEntry[]> =>
  waitFor(async () => {
    const entries = (await entriesOf(plan.base, code)).reverse();
    const isThere = Object.entries(wanted).every(
      ([type, count]) => entries.filter((one) => one.type === type).length >= count,
    );
    return isThere && entries;
  });
