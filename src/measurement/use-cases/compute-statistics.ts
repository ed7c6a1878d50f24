import { Injectable } from '@nestjs/common';
import { formsOf } from '../../form/index.js';
import { distribution, gradedResponses, type GradedResponse } from '../../grading/index.js';
import { newId, POINT } from '../../kernel/index.js';
import { Database, type Tx } from '../../platform/index.js';
import { itemCodes, itemsToScore, reportItems, type ReportedItem } from '../../question-bank/index.js';
import { shapeOf, type ItemShape } from '../../question-bank/item-types/index.js';
import { timeOnItems } from '../../sitting/index.js';
import { chosenOptions, keyedOptions } from '../domain/chosen-options.js';
import { attentionOf, flagsOf } from '../domain/flags.js';
import { SessionTally, type ScoredResponse } from '../domain/statistics.js';
import {
  gradedSession,
  itemStatisticsOf,
  keepStatistics,
  statisticsOf,
  type GradedSession,
  type ItemBody,
} from '../store/statistics-store.js';

const BATCH = 500;

/**
 * Works out the statistics of a session under its newest scoring version, from score sheets, answer sheets and response logs,
 * in two passes that keep no sitting; and tells the bank how its items did, once the results are released. Running it again
 * changes nothing. @returns whether anything was new.
 */
@Injectable()
export class ComputeStatistics {
  constructor(private readonly database: Database) {}

  async run(sessionId: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      // What is read in both passes is the same: nothing that is graded meanwhile comes in between.
      await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
      const graded = await gradedSession(tx, sessionId);
      if (!graded) return false;
      const isNew = await this.#keep(tx, graded);
      const kept = await statisticsOf(tx, sessionId);
      if (kept && graded.releasedAt) {
        const items = (await itemStatisticsOf(tx, kept.id)).filter(({ annulled }) => !annulled);
        await reportItems(tx, {
          statisticsId: kept.id,
          sessionId,
          items: items.map(reported),
        });
      }
      return isNew;
    });
  }

  async #keep(tx: Tx, graded: GradedSession): Promise<boolean> {
    const { sessionId, scoringVersionId, sittings, sheetSum } = graded;
    const tally = new SessionTally();
    const items = new Map<string, KnownItem>();
    const points: number[] = [];
    for await (const batch of batches(tx, scoringVersionId)) {
      for (const one of await scored(tx, batch, items, false)) tally.first(one);
      for (const one of batch) points.push(one.points);
    }
    for await (const batch of batches(tx, scoringVersionId))
      for (const one of await scored(tx, batch, items, true)) tally.second(one);
    const { items: ofItems, ...session } = tally.result();
    const codes = await itemCodes(tx, [...items.keys()]);
    const bodies = ofItems.map((one) => {
      const { type, part, shape, keyed } = items.get(one.item) ?? NOTHING;
      const offered = keyed.length > 0 ? shape.options : [];
      const flags = flagsOf(one, offered, keyed);
      const body: ItemBody = {
        ...one,
        itemCode: codes.get(one.item) ?? '',
        part,
        type,
        offered,
        keyed,
        flags,
      };
      return { body, attention: attentionOf(flags) };
    });
    const body = { ...session, bins: distribution(points, session.maximum * POINT) };
    return keepStatistics(tx, { id: newId(), sessionId, scoringVersionId, sittings, sheetSum, body }, bodies);
  }
}

/** What the bank is told: which options are right it knows itself. */
const reported = (one: ItemBody): ReportedItem => ({
  itemVersionId: one.item,
  taken: one.taken,
  difficulty: one.difficulty,
  pointBiserial: one.pointBiserial,
  omitted: one.omitted,
  medianMilliseconds: one.medianMilliseconds,
  options: one.options.map(({ option, chosen }) => ({ option, chosen })),
  flags: one.flags,
});

interface KnownItem {
  readonly type: string;
  readonly part: string;
  readonly shape: ItemShape;
  readonly keyed: readonly string[];
}

const NOTHING: KnownItem = { type: '', part: '', shape: { options: [], structure: {} }, keyed: [] };

async function* batches(tx: Tx, scoringVersionId: string): AsyncGenerator<GradedResponse[]> {
  let after: string | null = null;
  for (;;) {
    const batch: GradedResponse[] = await gradedResponses(tx, scoringVersionId, after, BATCH);
    if (batch.length > 0) yield batch;
    if (batch.length < BATCH) return;
    after = batch.at(-1)?.sittingId ?? null;
  }
}

/** @param whole with options and times; the first pass needs points alone. */
async function scored(
  tx: Tx,
  batch: readonly GradedResponse[],
  items: Map<string, KnownItem>,
  whole: boolean,
): Promise<{ readonly responses: readonly ScoredResponse[] }[]> {
  const ids = batch.map(({ sittingId }) => sittingId);
  const read = await formsOf(tx, ids);
  const forms = new Map(ids.map((id) => [id, read.of(id) ?? []]));
  const unknown = [...forms.values()].flat().filter(({ itemVersionId }) => !items.has(itemVersionId));
  const versions = await itemsToScore(tx, [...new Set(unknown.map(({ itemVersionId }) => itemVersionId))]);
  for (const { itemVersionId, part } of unknown) {
    const version = versions.get(itemVersionId);
    if (!version) continue;
    const { type, answerKey } = version;
    const shape = shapeOf(version.stored);
    items.set(itemVersionId, { type, part, shape, keyed: keyedOptions(type, shape, answerKey) });
  }
  const times = new Map<string, number>();
  if (whole)
    for (const { sittingId, position, milliseconds } of await timeOnItems(tx, ids))
      times.set(`${sittingId} ${String(position)}`, milliseconds);
  return batch.map(({ sittingId, byItem, answers }) => {
    const outcomes = new Map(byItem.map((one) => [one.position, one]));
    const form = forms.get(sittingId) ?? [];
    return {
      responses: form.map(({ position, part, itemVersionId, optionOrder }): ScoredResponse => {
        const { points, why } = outcomes.get(position) ?? { points: 0, why: 'none' as const };
        const { type, shape } = items.get(itemVersionId) ?? NOTHING;
        const place = String(position);
        return {
          item: itemVersionId,
          part,
          points,
          outcome: why,
          options: whole
            ? chosenOptions(
                type,
                shape,
                optionOrder,
                Object.hasOwn(answers, place) ? answers[place] : undefined,
              )
            : null,
          milliseconds: times.get(`${sittingId} ${place}`),
        };
      }),
    };
  });
}
