// Parts of govuk-frontend that no page uses. Header, footer and brand are theirs alone.
const UNUSED =
  /\.govuk-(?:header|footer|generic-header|service-navigation|language-navigation|cookie-banner|exit-this-page|feedback|phase-banner|accordion|logotype|pagination|notification-banner|panel|task-list|file-upload|summary-card|crest)/;
const THEIR_FONT = /font-family:\s*"?GDS Transport"?,\s*arial,\s*sans-serif/gi;

/**
 * govuk-frontend's stylesheet without its typeface, which only GOV.UK may use, and without the parts that we don't.
 *
 * @param css as shipped: minified, well-formed.
 */
export function trimGovukCss(css: string): string {
  return keep(css.replace(/\/\*[\s\S]*?\*\//g, '')).replace(THEIR_FONT, 'font-family:var(--om-font)');
}

function keep(css: string): string {
  return blocks(css)
    .map((block) => {
      const brace = block.indexOf('{');
      const head = block.slice(0, brace).trim();
      if (/^@(media|supports)/.test(head)) {
        const inner = keep(block.slice(brace + 1, -1));
        return inner ? `${head}{${inner}}` : '';
      }
      if (head.startsWith('@')) return head === '@font-face' ? '' : block;
      const selectors = head.split(/,(?![^(]*\))/).filter((selector) => !UNUSED.test(selector));
      return selectors.length > 0 ? selectors.join(',') + block.slice(brace) : '';
    })
    .join('');
}

/** Top-level rules, each with its braces; statements without braces (@charset) go with the rule that follows. */
function blocks(css: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let begin = 0;
  for (const { 0: brace, index } of css.matchAll(/[{}]/g)) {
    depth += brace === '{' ? 1 : -1;
    if (depth === 0) {
      found.push(css.slice(begin, index + 1));
      begin = index + 1;
    }
  }
  return found;
}
