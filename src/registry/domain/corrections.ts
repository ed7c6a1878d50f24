import { Ajv2020 } from 'ajv/dist/2020.js';
import { canonicalJson, ok, refuse, type Json, type Result } from '../../kernel/index.js';
import { APPOINTMENT_FACT } from '../../appointment/facts.js';
import { CORRECTION_FACT } from '../facts.js';
import { SHOWN_SCHEMAS } from './fact-schemas.js';

type Shown = Readonly<Record<string, Json>>;

/** What an entry says at a place, and what is right. */
export interface CorrectionLine {
  /** Where: a JSON Pointer (RFC 6901) into what the entry shows, or the name of a personal field. */
  readonly field: string;
  readonly published: Json;
  readonly correct: Json;
}

/** What a correction says: of members that are shown, and of personal fields. */
export interface Corrected {
  readonly fields: readonly CorrectionLine[];
  /** Name → right value; the log has commitments to these alone. */
  readonly personal: Readonly<Record<string, string>>;
}

/** An entry, with what it says and how that was corrected so far. */
export interface Correctable {
  readonly type: string;
  readonly official: string | null;
  readonly shown: Shown;
  readonly personal: Readonly<Record<string, string>>;
  /** Oldest first, those that wait for the log too. */
  readonly corrections: readonly Corrected[];
}

/** Hashes and roots are what others check by: whoever states another one states another fact. */
const FINGERPRINT = /^[0-9a-f]{64}$/;
/** Left out where answer sheets are to be public (docs/adr/0027). */
const UNTOLD: readonly string[] = ['/place', '/passedOverReason'];
const LONGEST = 2000;
const LONGEST_PERSONAL = 200;

/** Members that can be corrected, by their pointers: each text, number, truth value and null that is no fingerprint. */
export function leavesOf(value: Json, pointer = ''): { readonly field: string; readonly published: Json }[] {
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' && FINGERPRINT.test(value) ? [] : [{ field: pointer, published: value }];
  return Object.entries(value).flatMap(([name, member]) =>
    leavesOf(member, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

/** What stands at a pointer; undefined where nothing does. */
export function valueAt(shown: Shown, pointer: string): Json | undefined {
  let value: Json | undefined = shown;
  for (const name of namesOf(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Shown)[name];
  }
  return value;
}

const namesOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));

/** What an entry shows with these members in place of its own. */
function withCorrect(shown: Shown, lines: readonly CorrectionLine[]): Shown {
  const changed = structuredClone(shown) as Record<string, Json>;
  for (const { field, correct } of lines) {
    const names = namesOf(field);
    const last = names.pop() ?? '';
    const place = names.reduce<Record<string, Json>>(
      (value, name) => value[name] as Record<string, Json>,
      changed,
    );
    place[last] = correct;
  }
  return changed;
}

/** What holds now: what the entry says, and of each place the newest correction. */
export function currentOf({
  shown,
  personal,
  corrections,
}: Correctable): Omit<Correctable, 'corrections' | 'type' | 'official'> {
  return {
    shown: withCorrect(
      shown,
      corrections.flatMap(({ fields }) => fields),
    ),
    personal: Object.assign({}, personal, ...corrections.map((one) => one.personal)) as Record<
      string,
      string
    >,
  };
}

/** Whether somebody answers for it, so that they can have erred. A correction is not corrected: the entry is, again. */
export const isCorrectable = ({ type, official }: Pick<Correctable, 'type' | 'official'>): boolean =>
  official !== null && type !== CORRECTION_FACT;

/**
 * May this be stated as a correction? Each line is of what the entry says, and changes what holds now; what is right has
 * the form that the kind of entry has. A line whose field is no pointer is of a personal field.
 *
 * Refusals: REGISTRY.NOT_CORRECTABLE, REGISTRY.NOTHING_CORRECTED; of a field REGISTRY.NO_SUCH_FIELD,
 * REGISTRY.PUBLISHED_DIFFERS, REGISTRY.FIELD_FORM, REGISTRY.FIELD_TWICE, and NOTHING_CORRECTED where it changes nothing.
 */
export function correctionOf(entry: Correctable, lines: readonly CorrectionLine[]): Result<Corrected> {
  if (!isCorrectable(entry))
    return refuse('conflict', 'REGISTRY.NOT_CORRECTABLE', 'Entries of this kind are not corrected.');
  if (lines.length === 0)
    return refuse('invalid', 'REGISTRY.NOTHING_CORRECTED', 'Nothing is different from what holds now.');
  const current = currentOf(entry);
  const faults: Record<string, string> = {};
  const seen = new Set<string>();
  const isPersonal = ({ field }: CorrectionLine): boolean => !field.startsWith('/');
  // What an appointment does not tell, so that nobody finds its answer sheet, is told by no correction either.
  const kept = entry.type === APPOINTMENT_FACT && entry.shown['place'] === null ? UNTOLD : [];
  const open = new Set(
    leavesOf(entry.shown)
      .map(({ field }) => field)
      .filter((field) => !kept.includes(field)),
  );
  for (const line of lines) {
    const { field, published, correct } = line;
    const own = isPersonal(line)
      ? { said: ownOf(entry.personal, field), now: ownOf(current.personal, field) }
      : open.has(field)
        ? { said: valueAt(entry.shown, field), now: valueAt(current.shown, field) }
        : { said: undefined, now: undefined };
    const fault =
      own.said === undefined
        ? 'NO_SUCH_FIELD'
        : seen.has(field)
          ? 'FIELD_TWICE'
          : own.said !== published
            ? 'PUBLISHED_DIFFERS'
            : !isValue(correct) || (isPersonal(line) && !isName(correct))
              ? 'FIELD_FORM'
              : own.now === correct
                ? 'NOTHING_CORRECTED'
                : undefined;
    if (fault) faults[field] = `REGISTRY.${fault}`;
    seen.add(field);
  }
  const fields = lines.filter((line) => !isPersonal(line));
  if (Object.keys(faults).length === 0)
    for (const field of misshapen(entry.type, withCorrect(current.shown, fields)))
      if (fields.some((line) => line.field === field)) faults[field] = 'REGISTRY.FIELD_FORM';
  const [first] = Object.values(faults);
  if (first)
    return refuse('invalid', first, 'This is no correction of what the entry says.', { fields: faults });
  return ok({
    fields: fields.map(({ field, published, correct }) => ({ field, published, correct })),
    personal: Object.fromEntries(
      lines.filter(isPersonal).map(({ field, correct }) => [field, correct as string]),
    ),
  });
}

const ownOf = (values: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;

const isValue = (value: unknown): boolean =>
  value === null ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value)) ||
  (typeof value === 'string' && value.length <= LONGEST);

const isName = (value: Json): boolean =>
  typeof value === 'string' && value.length <= LONGEST_PERSONAL && value.trim() === value && value !== '';

/** Pointers at which this is not what a fact of its kind shows. */
function misshapen(type: string, shown: Shown): string[] {
  const schema = (SHOWN_SCHEMAS as Readonly<Record<string, object | undefined>>)[type];
  if (!schema) return [];
  const validate = new Ajv2020({ allErrors: true }).compile(schema);
  validate(shown);
  return (validate.errors ?? []).map(({ instancePath }) => instancePath);
}

/** The first pointer at which an entry does not show what a correction says it does; undefined where all fit. */
export const misquoted = (shown: Shown, lines: readonly CorrectionLine[]): string | undefined =>
  lines.find(({ field, published }) => {
    const said = valueAt(shown, field);
    return said === undefined || canonicalJson(said) !== canonicalJson(published);
  })?.field;
