import { givesPoints } from '../competition/domain/stage-plan.js';
import { isSat } from '../competition/domain/stage.js';
import { seedOf } from '../form/domain/draw/bundle-seed-checks.js';
import type { DrawBundle } from '../form/domain/draw/draw-bundle.js';
import type { ResultLine } from '../grading/facts.js';
import { canonicalJson, hashJson, type Json } from '../kernel/index.js';
import { countedMaximum, maximumOnScale, putOnScale, type Scale } from '../measurement/domain/scaling.js';
import { publishedPlaces } from '../ranking/domain/published-places.js';
import { rankStages, stagesRule, tieLot } from '../ranking/domain/rank-stages.js';
import { applyRule } from '../selection/domain/apply-rule.js';
import { stageList, type StageLine, type StageList } from '../selection/domain/stage-list.js';
import { DoesNotHold } from './log-reading.js';
import type { OwedStage, Path } from './paths.js';

/** Fetches a list under its hash, and sees that it is the one. */
export type ListOf = (hash: string, what: string) => Promise<Json>;

type Results = OwedStage['results'];

/**
 * Each stage's list follows from the list of the stage before, the results that were published before it, and its announced
 * rule: to the byte. Nobody who went on is missing, nobody else is in it. Points of a commission are taken as published.
 *
 * @throws DoesNotHold.
 */
export async function checkStages(listOf: ListOf, stages: readonly OwedStage[]): Promise<void> {
  for (const owed of stages) {
    const wrong = (what: string) => new DoesNotHold('stages', `The stage ${owed.subject}: ${what}`);
    const fetch = async (hash: string): Promise<StageList> =>
      (await listOf(hash, `the stage ${owed.subject}`)) as unknown as StageList;
    const at = owed.before.length;
    const stage = owed.path.stages[at] as Path['stages'][number];
    const list = await fetch(owed.shown.listHash);
    const before = await inOrder(owed.before, fetch);
    const previous = owed.previous === null ? null : await fetch(owed.previous);
    checkMembers(list, before.at(-1), previous, wrong);
    checkScale(list, owed.scale, wrong);
    await checkScores(list, stage, owed, listOf, wrong);
    const chain = new Chain(owed.path, [...before, list]);
    const outcomes = applyRule(
      stage.rule,
      list.results.map((line) => ({ ...line, byStage: chain.countedOf(at, line) })),
      chain.maxima,
    );
    const wentOn = new Set(advanced(previous).map(({ number }) => number));
    for (const [index, line] of list.results.entries()) {
      const isKept = line.kept && line.outcome === 'advanced' && outcomes[index] === 'out';
      if (line.kept ? !(isKept && wentOn.has(line.number)) : line.outcome !== outcomes[index])
        throw wrong(`the number ${line.number} does not come out as its rule gives it.`);
    }
    const { results, difference: _said, ...head } = list;
    const rebuilt = stageList(
      {
        ...head,
        competition: owed.competition,
        stage: stage.code,
        version: owed.shown.version,
        rule: stage.rule,
      },
      results,
      previous?.results ?? null,
    );
    const count = (outcome: StageLine['outcome']): number =>
      results.filter((line) => line.outcome === outcome).length;
    const isCounted =
      count('advanced') === owed.shown.advanced &&
      count('out') === owed.shown.out &&
      count('absent') === owed.shown.absent &&
      (rebuilt.difference?.cameIn.length ?? 0) === owed.shown.cameIn &&
      (rebuilt.difference?.fellOut.length ?? 0) === owed.shown.fellOut;
    if (!isCounted || hashJson(rebuilt as unknown as Json).toString('hex') !== owed.shown.listHash)
      throw wrong('its list does not follow from the lists before it.');
  }
}

const inOrder = async <T>(hashes: readonly string[], fetch: (hash: string) => Promise<T>): Promise<T[]> => {
  const lists: T[] = [];
  for (const hash of hashes) lists.push(await fetch(hash));
  return lists;
};

const advanced = (list: StageList | null | undefined): readonly StageLine[] =>
  list?.results.filter(({ outcome }) => outcome === 'advanced') ?? [];

/** Exactly those who went on from the stage before, each once; at the first stage no fewer than before. */
function checkMembers(
  list: StageList,
  before: StageList | undefined,
  previous: StageList | null,
  wrong: (what: string) => DoesNotHold,
): void {
  const numbers = new Set(list.results.map(({ number }) => number));
  if (numbers.size !== list.results.length) throw wrong('a number stands in it twice.');
  if (!before) {
    if (list.results.some((line) => line.before !== null)) throw wrong('nobody was in a stage before it.');
    if (previous && list.results.length < previous.results.length)
      throw wrong('somebody is missing who was in it before.');
    return;
  }
  const expected = advanced(before).map(({ number }) => number);
  const here = new Set(list.results.map((line) => line.before));
  if (
    here.size !== list.results.length ||
    here.size !== expected.length ||
    !expected.every((one) => here.has(one))
  )
    throw wrong('it is not of those who went on from the stage before.');
}

/** It goes by the scale that was chosen, and whoever has points has them on it. */
function checkScale(list: StageList, scale: Scale | null, wrong: (what: string) => DoesNotHold): void {
  const isSame = canonicalJson((list.scale ?? null) as Json) === canonicalJson(scale as Json);
  const isOnIt = list.results.every(({ points, scaled }) =>
    scale ? (points === null ? scaled === null : typeof scaled === 'number') : scaled === undefined,
  );
  if (!isSame || !isOnIt) throw wrong('it does not go by the scale that was chosen for its sessions.');
}

/** Of what was sat, points and verdicts are those of the newest result lists, on their scale where they have one, of all of their numbers but of those who fell out since. */
async function checkScores(
  list: StageList,
  stage: Path['stages'][number],
  { results, putOut, scale }: OwedStage,
  listOf: ListOf,
  wrong: (what: string) => DoesNotHold,
): Promise<void> {
  if (!isSat(stage.kind)) {
    if (list.sessions.length > 0) throw wrong('nothing is sat in it, and it names sessions.');
    return;
  }
  const lines = await linesOf(list.sessions, results, listOf, wrong);
  const scaled = scale && scaledIn(lines, scale, wrong);
  const came = list.results.filter(({ outcome, points }) => outcome !== 'absent' || points !== null);
  const isSame = (line: StageLine): boolean => {
    const result = lines.get(line.number);
    return (
      result !== undefined &&
      result.line.points === line.points &&
      result.line.passed === line.passed &&
      (!scaled || scaled.get(line.number) === line.scaled)
    );
  };
  const more = lines.size - came.length;
  if (more < 0 || more > putOut || !came.every(isSame))
    throw wrong('its points are not those of the results that were published.');
}

/** By number: the ten-millionths that result lists give on a scale. */
function scaledIn(
  lines: Awaited<ReturnType<typeof linesOf>>,
  scale: Scale,
  wrong: (what: string) => DoesNotHold,
): ReadonlyMap<string, number> {
  const all = [...lines.values()];
  const made = putOnScale(
    scale,
    all.map(({ session, line }) => ({ session, points: line.points, parts: {} })),
  );
  if (!made) throw wrong('the session on whose scale the others are put has no results.');
  return new Map(all.map(({ line }, index) => [line.candidateNumber, made[index]?.scaled ?? NaN]));
}

/** By number: the lines of the newest result lists of some sessions. */
async function linesOf(
  sessions: readonly string[],
  results: Results,
  listOf: ListOf,
  wrong: (what: string) => DoesNotHold,
): Promise<ReadonlyMap<string, { readonly session: string; readonly line: ResultLine }>> {
  const found = new Map<string, { readonly session: string; readonly line: ResultLine }>();
  for (const session of sessions) {
    const known = results.find((one) => one.session === session);
    if (!known) throw wrong(`the results of session ${session} were not published before it.`);
    const { lines } = (await listOf(known.listHash, `session ${session}`)) as unknown as {
      lines: ResultLine[];
    };
    for (const line of lines) found.set(line.candidateNumber, { session, line });
  }
  return found;
}

/** Everybody's way through the stages, by what their numbers were in each. */
class Chain {
  readonly #byNumber: readonly ReadonlyMap<string, StageLine>[];
  readonly maxima: Readonly<Record<string, number>>;

  constructor(
    private readonly path: Path,
    lists: readonly StageList[],
  ) {
    this.#byNumber = lists.map((list) => new Map(list.results.map((line) => [line.number, line])));
    this.maxima = Object.fromEntries(
      lists.flatMap(({ maximum, scale }, index) => {
        const code = this.path.stages[index]?.code;
        const most = countedMaximum(scale ?? null, maximum);
        return most === null || code === undefined ? [] : [[code, most]];
      }),
    );
  }

  /** The lines of somebody from the first stage to this one. */
  linesOf(at: number, line: StageLine): readonly StageLine[] {
    const before = line.before === null ? undefined : this.#byNumber[at - 1]?.get(line.before);
    return before ? [...this.linesOf(at - 1, before), line] : [line];
  }

  pointsOf(at: number, line: StageLine): Record<string, number | null> {
    return this.#by(at, line, ({ points }) => points);
  }

  /** Ten-millionths of the stages that have a scale. */
  scaledOf(at: number, line: StageLine): Record<string, number | null | undefined> {
    return this.#by(at, line, ({ scaled }) => scaled);
  }

  /** What counts, in the unit of its stage's maximum. */
  countedOf(at: number, line: StageLine): Record<string, number | null> {
    return this.#by(at, line, ({ points, scaled }) => scaled ?? points);
  }

  #by<T>(at: number, line: StageLine, what: (line: StageLine) => T): Record<string, T> {
    return Object.fromEntries(
      this.linesOf(at, line).map((one, index) => [this.path.stages[index]?.code ?? '', what(one)]),
    );
  }
}

/** A ranking over stages, worked out anew. @returns its rule and places. @throws DoesNotHold. */
export async function rankedAnew(
  subject: string,
  path: Path,
  hashes: readonly string[],
  results: Results,
  listOf: ListOf,
  draws: ReadonlyMap<string, DrawBundle>,
): Promise<{ readonly rule: Json; readonly places: Json; readonly count: number }> {
  const wrong = (what: string) => new DoesNotHold('rankings', `The ranking ${subject}: ${what}`);
  const lists = await inOrder(
    hashes,
    async (hash) => (await listOf(hash, `a stage of the ranking ${subject}`)) as unknown as StageList,
  );
  const named = new Set(lists.flatMap(({ sessions }) => sessions));
  const left = results.find(({ session }) => !named.has(session));
  if (left) throw wrong(`the results of session ${left.session} are in no stage.`);
  const rule = stagesRule(
    path.stages.flatMap(({ code, kind, weight }, index) => {
      if (!givesPoints(kind)) return [];
      const scale = lists[index]?.scale ?? null;
      const maximum = lists[index]?.maximum ?? 1;
      return [{ code, weight, maximum: scale ? maximumOnScale(scale, maximum) : maximum, scale }];
    }),
    path,
  );
  const scales = rule.stages.filter(({ scale }) => scale);
  const chain = new Chain(path, lists);
  const first = path.stages.findIndex(({ kind }) => isSat(kind));
  const sat =
    rule.last === 'lot' ? await linesOf(lists[first]?.sessions ?? [], results, listOf, wrong) : new Map();
  const lotOf = (number: string): string => {
    const session = (sat.get(number) as { readonly session: string } | undefined)?.session ?? '';
    const draw = draws.get(session);
    if (!draw) throw wrong(`the draw of session ${session}, which orders equals, was never revealed.`);
    return tieLot(seedOf(draw), session, number);
  };
  const at = lists.length - 1;
  const ranked = rankStages(
    advanced(lists[at]).map((line) => {
      const points = chain.pointsOf(at, line);
      const scaled = chain.scaledOf(at, line);
      return {
        candidateNumber: line.number,
        parts: Object.fromEntries(rule.stages.map(({ code }) => [code, points[code] ?? 0])),
        ...(scales.length > 0 && {
          scaledParts: Object.fromEntries(scales.map(({ code }) => [code, scaled[code] ?? 0])),
        }),
        lot: rule.last === 'lot' ? lotOf(chain.linesOf(at, line)[first]?.number ?? '') : null,
      };
    }),
    rule,
  );
  return { rule: rule as unknown as Json, places: publishedPlaces(rule, ranked), count: ranked.length };
}

/** The sessions whose draws order equals in these rankings. */
export async function lotSessions(
  listOf: ListOf,
  rankings: readonly {
    readonly subject: string;
    readonly path: Path | null;
    readonly lists: readonly string[];
  }[],
): Promise<string[]> {
  const sessions = new Set<string>();
  for (const { subject, path, lists } of rankings) {
    const first = path?.stages.findIndex(({ kind }) => isSat(kind)) ?? -1;
    const hash = path?.last === 'lot' ? lists[first] : undefined;
    if (hash === undefined) continue;
    const list = (await listOf(hash, `a stage of the ranking ${subject}`)) as unknown as StageList;
    for (const session of list.sessions) sessions.add(session);
  }
  return [...sessions];
}
