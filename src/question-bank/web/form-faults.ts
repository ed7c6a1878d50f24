type Faults = Readonly<Record<string, string>>;

/**
 * The faults of a draft or a translation as a page's form has its fields: `options.a` is the field `option_a`; what is
 * said of the answer key, the structure and the options as a whole stands together at `key`.
 *
 * A type's check speaks in sentences for whoever writes files. A page has one sentence for each kind of fault in each
 * of its languages, for the answer key one for each type.
 */
export function formFaultsOf(type: string, faults: Faults): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, said] of Object.entries(faults)) {
    const field = fieldOf(name);
    found[field] ??= isCode(said) ? said : codeOf(type, name, said);
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => placeOf(a) - placeOf(b)));
}

/** The order of a form's fields, so that its summary reads as the form does. */
const ORDER = [
  /^stem$/,
  /^option_/,
  /^label_/,
  /^key$/,
  /^rationale$/,
  /^picture/,
  /^contentArea$/,
  /^competency$/,
  /^cognitiveLevel$/,
  /^difficulty$/,
  /^caseCode$/,
  /^code$/,
];

function placeOf(field: string): number {
  const place = ORDER.findIndex((one) => one.test(field));
  return place === -1 ? ORDER.length : place;
}

function fieldOf(name: string): string {
  const [place = '', key] = name.split('.');
  if (key !== undefined && (place === 'options' || place === 'labels')) return `${place.slice(0, -1)}_${key}`;
  return ['options', 'labels', 'answerKey', 'structure', 'text'].includes(place) ? 'key' : name;
}

const isCode = (said: string): boolean => /^[A-Z]+\.[A-Za-z_.-]+$|^[a-z][A-Za-z]*$/.test(said);

function codeOf(type: string, name: string, said: string): string {
  if (name === 'stem') return /\bgap/.test(said) ? 'ITEM.GAPS' : 'ITEM.BODY';
  if (name === 'rationale') return /characters or more$/.test(said) ? 'ITEM.RATIONALE_SHORT' : 'ITEM.BODY';
  if (/^(options|labels)\./.test(name)) return 'ITEM.BODY_INLINE';
  if (name === 'options') return /alike/.test(said) ? 'ITEM.OPTIONS_ALIKE' : `ITEM.KEY.${type}`;
  return `ITEM.KEY.${type}`;
}
