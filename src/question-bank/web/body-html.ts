import { cleanBody, type BodyKind } from '../domain/clean-body.js';
import type { Texts } from '../item-types/index.js';

const BLOCKS = /<(?:p|ul|ol|table)\b/;
const attribute = (tag: string, name: string): string =>
  new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '';

/**
 * A body as a page shows it: cleaned once more, its pictures in it, a wide table in a region of its own that scrolls.
 * Safe to be put into a template as it is.
 *
 * @param pictures hash → data: URI; a picture that is not among them is told by its words.
 * @param tableName what a table without a caption is called aloud.
 */
export function bodyHtml(body: string, kind: BodyKind, pictures: Texts, tableName: string): string {
  return cleanBody(body, kind)
    .html.replace(/<img\b[^>]*>/g, (tag) => {
      const uri = pictures[attribute(tag, 'src').replace(/^media:/, '')];
      const alt = attribute(tag, 'alt');
      return uri === undefined
        ? `<span class="item-picture-missing">${alt}</span>`
        : `<img class="item-picture" src="${uri}" alt="${alt}">`;
    })
    .replace(
      /<table>/g,
      `<div class="item-scroll" role="region" tabindex="0" aria-label="${tableName}"><table>`,
    )
    .replace(/<\/table>/g, '</table></div>');
}

/** Whether a body is a run of text, whose own line breaks count. */
export const isPlainBody = (body: string): boolean => !BLOCKS.test(body);
