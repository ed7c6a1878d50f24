import {
  APPOINTMENT_FACT,
  APPOINTMENTS_MADE_FACT,
  DIRECT_APPOINTMENT_FACT,
  DIRECT_KINDS,
  END_REASONS,
  IMPORTED_APPOINTMENT_FACT,
  TENURE_ENDED_FACT,
} from '../../appointment/facts.js';
import { APPEAL_DECIDED_FACT } from '../../appeal/facts.js';
import { COMMISSION_CONCLUDED_FACT, COMMISSION_FORMED_FACT } from '../../commission/facts.js';
import { ANNOUNCEMENT_FACT } from '../../competition/facts.js';
import { SESSION_DISCLOSED_FACT } from '../../disclosure/facts.js';
import {
  DRAW_CANCELLED_FACT,
  DRAW_COMMITTED_FACT,
  DRAW_MADE_FACT,
  DRAW_REPEATED_FACT,
  DRAW_REVEALED_FACT,
  DRAW_SHARE_RECEIVED_FACT,
  DRAW_SPARES_ADDED_FACT,
} from '../../form/facts.js';
import { ANSWER_KEY_CHANGED_FACT, RESULT_LIST_FACT } from '../../grading/facts.js';
import { RANKING_FACT } from '../../ranking/facts.js';
import { STAGE_CONCLUDED_FACT } from '../../selection/facts.js';
import { LATE_RULING_FACT, RECEIPT_FACT, SESSION_VOID_FACT, SITTING_VOID_FACT } from '../../sitting/facts.js';
import { SCALING_CHOSEN_FACT } from '../../measurement/facts.js';
import { CUT_SCORE_SET_FACT } from '../../standard-setting/facts.js';
import { CORRECTION_FACT, INDICATOR_REPORT_FACT, SIGNING_KEY_FACT, TOMBSTONE_FACT } from '../facts.js';

type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: 'string', minLength: 1, maxLength: 2000 };
const code: Schema = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9/._-]*$', maxLength: 200 };
const time: Schema = { type: 'string', pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$` };
const day: Schema = { type: 'string', pattern: String.raw`^\d{4}-\d\d-\d\d$` };
const decimal: Schema = { type: 'string', pattern: String.raw`^-?(0|[1-9]\d*)(\.\d+)?$`, maxLength: 40 };
const count: Schema = { type: 'integer', minimum: 0 };
const hash: Schema = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const texts: Schema = { type: 'object', minProperties: 1, additionalProperties: { type: 'string' } };
const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
const list = (items: Schema, minItems = 0): Schema => ({ type: 'array', items, minItems });
/** All members are needed but those whose names are given; others are none. */
const record = (properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});

const committed = record({ root: hash, size: count });
const competition = record({ code, title: texts });
const agency = record({ code, name: texts });
const named = { id: code, title: texts };
const session = record(named);
const post = record({ title: texts, grade: text, location: text });
const stage = record({ code, kind: { enum: ['assessment', 'interview'] }, title: texts });
const scoring = record({ id: code, number: count, hash });
const scale = record({
  version: count,
  method: { enum: ['percentile', 'equipercentile'] },
  base: orNull(code),
});
const weight: Schema = { type: 'integer', minimum: 0, maximum: 1000 };
/** Who goes on from a stage: docs/spec/ranking.md. */
const stageRule: Schema = {
  oneOf: [
    record({ kind: { enum: ['passed', 'best-half'] } }),
    record({ kind: { const: 'cut-score' }, points: count }),
    record({ kind: { const: 'best' }, count }),
    record({ kind: { const: 'weighted' }, least: count, stages: list(record({ code, weight }), 1) }),
  ],
};
const stageKind: Schema = { enum: ['screening', 'exam', 'essay', 'case', 'assessment', 'interview'] };
const value: Schema = {
  anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }, { type: 'null' }],
};
const who = { role: text, name: text };

/** The envelope, which is the entry of the log (JSON Schema 2020-12). */
export const FACT_SCHEMA: Schema = record({
  v: { const: 1 },
  type: code,
  subject: code,
  cause: code,
  time,
  official: orNull(text),
  contentHash: hash,
  commitments: { type: 'object', additionalProperties: hash },
});

/** Every kind of appointment. */
const NAMES_SOMEBODY: ReadonlySet<string> = new Set([
  APPOINTMENT_FACT,
  DIRECT_APPOINTMENT_FACT,
  IMPORTED_APPOINTMENT_FACT,
]);

/** Which personal fields a fact commits to: exactly these, by their names' order. A correction says it itself. */
export const committedFields = (
  type: string,
  shown: Readonly<Record<string, unknown>>,
): readonly string[] => {
  if (type === CORRECTION_FACT)
    return Array.isArray(shown['personal']) ? (shown['personal'] as string[]) : [];
  return NAMES_SOMEBODY.has(type) ? ['personName'] : [];
};

/**
 * What each kind of fact shows beside its entry: the content of which the envelope has the hash. The kinds that the registry
 * knows are those that stand here, in the order in which they are offered to readers.
 */
export const SHOWN_SCHEMAS = {
  [APPOINTMENT_FACT]: record(
    {
      competition,
      agency,
      post,
      // Null where answer sheets are to be public: the place would tell whose they are.
      place: orNull(count),
      passedOverReason: orNull(text),
      declined: count,
      proposedBy: text,
    },
    ['declined', 'proposedBy'],
  ),
  [DIRECT_APPOINTMENT_FACT]: record({
    agency,
    post,
    kind: { enum: DIRECT_KINDS },
    legalBasis: text,
    beginsOn: day,
    proposedBy: text,
  }),
  [IMPORTED_APPOINTMENT_FACT]: record({ agency, post, appointedOn: day, basis: text, source: text }),
  [APPOINTMENTS_MADE_FACT]: record(
    {
      competition,
      agency,
      rankingVersion: count,
      appointed: count,
      places: list(count),
      reasons: list(text),
      declined: count,
    },
    ['declined'],
  ),
  [RESULT_LIST_FACT]: record(
    { competition, agency, session, sat: count, passed: count, held: count, listHash: hash },
    ['held'],
  ),
  [RANKING_FACT]: record(
    {
      competition,
      agency,
      version: count,
      rule: {
        oneOf: [
          record({ code, subjectOrder: list(text) }),
          record({ code: { const: 'openmerit-rank-3' }, scale, subjectOrder: list(text) }),
          record({
            code: { enum: ['openmerit-rank-2', 'openmerit-rank-4'] },
            stages: list(record({ code, weight, maximum: count, scale }, ['scale']), 1),
            ties: list(code),
            last: { enum: ['equal', 'lot'] },
          }),
        ],
      },
      ranked: count,
      total: count,
      listHash: hash,
      // Both where another one was approved before.
      reason: text,
      difference: hash,
    },
    ['reason', 'difference'],
  ),
  [STAGE_CONCLUDED_FACT]: record({
    competition,
    agency,
    stage: record({ code, title: texts }),
    version: count,
    rule: stageRule,
    advanced: count,
    out: count,
    absent: count,
    cameIn: count,
    fellOut: count,
    reason: orNull(text),
    listHash: hash,
  }),
  [SESSION_DISCLOSED_FACT]: record({
    competition,
    agency,
    session,
    sheets: count,
    withheld: count,
    listHash: hash,
  }),
  [ANNOUNCEMENT_FACT]: record(
    {
      competition,
      agency,
      profile: { type: 'object' },
      disclosure: { enum: ['commitments', 'auditor', 'public'] },
      applyFrom: time,
      applyUntil: time,
      posts: list(
        record(
          {
            title: texts,
            places: count,
            grade: text,
            location: text,
            category: text,
            pay: record({ from: count, until: count, currency: text }),
            competencies: list(texts),
            duties: texts,
          },
          ['category', 'pay', 'competencies', 'duties'],
        ),
      ),
      eligibility: list(
        record({ code, title: texts, eligible: list(code), least: count, most: orNull(count) }, [
          'eligible',
          'least',
          'most',
        ]),
      ),
      planned: list(record({ what: texts, on: day })),
      // Both, or neither where there is one exam and nothing else.
      stages: list(
        record({
          code,
          kind: stageKind,
          title: texts,
          rule: stageRule,
          weight,
          programme: orNull(record({ code, version: count })),
        }),
        1,
      ),
      ranking: record({ ties: list(code), last: { enum: ['equal', 'lot'] } }),
    },
    ['disclosure', 'stages', 'ranking', 'eligibility', 'planned'],
  ),
  [DRAW_COMMITTED_FACT]: record({
    draw: code,
    number: count,
    algorithm: code,
    programme: record({ code, version: count, contentHash: hash }),
    pool: committed,
    roster: committed,
    spares: committed,
    contributors: list({ type: 'object' }),
    preassembled: orNull(committed),
  }),
  [DRAW_REPEATED_FACT]: record({ draw: code, number: count, repeats: code, reason: text }),
  [DRAW_SHARE_RECEIVED_FACT]: record({ draw: code, ...who }),
  [DRAW_MADE_FACT]: record({ draw: code, forms: committed }),
  [DRAW_SPARES_ADDED_FACT]: record({ draw: code, list: count, spares: committed, formsRoot: hash }),
  [DRAW_CANCELLED_FACT]: record({ draw: code, number: count, reason: text, missing: list(record(who)) }),
  [DRAW_REVEALED_FACT]: record({ draw: code, shares: list({ type: 'object' }), listHash: orNull(hash) }),
  [RECEIPT_FACT]: record({ receiptHash: hash, session: code, keyId: code, supersedes: hash }, ['supersedes']),
  [LATE_RULING_FACT]: record(
    {
      session: code,
      lease: count,
      events: count,
      admittedEvents: count,
      receiptHash: hash,
      receiptNumber: count,
    },
    ['receiptHash', 'receiptNumber'],
  ),
  [SIGNING_KEY_FACT]: record({
    purpose: { enum: ['receipts', 'checkpoints'] },
    keyId: code,
    algorithm: { const: 'Ed25519' },
    publicKey: { type: 'string', pattern: '^[A-Za-z0-9+/]{43}=$' },
    retiredAt: orNull(time),
  }),
  [TOMBSTONE_FACT]: record({ entry: code, seq: count, fields: list(text), ground: text }),
  [CORRECTION_FACT]: record({
    entry: code,
    seq: count,
    fields: list(record({ field: { ...text, pattern: '^/' }, published: value, correct: value })),
    personal: list(code),
    ground: text,
  }),
  [INDICATOR_REPORT_FACT]: record({
    agency: orNull(agency),
    indicator: code,
    from: day,
    until: day,
    value: decimal,
    unit: texts,
    method: texts,
    target: orNull(decimal),
    listHash: orNull(hash),
  }),
  [ANSWER_KEY_CHANGED_FACT]: record({
    competition,
    agency,
    item: code,
    change: { enum: ['annulled', 'other-key'] },
    sessions: list(record({ ...named, before: scoring, after: scoring }), 1),
    reason: text,
  }),
  [APPEAL_DECIDED_FACT]: record({
    competition,
    agency,
    session,
    about: { enum: ['sitting', 'incident', 'mark'] },
    outcome: { enum: ['upheld', 'partly', 'rejected'] },
    remedy: { enum: ['none', 'mark-corrected', 'sat-again'] },
    category: { enum: ['procedure', 'technical', 'marking', 'conduct', 'facts', 'other'] },
    receivedOn: day,
    decidedOn: day,
  }),
  [CUT_SCORE_SET_FACT]: record({
    competition,
    agency,
    programme: record({ code, version: count }),
    version: count,
    method: { enum: ['law', 'angoff'] },
    overall: count,
    eachPart: count,
    byPart: { type: 'object', additionalProperties: count },
    advised: orNull(decimal),
    standardError: orNull(decimal),
    judges: count,
    legalBasis: orNull(text),
    reason: text,
  }),
  [SCALING_CHOSEN_FACT]: record({
    competition,
    agency,
    stage: orNull(code),
    version: count,
    method: { enum: ['none', 'percentile', 'equipercentile'] },
    base: orNull(session),
    reason: text,
  }),
  [SITTING_VOID_FACT]: record({ session: code, receiptHash: orNull(hash) }),
  [SESSION_VOID_FACT]: record({
    competition,
    agency,
    session,
    reason: text,
    sittings: count,
    listHash: hash,
  }),
  // Without a competition where the appointment had none.
  [TENURE_ENDED_FACT]: record({ competition, agency, post, reason: { enum: END_REASONS }, endedOn: day }, [
    'competition',
  ]),
  [COMMISSION_FORMED_FACT]: record({
    competition,
    agency,
    stage,
    version: count,
    members: list(
      record({ function: { enum: ['chair', 'member'] }, official: text, organisation: orNull(text) }),
      3,
    ),
    quorum: record({ numerator: count, denominator: count }),
    largestGap: count,
    guide: record({ code, version: count, hash }),
    reason: orNull(text),
  }),
  [COMMISSION_CONCLUDED_FACT]: record({
    competition,
    agency,
    stage,
    candidates: count,
    absent: count,
    voidedRounds: count,
    maximum: count,
    votes: record({ ayes: count, noes: count }),
    listHash: hash,
    protocolHash: hash,
  }),
} satisfies Readonly<Record<string, Schema>>;
