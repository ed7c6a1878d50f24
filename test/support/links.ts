/** What somebody finds who follows every link: a kind of page once, whatever it is of. */
const KINDS: readonly [RegExp, string][] = [
  [/\?.*$/, ''],
  [/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id'],
  [/[0-9a-f]{64}/g, ':hash'],
  [/(entries|places)\/[A-Z0-9]{6,}/g, '$1/:number'],
  [/\/\d+(?=\/|$)/g, '/:number'],
  // The exam page of a practice is walked by its own tests.
  [/^\/practice\/.*/, '/practice/:exam'],
];
const kindOf = (path: string): string => KINDS.reduce((kind, [what, as]) => kind.replace(what, as), path);

/**
 * Follows the links of pages as one person, page by page, each kind of page once.
 *
 * @param cookie of a session; '' for a visitor. @param from the first page.
 * @returns how many kinds of page there were, and the links that lead nowhere or where that person may not go: where from,
 *   where to, with which status.
 */
export async function deadLinks(
  base: string,
  cookie: string,
  from: string,
): Promise<{ pages: number; dead: string[] }> {
  const seen = new Set([kindOf(from)]);
  const queue = [{ path: from, found: '' }];
  const dead: string[] = [];
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { path, found } = next;
    const answer = await fetch(`${base}${path}`, { headers: { cookie }, redirect: 'manual' });
    const body = await answer.text();
    if (answer.status >= 400) dead.push(`${found} → ${path}: ${String(answer.status)}`);
    if (!answer.headers.get('content-type')?.includes('html')) continue;
    for (const [, href = ''] of body.matchAll(/<a [^>]*href="(\/[^"#]*)/g)) {
      const link = href.replaceAll('&amp;', '&');
      if (/^\/(api|log)\//.test(link) || seen.has(kindOf(link))) continue;
      seen.add(kindOf(link));
      queue.push({ path: link, found: kindOf(path) });
    }
  }
  return { pages: seen.size, dead };
}
