import sanitizeHtml from 'sanitize-html';

/** Where a text stands: stems, rationales and stimuli may have blocks, options and labels are inline. */
export type BodyKind = 'block' | 'inline';

export interface CleanBody {
  /** What is kept: only what is allowed, `&`, `<` and `>` of texts escaped. */
  readonly html: string;
  /** What was taken out or does not hold, in plain sentences; none: the text says what its author wrote. */
  readonly faults: readonly string[];
}

const INLINE = ['br', 'strong', 'em', 'sub', 'sup', 'code', 'img'];
const BLOCK = [...INLINE, ...'p ul ol li table caption thead tbody tr th td'.split(' ')];
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  img: ['src', 'alt'],
  th: ['scope', 'colspan', 'rowspan'],
  td: ['colspan', 'rowspan'],
};
const VALUES: Readonly<Record<string, RegExp>> = {
  // A file of the bank's folder, or the picture that it became: nothing is loaded from anywhere else.
  src: /^(?:media\/[A-Za-z0-9][A-Za-z0-9_-]*\.(?:svg|png|jpg|jpeg|webp)|media:[0-9a-f]{64})$/,
  alt: /\S/,
  scope: /^(?:row|col|rowgroup|colgroup)$/,
  colspan: /^(?:[2-9]|1[0-2])$/,
  rowspan: /^(?:[2-9]|1[0-2])$/,
};

const OPTIONS: sanitizeHtml.IOptions = {
  allowedAttributes: Object.fromEntries(Object.entries(ATTRIBUTES).map(([tag, list]) => [tag, [...list]])),
  allowedSchemes: ['media'],
  allowedSchemesAppliedToAttributes: ['src'],
  allowProtocolRelative: false,
  parseStyleAttributes: false,
  disallowedTagsMode: 'discard',
  // Deeper than any table in a cell of a list: only an attack goes there.
  nestingLimit: 12,
};

const MOST_PASSES = 10;

/**
 * Cleans a text of an item by an allow-list. Plain text passes as it is; HTML keeps only what the kind allows.
 *
 * Cleaning what is clean changes nothing. Whoever keeps a text keeps `html`, and refuses it where there are faults.
 */
export function cleanBody(text: string, kind: BodyKind): CleanBody {
  const allowed = kind === 'block' ? BLOCK : INLINE;
  const faults = new Set<string>();
  let html = pass(text, allowed, faults);
  // What was taken out may have held elements apart that cannot stand in one another: until nothing changes any more.
  for (let passes = 1, again = pass(html, allowed); again !== html; passes += 1) {
    // Two are enough for anything that anybody has tried; of what does not come to rest the words alone are kept.
    html = passes < MOST_PASSES ? again : pass(again, []);
    again = pass(html, allowed);
  }
  if (faults.size === 0 && plain(text) !== plain(html)) {
    faults.add(
      'the HTML is not written as it would be kept: close each element, and write < and & as &lt; and &amp;',
    );
  }
  return { html, faults: [...faults] };
}

function pass(text: string, allowed: readonly string[], faults = new Set<string>()): string {
  return sanitizeHtml(text, {
    ...OPTIONS,
    allowedTags: [...allowed],
    onOpenTag: (tag: string, attributes: Record<string, string>) => {
      for (const fault of faultsOfTag(tag, attributes, allowed)) faults.add(fault);
    },
    exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !isPicture(attribs),
    transformTags: { '*': (tagName, attribs) => ({ tagName, attribs: validOnly(attribs) }) },
  });
}

const isPicture = ({ src = '', alt = '' }: Readonly<Record<string, string>>): boolean =>
  VALUES['src']?.test(src) === true && VALUES['alt']?.test(alt) === true;

function faultsOfTag(
  tag: string,
  attributes: Readonly<Record<string, string>>,
  allowed: readonly string[],
): string[] {
  if (!allowed.includes(tag)) return [`<${tag}> is not allowed here; a < of a text is written &lt;`];
  const known = ATTRIBUTES[tag] ?? [];
  const wrong = Object.entries(attributes).flatMap(([name, value]) => {
    if (!known.includes(name)) return [`<${tag}> may not have "${name}"`];
    if (name === 'alt' || VALUES[name]?.test(value)) return [];
    return [
      name === 'src'
        ? 'a picture is a file of the bank: src="media/<file>.svg", .png, .jpg or .webp'
        : `<${tag}> cannot have ${name}="${value}"`,
    ];
  });
  if (tag !== 'img') return wrong;
  return [
    ...wrong,
    ...(/\S/.test(attributes['alt'] ?? '') ? [] : ['a picture needs alt: what it shows, in words']),
    ...(attributes['src'] === undefined ? ['a picture needs src'] : []),
  ];
}

const validOnly = (attributes: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(attributes).filter(([name, value]) => VALUES[name]?.test(value) ?? false),
  );

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

const withoutEntities = (html: string): string =>
  html.replace(/&(?:(amp|lt|gt|quot|apos|nbsp)|#(\d{1,6}));/g, (_, name?: string, code?: string) =>
    name === undefined ? String.fromCodePoint(Number(code)) : (NAMED[name] ?? ''),
  );

/** A text without what cleaning may change in its writing: entities, quotes of attributes, the ends of void elements. */
const plain = (html: string): string =>
  withoutEntities(html.replace(/\s*\/>/g, '>').replace(/=\s*'([^']*)'/g, '="$1"'));

/** A clean body's words alone, for searching and comparing. */
export const bodyText = (html: string): string =>
  withoutEntities(html.replace(/<img\b[^>]*\balt="([^"]*)"[^>]*>/g, ' $1 ').replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
