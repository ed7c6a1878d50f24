import { isSat } from '../competition/domain/stage.js';
import type { StageKind, StageRule } from '../competition/index.js';
import { canonicalJson, type Json } from '../kernel/index.js';
import type { Scale, ScalingMethod } from '../measurement/domain/scaling.js';
import type { Fact, FactContent } from '../platform/index.js';
import { RANKING_CODE, SCALED_RANKING_CODE } from '../ranking/domain/rank.js';
import { SCALED_STAGES_RANKING_CODE, STAGES_RANKING_CODE } from '../ranking/domain/rank-stages.js';
import { DoesNotHold } from './log-reading.js';

/** The way to a post as it was announced: stages in their order, and how equals are parted. */
export interface Path {
  readonly stages: readonly {
    readonly code: string;
    readonly kind: StageKind;
    readonly rule: StageRule;
    readonly weight: number;
  }[];
  readonly ties: readonly string[];
  readonly last: 'equal' | 'lot';
}

/** The conclusion of a stage that holds. */
interface Conclusion {
  readonly version: number;
  readonly listHash: string;
  /** How many fell out by its versions, all together. */
  readonly fellOut: number;
  /** Its place in the log. */
  readonly seq: number;
}

/** What is kept of competitions with stages: ways, newest conclusions by `competition/stage`, newest rankings. */
export interface PathMemory {
  readonly paths: Record<string, Path>;
  readonly concluded: Record<string, Conclusion>;
  readonly approved: Record<string, { readonly version: number; readonly listHash: string }>;
}

export const noPaths = (): PathMemory => ({ paths: {}, concluded: {}, approved: {} });

/** By stage (of the one exam: an empty code) how a competition's sessions are to be compared; null: as they are. */
export type Scales = Readonly<Record<string, Scale | null>>;

type Results = readonly { readonly session: string; readonly listHash: string }[];

export interface ConcludedShown {
  readonly stage: { readonly code: string };
  readonly version: number;
  readonly rule: Json;
  readonly advanced: number;
  readonly out: number;
  readonly absent: number;
  readonly cameIn: number;
  readonly fellOut: number;
  readonly reason: string | null;
  readonly listHash: string;
}

/** A conclusion that is to be checked, with what it rests on. */
export interface OwedStage {
  readonly subject: string;
  readonly competition: string;
  readonly shown: ConcludedShown;
  readonly path: Path;
  /** Hashes of the lists of the stages before, in their order. */
  readonly before: readonly string[];
  /** Hash of the list of the version before, or null. */
  readonly previous: string | null;
  readonly results: Results;
  /** How the points of its sessions are to be compared; null: as they are. */
  readonly scale: Scale | null;
  /** How many may have results of it and be in its list no more: they fell out of a stage before. */
  readonly putOut: number;
}

/** What a ranking rests on besides its results. */
export interface RankedPath {
  /** Null where there is one exam and nothing else. */
  readonly path: Path | null;
  /** Hashes of the lists of all stages, in their order. */
  readonly lists: readonly string[];
  /** Of one exam: how the points of its sessions are to be compared; null: as they are. */
  readonly scale: Scale | null;
  /** The ranking that was approved before, or null. */
  readonly previous: { readonly version: number; readonly listHash: string } | null;
}

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** Remembers how sessions are to be compared: the newest choice of a stage, or of the one exam, holds. */
export function noteScale(shown: FactContent['shown'], before: Scales): Scales {
  const { stage, version, method, base } = shown as unknown as {
    readonly stage: string | null;
    readonly version: number;
    readonly method: ScalingMethod;
    readonly base: { readonly id: string } | null;
  };
  const scale = method === 'none' ? null : { version, method, base: base?.id ?? null };
  return { ...before, [stage ?? '']: scale };
}

/** Remembers the stages that a competition was announced with. */
export function noteAnnounced({ subject }: Fact, shown: FactContent['shown'], memory: PathMemory): void {
  const { stages, ranking } = shown as unknown as {
    readonly stages?: Path['stages'];
    readonly ranking?: Pick<Path, 'ties' | 'last'>;
  };
  if (!stages || !ranking) return;
  memory.paths[subject] = {
    stages: stages.map(({ code, kind, rule, weight }) => ({ code, kind, rule, weight })),
    ties: ranking.ties,
    last: ranking.last,
  };
}

/**
 * A stage is concluded by the rule that was announced, after the stage before it; again with the next version and a reason.
 *
 * @returns what is to be checked of it. @throws DoesNotHold.
 */
export function noteConcluded(
  seq: number,
  fact: Fact,
  shown: FactContent['shown'],
  memory: PathMemory,
  results: Results,
  scales: Scales = {},
): OwedStage {
  const wrong = (what: string) =>
    new DoesNotHold('stages', `Entry ${String(seq)} (${fact.subject}): ${what}`);
  const said = shown as unknown as ConcludedShown;
  const path = own(memory.paths, fact.cause);
  const at = path?.stages.findIndex(({ code }) => code === said.stage.code) ?? -1;
  const stage = path?.stages[at];
  if (!path || !stage) throw wrong('the competition was not announced with this stage.');
  if (fact.official === null) throw wrong('nobody has concluded it.');
  if (canonicalJson(said.rule) !== canonicalJson(stage.rule))
    throw wrong('it goes by another rule than was announced.');
  const keyOf = (code: string): string => `${fact.cause}/${code}`;
  const before = path.stages.slice(0, at).map(({ code }) => own(memory.concluded, keyOf(code)));
  const whole = before.filter((one) => one !== undefined);
  if (whole.length < before.length || !areInOrder(whole))
    throw wrong('the stage before was not concluded, or was concluded anew since.');
  const previous = own(memory.concluded, keyOf(stage.code));
  if (said.version !== (previous?.version ?? 0) + 1) throw wrong('it is not the next version.');
  if ((said.reason === null) !== (previous === undefined))
    throw wrong('another version has a reason, and the first one has none.');
  memory.concluded[keyOf(stage.code)] = {
    version: said.version,
    listHash: said.listHash,
    fellOut: (previous?.fellOut ?? 0) + said.fellOut,
    seq,
  };
  return {
    subject: fact.subject,
    competition: fact.cause,
    shown: said,
    path,
    before: whole.map(({ listHash }) => listHash),
    previous: previous?.listHash ?? null,
    results: [...results],
    scale: isSat(stage.kind) ? (own(scales, stage.code) ?? null) : null,
    putOut: whole.reduce((sum, { fellOut }) => sum + fellOut, 0),
  };
}

/**
 * A ranking over stages comes once all of them are concluded, one after the other, and by the announced rule. @returns what it
 * rests on. @throws DoesNotHold.
 */
export function noteRanked(
  seq: number,
  fact: Fact,
  shown: FactContent['shown'],
  memory: PathMemory,
  scales: Scales = {},
): RankedPath {
  const wrong = (what: string) =>
    new DoesNotHold('rankings', `Entry ${String(seq)} (${fact.subject}): ${what}`);
  const said = shown as unknown as {
    readonly version: number;
    readonly listHash: string;
    readonly reason?: string;
    readonly difference?: string;
    readonly rule: { readonly code: string; readonly scale?: Json } & Partial<Path>;
  };
  const path = own(memory.paths, fact.cause) ?? null;
  const previous = own(memory.approved, fact.cause) ?? null;
  if (previous && said.version <= previous.version) throw wrong('a later version was approved before.');
  if ((said.reason === undefined) !== (said.difference === undefined))
    throw wrong('it has a reason without a difference, or a difference without a reason.');
  if (said.difference !== undefined && !previous) throw wrong('there is nothing that it could differ from.');
  memory.approved[fact.cause] = { version: said.version, listHash: said.listHash };
  if (!path) {
    const scale = own(scales, '') ?? null;
    if (!OF_ONE_EXAM.has(said.rule.code)) throw wrong('the competition was announced without stages.');
    const stated = scale && (scale as unknown as Json);
    const isByScale = canonicalJson(said.rule.scale ?? null) === canonicalJson(stated);
    if (!isByScale || (said.rule.code === SCALED_RANKING_CODE) !== (scale !== null))
      throw wrong('it does not go by the scale that was chosen for its sessions.');
    return { path, lists: [], scale, previous };
  }
  if (!OVER_STAGES.has(said.rule.code)) throw wrong('the competition was announced with stages.');
  if (previous && said.difference === undefined) throw wrong('it does not say why it is another one.');
  const lists = path.stages.map(({ code }) => own(memory.concluded, `${fact.cause}/${code}`));
  const whole = lists.filter((one) => one !== undefined);
  if (whole.length < lists.length || !areInOrder(whole))
    throw wrong('a stage is not concluded, or the one before it was concluded anew since.');
  return { path, lists: whole.map(({ listHash }) => listHash), scale: null, previous };
}

const OF_ONE_EXAM = new Set<string>([RANKING_CODE, SCALED_RANKING_CODE]);
const OVER_STAGES = new Set<string>([STAGES_RANKING_CODE, SCALED_STAGES_RANKING_CODE]);

const areInOrder = (conclusions: readonly Conclusion[]): boolean =>
  conclusions.every(({ seq }, index) => index === 0 || (conclusions[index - 1]?.seq ?? 0) < seq);
