import type { Say, Texts } from '../item-type.js';
import { element } from './dom.js';

// The server has cleaned every body already (domain/clean-body.ts); this is the second wall, and the last one.
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = Object.fromEntries<readonly string[]>([
  ...'p br strong em sub sup ul ol li table caption thead tbody tr code'
    .split(' ')
    .map((name) => [name, []] as const),
  ['th', ['scope', 'colspan', 'rowspan']] as const,
  ['td', ['colspan', 'rowspan']] as const,
]);
const BLOCKS = 'p, ul, ol, table';
const MEDIA = /^media:([0-9a-f]{64})$/;
const PICTURE = /^data:image\/(?:png|jpeg|webp|svg\+xml);base64,[A-Za-z0-9+/=]*$/;

export interface RichContext {
  /** Hash → data: URI. */
  readonly images: Texts;
  readonly say: Say;
}

/**
 * Clean HTML as nodes. Built anew element by element from an inert document, by an allow-list: nothing runs and nothing
 * is loaded, whatever the text holds. Pictures are those of `images` alone; a wide table scrolls in a region of its own.
 */
export function rich(html: string, context: RichContext): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  copy(body, fragment, context);
  return fragment;
}

function copy(from: Node, to: Node, context: RichContext): void {
  for (const child of from.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) to.appendChild(document.createTextNode(child.nodeValue ?? ''));
    else if (child instanceof Element) copyElement(child, to, context);
  }
}

function copyElement(source: Element, to: Node, context: RichContext): void {
  const name = source.localName;
  if (name === 'img') {
    to.appendChild(picture(source, context));
    return;
  }
  const attributes = Object.hasOwn(ATTRIBUTES, name) ? ATTRIBUTES[name] : undefined;
  // What is not allowed disappears with what is in it.
  if (!attributes) return;
  const made = document.createElement(name);
  for (const attribute of attributes) {
    const value = source.getAttribute(attribute);
    if (value !== null) made.setAttribute(attribute, value);
  }
  copy(source, made, context);
  if (name !== 'table') to.appendChild(made);
  else {
    const label = made.querySelector('caption')?.textContent ?? context.say('table');
    to.appendChild(
      element('div', { class: 'item-scroll', role: 'region', tabindex: '0', 'aria-label': label }, made),
    );
  }
}

function picture(source: Element, { images }: RichContext): HTMLElement {
  const alt = source.getAttribute('alt') ?? '';
  const hash = MEDIA.exec(source.getAttribute('src') ?? '')?.[1];
  const uri = hash === undefined ? undefined : images[hash];
  // Without its picture there is still what it shows, in words.
  return uri !== undefined && PICTURE.test(uri)
    ? element('img', { class: 'item-picture', src: uri, alt })
    : element('span', { class: 'item-picture-missing' }, alt);
}

/** The words of clean HTML alone: for names and announcements. */
export const plainOf = (html: string): string =>
  new DOMParser().parseFromString(html, 'text/html').body.textContent.replace(/\s+/g, ' ').trim();

/** Whether a body is a run of text, whose own line breaks count. */
export const isPlain = (body: ParentNode): boolean => body.querySelector(BLOCKS) === null;
